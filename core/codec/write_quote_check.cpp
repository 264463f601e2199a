// SPDX-License-Identifier: MIT
#include "core/codec/write_quote_check.h"

#include <algorithm>

#include "core/codec/canonical_writer.h"

namespace samebill {

namespace {

constexpr size_t most_outside = 1000;  // listed; all are counted

void write_cause(CanonicalWriter& writer, const CauseAmount& cause, int minor_digits) {
    writer.element();
    writer.begin_object();
    writer.member("amount");
    writer.money(cause.amount, minor_digits);
    writer.member("apart");
    writer.boolean(cause.apart);
    writer.member("cause");
    writer.plain(name_of(cause.cause));
    writer.member("parts");
    writer.begin_array();
    for (int part = 0; part < part_count; ++part) {
        const int64_t amount = cause.parts[static_cast<size_t>(part)];
        if (amount == 0) continue;
        writer.element();
        writer.begin_object();
        writer.member("amount");
        writer.money(amount, minor_digits);
        writer.member("part");
        writer.plain(name_of_part(part));
        writer.end_object();
    }
    writer.end_array();
    writer.end_object();
}

void write_cohorts(CanonicalWriter& writer, const Scenario& scenario, const QuoteDifference& difference) {
    writer.begin_array();
    for (size_t i = 0; i < difference.cohorts.size(); ++i) {
        writer.element();
        writer.begin_object();
        writer.member("billed");
        writer.integer(difference.cohorts[i].billed);
        writer.member("cohort");
        writer.string(scenario.cohorts[i].name);
        writer.member("quoted");
        writer.integer(difference.cohorts[i].quoted);
        writer.end_object();
    }
    writer.end_array();
}

void write_outside(CanonicalWriter& writer, const std::vector<std::string>& outside) {
    writer.begin_object();
    writer.member("count");
    writer.integer(static_cast<int64_t>(outside.size()));
    writer.member("devices");
    writer.begin_array();
    for (size_t i = 0; i < std::min(outside.size(), most_outside); ++i) {
        writer.element();
        writer.plain(outside[i]);
    }
    writer.end_array();
    writer.end_object();
}

void write_usage(CanonicalWriter& writer, const QuoteDifference& difference) {
    writer.begin_array();
    for (const Kind kind : all_kinds) {
        const auto at = static_cast<size_t>(index_of(kind));
        if (difference.quoted_usage[at] == 0 && difference.billed_usage[at] == 0) continue;
        writer.element();
        writer.begin_object();
        writer.member("billed");
        writer.integer(difference.billed_usage[at]);
        writer.member("kind");
        writer.plain(name_of(kind));
        writer.member("quoted");
        writer.integer(difference.quoted_usage[at]);
        writer.end_object();
    }
    writer.end_array();
}

void write_bill_head(CanonicalWriter& writer, const IssuedBill& bill, int minor_digits) {
    Int128 adjusted = 0;
    for (const Adjustment& adjustment : bill.totals.adjustments) adjusted += adjustment.amount;
    writer.begin_object();
    writer.member("adjustment_total");
    writer.money(static_cast<int64_t>(adjusted), minor_digits);
    writer.member("digest");
    writer.plain(bill.totals.digest);
    writer.member("total");
    writer.money(bill.totals.total, minor_digits);
    writer.end_object();
}

void write_quote_head(CanonicalWriter& writer, const Json& quote, int64_t total, int minor_digits) {
    writer.begin_object();
    writer.member("digest");
    writer.plain(find_member(quote, "digest")->text());
    writer.member("id");
    writer.plain(find_member(quote, "id")->text());
    writer.member("total");
    writer.money(total, minor_digits);
    writer.member("version");
    writer.integer(find_member(quote, "version")->integer());
    writer.end_object();
}

}  // namespace

std::string write_quote_check(const QuoteCheckParts& parts) {
    const QuoteDifference& difference = parts.difference;
    const int digits = parts.request.catalog.currency.minor_digits;
    std::string text;
    CanonicalWriter writer(text);
    writer.begin_object();
    writer.member("account");
    writer.plain(parts.request.account.id);
    writer.member("bill");
    write_bill_head(writer, parts.bill, digits);
    writer.member("causes");
    writer.begin_array();
    for (const CauseAmount& cause : difference.causes) write_cause(writer, cause, digits);
    writer.end_array();
    writer.member("cohorts");
    write_cohorts(writer, parts.scenario, difference);
    writer.member("currency");
    writer.plain(parts.bill.currency);
    writer.member("difference");
    writer.money(parts.bill.totals.total - difference.quoted, digits);
    writer.member("outside");
    write_outside(writer, difference.outside);
    writer.member("period");
    writer.month(parts.bill.totals.period);
    writer.member("quote");
    write_quote_head(writer, parts.quote, difference.quoted, digits);
    writer.member("remaining");
    writer.money(parts.bill.totals.total - difference.billed, digits);
    writer.member("schema");
    writer.plain("samebill/quote_check_result/1");
    writer.member("usage");
    write_usage(writer, difference);
    writer.end_object();
    return text;
}

}  // namespace samebill
