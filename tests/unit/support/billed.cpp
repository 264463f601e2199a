// SPDX-License-Identifier: MIT
#include "tests/unit/support/billed.h"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "core/api.h"
#include "core/codec/decode.h"
#include "core/codec/state_codec.h"
#include "core/codec/write_bill.h"
#include "core/usage/account_usage.h"

using namespace samebill;

namespace {

std::string in_words(std::string_view text) {
    return std::string(text);
}
std::string in_words(const char* text) {
    return text;
}
std::string in_words(const std::string& text) {
    return text;
}
std::string in_words(int64_t number) {
    return std::to_string(number);
}

// Words joined by blanks.
template <class... Parts>
std::string words(const Parts&... parts) {
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : " ") + part; };
    (add(in_words(parts)), ...);
    return text;
}

std::string moment(Instant at) {
    return short_time(format_instant(at));
}
std::string day(Date date) {
    return short_time(format_date(date));
}

AccountUsage usage_of(const Request& request, const SessionTable& sessions) {
    std::vector<std::string_view> ids;
    for (const Device& device : request.account.devices) ids.push_back(device.id);
    return AccountUsage({&sessions, ids, request.from, request.through, false});
}

std::string written(const Request& request, const Bill& bill) {
    std::string text;
    write_bill(request, bill, "", text);
    return text;
}

// What a result has between its bills and its end.
struct ResultParts {
    std::string bills;
    std::string closing;
};
ResultParts parts_of(const std::string& result) {
    const std::string begin = "{\"bills\":[", middle = "],\"closing\":", end = ",\"schema\":\"samebill/result/1\"}";
    const size_t at = result.rfind(middle);
    BOOST_REQUIRE(at != result.npos);
    return {result.substr(begin.size(), at - begin.size()),
            result.substr(at + middle.size(), result.size() - at - middle.size() - end.size())};
}

// B5: a request a month gives the same bills and the same closing state.
void check_fold(const Scenario& scenario, const ResultParts& whole) {
    std::string bills, opening;
    const Month last = *parse_month(scenario.through());
    for (Month month = *parse_month(scenario.from()); month <= last; ++month) {
        const Outcome one = run({.request = scenario.text_of(format_month(month), opening)});
        BOOST_REQUIRE_MESSAGE(one.ok, format_month(month) + ": " + one.text);
        const ResultParts parts = parts_of(one.text);
        bills += (bills.empty() ? "" : ",") + parts.bills;
        opening = parts.closing;
    }
    BOOST_TEST(bills == whole.bills);
    BOOST_TEST(opening == whole.closing);
}

}  // namespace

Billed::Billed(const Scenario& scenario, const std::map<std::string, int64_t>& weights)
    : request_(std::make_unique<Request>()), sessions_(std::make_unique<SessionTable>()) {
    const std::string text = scenario.text();
    const Outcome door = samebill::run({.request = text});
    run_.problems = decode_request(text, {}, *request_, *sessions_);
    if (!run_.problems.empty()) {
        BOOST_TEST(!door.ok);
        return;
    }
    for (Device& device : request_->account.devices) {
        const auto weight = weights.find(device.id);
        if (weight != weights.end()) device.weight = weight->second;
    }
    const AccountUsage usage = usage_of(*request_, *sessions_);
    run_ = make_bills(*request_, usage);
    const BillRun ordered = make_bills(*request_, usage, {.ordered_only = true});
    BOOST_TEST(ordered.problems.size() == run_.problems.size());
    if (weights.empty()) BOOST_TEST(door.ok == run_.problems.empty());
    if (!run_.problems.empty()) return;
    for (size_t i = 0; i < run_.bills.size(); ++i) BOOST_TEST(written(*request_, ordered.bills[i]) == this->text(i));
    BOOST_TEST(write_state(ordered.closing, *request_) == closing());
    if (!weights.empty()) return;
    const ResultParts whole = parts_of(door.text);
    BOOST_TEST(whole.closing == closing());
    check_fold(scenario, whole);
}

Texts Billed::problems() const {
    Texts texts;
    for (const Problem& problem : run_.problems) texts.push_back(problem.code + ' ' + problem.path);
    return texts;
}

const Bill& Billed::bill(size_t at) const {
    if (run_.problems.empty() && at < run_.bills.size()) return run_.bills[at];
    std::string shown = "no bill " + std::to_string(at);
    for (const std::string& problem : problems()) shown += "; " + problem;
    throw std::logic_error(shown);
}

