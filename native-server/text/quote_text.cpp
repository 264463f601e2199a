// SPDX-License-Identifier: MIT
#include "native-server/text/quote_text.h"

#include "native-server/text/bill_text.h"
#include "native-server/text/line_words.h"
#include "native-server/text/table.h"
#include "native-server/text/words.h"

namespace samebill::text {

using nlohmann::json;

namespace {

std::string title_row(const std::string& name, const std::string& value) {
    std::string out;
    for (const std::string& part : wrap(value, page_width - 16)) {
        out += left(out.empty() ? name : "", 16) + part + "\n";
    }
    return out;
}

std::string optional_row(const json& object, const char* member_name, const std::string& title) {
    const std::string value = plain(member(object, member_name));
    return value.empty() ? "" : title_row(title, value);
}

std::string header(const json& quote) {
    const json& customer = quote.at("customer");
    const json& prices = quote.at("prices");
    std::string catalog = plain(member(prices, "catalog"));
    if (prices.contains("version")) catalog += ", version " + plain(member(prices, "version"));
    return "QUOTE " + plain(member(quote, "id")) + ", version " + member(quote, "version") + "\n\n" +
           title_row("For", plain(member(customer, "name"))) + optional_row(customer, "contact", "Contact") +
           optional_row(customer, "reference", "Your reference") + optional_row(customer, "account", "Account") +
           title_row("Valid", member(quote, "valid_from") + " through " + member(quote, "valid_until")) +
           title_row("Months", member(quote, "from") + " through " + member(quote, "through")) +
           title_row("Prices", catalog + ", in " + plain(member(prices, "currency")) + " (rules version " +
                                   plain(member(quote, "rules")) + ")") +
           optional_row(quote, "remarks", "Remarks");
}

std::string months_table(const json& result) {
    Table table({{"Month"},
                 {"Access", Align::right},
                 {"Usage", Align::right},
                 {"Other", Align::right},
                 {"Tax", Align::right},
                 {"Total", Align::right}});
    for (const json& month : result.at("months")) {
        const json& charges = month.at("charges");
        std::string other;
        for (const char* name : {"one_off", "recurring", "prepaid"}) {
            other += (other.empty() ? "" : "\n") + words(name) + " " + member(charges, name);
        }
        for (const char* name : {"discounts", "minimum_shortfall"}) {
            other += "\n" + words(name) + " " + member(month, name);
        }
        table.add_row({member(month, "month"), member(charges, "access"), member(charges, "usage"), other,
                       member(month, "tax_total"), member(month, "total")});
    }
    return table.print();
}

std::string cohorts_table(const json& result) {
    Table table(
        {{"Devices"}, {"Billed months", Align::right}, {"Each a month", Align::right}, {"Total", Align::right}});
    for (const json& cohort : result.at("cohorts")) {
        table.add_row({plain(member(cohort, "cohort")), member(cohort, "device_months"),
                       member(cohort, "per_device_month"), member(cohort, "total")});
    }
    return table.print();
}

// Usage that the plans do not bill: kinds that they do not offer, and what credits did not suffice for.
std::string not_billed(const json& result) {
    std::string out;
    for (const char* kind : {"data", "voice", "sms"}) {
        int64_t sum = 0;
        for (const json& month : result.at("months")) {
            for (const json& cohort : month.at("cohorts")) {
                for (const json& row : cohort.at("usage")) {
                    if (row.at("kind") == kind) sum += number(row, "not_billed");
                }
            }
        }
        if (sum > 0)
            out += title_row("NOT BILLED", std::string(kind) + " " + exact(kind, sum) +
                                               ", for which there was no price, or no credits");
    }
    return out.empty() ? out : out + "\n";
}

std::string totals(const json& result) {
    const json& sums = result.at("totals");
    std::string out = charge("", "Charges", "after discounts and minimum", member(sums, "subtotal")) +
                      charge("", "Taxes", "", member(sums, "tax_total")) +
                      charge("", "TOTAL, " + plain(member(result, "currency")), "", member(sums, "total"));
    if (!result.contains("percentiles")) return out;
    const json& range = result.at("percentiles");
    return out + charge("", "With other draws of chance",
                        "one in ten is below the first amount, one in ten above the second",
                        member(range, "p10") + " to " + member(range, "p90"));
}

std::string assumptions(const json& quote) {
    std::string out = "\nAssumed\n";
    for (const json& assumption : quote.at("assumptions")) {
        bool first = true;
        for (const std::string& part : wrap(plain(member(assumption, "text")), page_width - 4)) {
            out += (first ? "  - " : "    ") + part + "\n";
            first = false;
        }
    }
    return out;
}

std::string cause_words(const std::string& cause) {
    if (cause == "prices") return "Other prices and terms";
    if (cause == "devices") return "More or fewer devices";
    if (cause == "dates") return "Other dates";
    return "More or less usage";
}

std::string parts_of(const json& cause) {
    if (!cause.at("apart").get<bool>()) return "cannot be told apart: counted with the next";
    std::string out;
    for (const json& part : cause.at("parts")) {
        out += (out.empty() ? "" : ", ") + words(member(part, "part")) + " " + member(part, "amount");
    }
    return out;
}

std::string fleet_table(const json& check) {
    Table table({{"Devices"}, {"Quoted", Align::right}, {"Billed", Align::right}});
    for (const json& cohort : check.at("cohorts")) {
        table.add_row({plain(member(cohort, "cohort")), member(cohort, "quoted"), member(cohort, "billed")});
    }
    const std::string outside = member(check.at("outside"), "count");
    if (outside != "0") table.add_row({"not in the quote", "0", outside});
    return "\n" + table.print();
}

std::string usage_table(const json& check) {
    Table table({{"Usage"}, {"Quoted", Align::right}, {"Billed", Align::right}});
    for (const json& row : check.at("usage")) {
        const std::string kind = member(row, "kind");
        table.add_row({kind, exact(kind, number(row, "quoted")), exact(kind, number(row, "billed"))});
    }
    return table.empty() ? "" : "\n" + table.print();
}

}  // namespace

std::string scenario_text(const json& result) {
    std::string payments;
    for (const json& payment : result.at("cash_flow")) {
        payments +=
            charge("", "Due " + member(payment, "due"), "for " + member(payment, "month"), member(payment, "amount"));
    }
    return "SCENARIO, " + member(result, "from") + " through " + member(result, "through") + ", in " +
           plain(member(result, "currency")) + "\n\n" + months_table(result) + "\n" + cohorts_table(result) + "\n" +
           totals(result) + "\n" + not_billed(result) + payments;
}

std::string quote_text(const json& quote) {
    const json& result = quote.at("result");
    const std::string unbilled = not_billed(result);
    return header(quote) + "\n" + months_table(result) + "\n" + cohorts_table(result) + "\n" + totals(result) +
           (unbilled.empty() ? "" : "\n" + unbilled.substr(0, unbilled.size() - 1)) + assumptions(quote) +
           "\nDigest  " + member(quote, "digest") + "\n";
}

std::string quote_check_text(const json& check) {
    const json& quote = check.at("quote");
    const json& bill = check.at("bill");
    std::string out = plain(member(check, "account")) + ", " + member(check, "period") + ", in " +
                      plain(member(check, "currency")) + ": the bill against quote " + plain(member(quote, "id")) +
                      ", version " + member(quote, "version") + "\n\n";
    out += charge("", "Quoted", "", member(quote, "total"));
    for (const json& cause : check.at("causes")) {
        out += charge("", cause_words(member(cause, "cause")), parts_of(cause), member(cause, "amount"));
    }
    const std::string remaining = member(check, "remaining");
    if (remaining.find_first_not_of("0.") != std::string::npos) {
        out += charge("", "NOT EXPLAINED", "the bill is not what its request comes to", remaining);
    }
    out += charge("", "Billed", "", member(bill, "total")) + charge("", "Difference", "", member(check, "difference"));
    if (member(bill, "adjustment_total").find_first_not_of("0.") != std::string::npos) {
        out += charge("", "Adjustments of other months", "beside the difference", member(bill, "adjustment_total"));
    }
    return out + fleet_table(check) + usage_table(check);
}

}  // namespace samebill::text