std::string Billed::money(int64_t minor) const {
    return format_amount(minor, request_->catalog.currency.minor_digits);
}
std::string Billed::subtotal(size_t bill) const {
    return money(this->bill(bill).subtotal);
}
std::string Billed::tax_total(size_t bill) const {
    return money(this->bill(bill).tax_total);
}
std::string Billed::total(size_t bill) const {
    return money(this->bill(bill).total);
}
std::string Billed::amount_due(size_t bill) const {
    return money(this->bill(bill).amount_due);
}
std::string Billed::text(size_t bill) const {
    return written(*request_, this->bill(bill));
}
std::string Billed::closing() const {
    return write_state(run_.closing, *request_);
}

std::string Billed::line_text(const Line& line) const {
    const std::string amount = money(line.amount);
    const auto device = [&] { return request_->account.devices[line.device].id; };
    const auto plan = [&] { return request_->catalog.plans[line.plan].id; };
    const std::string days = std::to_string(line.days) + '/' + std::to_string(line.days_in_month);
    switch (line.type) {
        case LineType::provisioning_fee:
        case LineType::suspension_fee: return words(name_of(line.type), device(), plan(), moment(line.at), amount);
        case LineType::activation_fee:
        case LineType::reactivation_fee:
            return words(name_of(line.type), device(), plan(), moment(line.at), name_of(line.cause), amount);
        case LineType::access_fee:
            if (line.months == 0) return words(name_of(line.type), device(), plan(), days, amount);
            return words(name_of(line.type), device(), plan(), line.months, "months", moment(line.at),
                         day(line.paid_through), amount);
        case LineType::recurring_fee: return words(name_of(line.type), device(), plan(), *line.code, days, amount);
        case LineType::state_usage:
            return words(name_of(line.type), device(), plan(), name_of(line.state), name_of(line.kind), line.quantity,
                         amount);
        case LineType::overage:
            return words(name_of(line.type), device(), plan(), name_of(line.kind), line.quantity, amount);
        case LineType::pool_overage:
            return words(name_of(line.type), request_->groups[line.group], plan(), name_of(line.kind), line.quantity,
                         amount);
        case LineType::prepaid_credits:
            return words(name_of(line.type), device(), plan(), *line.code, moment(line.at), amount);
        case LineType::discount: return words(name_of(line.type), *line.code, name_of(line.category), amount);
        case LineType::minimum_shortfall: return words(name_of(line.type), amount);
    }
    return {};
}

Texts Billed::lines(size_t bill) const {
    Texts texts;
    for (const Line& line : this->bill(bill).lines) texts.push_back(line_text(line));
    return texts;
}

Texts Billed::lines(size_t bill, LineType type) const {
    Texts texts;
    for (const Line& line : this->bill(bill).lines)
        if (line.type == type) texts.push_back(line_text(line));
    return texts;
}

Texts Billed::intervals(size_t bill) const {
    Texts texts;
    for (const Interval& row : this->bill(bill).intervals) {
        texts.push_back(words(request_->account.devices[row.device].id, name_of(row.state),
                              row.plan == no_index ? "null" : request_->catalog.plans[row.plan].id, moment(row.from),
                              moment(row.until), name_of(row.cause)));
    }
    return texts;
}

Texts Billed::usage(size_t bill) const {
    Texts texts;
    for (const UsageRow& row : this->bill(bill).usage) {
        texts.push_back(words(request_->account.devices[row.device].id, request_->catalog.plans[row.plan].id,
                              name_of(row.state), name_of(row.kind), row.sessions, row.quantity, row.rated));
    }
    return texts;
}

Texts Billed::allowances(size_t bill) const {
    Texts texts;
    for (const Allowance& row : this->bill(bill).allowances) {
        std::string who =
            row.device == no_index ? request_->groups[row.group] : request_->account.devices[row.device].id;
        if (row.device != no_index && row.group != no_index) who += " in " + request_->groups[row.group];
        std::string text = words(who, request_->catalog.plans[row.plan].id, name_of(row.kind), row.included, row.used);
        if (row.overage) text += ' ' + std::to_string(*row.overage);
        if (row.until) text += " until " + day(*row.until);
        texts.push_back(text);
    }
    return texts;
}

Texts Billed::exceptions(size_t bill) const {
    Texts texts;
    for (const ExceptionRow& row : this->bill(bill).exceptions)
        texts.push_back(words(row.device, name_of(row.kind), name_of(row.reason), row.sessions, row.quantity));
    return texts;
}

Texts Billed::notices(size_t bill) const {
    Texts texts;
    for (const Notice& row : this->bill(bill).notices) {
        std::string text(name_of(row.type));
        if (row.type == NoticeType::duplicate_records) {
            texts.push_back(words(text, row.count));
            continue;
        }
        text = words(text, request_->account.devices[row.device].id);
        if (row.type == NoticeType::event_ignored) text = words(text, name_of(row.event));
        if (row.type == NoticeType::lapse_due) text = words(text, name_of(row.reason));
        texts.push_back(words(text, moment(row.at)));
    }
    return texts;
}
