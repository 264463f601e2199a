// SPDX-License-Identifier: MIT
#include "native-server/alerts/rule.h"

#include <algorithm>

#include "core/base/assert.h"
#include "core/base/money.h"

namespace samebill::alerts {

using nlohmann::json;

namespace {

constexpr const char* names[] = {"allowance", "pool", "prepaid_balance", "amount"};

std::optional<std::string> maybe_text(const json& body, const char* name) {
    const auto found = body.find(name);
    return found == body.end() ? std::nullopt : std::optional(found->get<std::string>());
}

// Exactly the list of thresholds that goes with what is watched.
void check_thresholds(const json& body, const std::string& watches, Problems& problems) {
    const std::string wanted = watches == "amount" ? "amounts" : watches == "prepaid_balance" ? "left" : "percents";
    for (const char* name : {"percents", "left", "amounts"}) {
        const bool there = body.contains(name) && !body.at(name).empty();
        if (there == (wanted == name)) continue;
        problems.push_back(
            {"schema", there ? std::string("/") + name : "",
             "A rule that watches " + watches + " has thresholds in \"" + wanted + "\", and no others."});
    }
}

void check_amounts(const Rule& rule, Problems& problems) {
    if (rule.amounts.empty() && !rule.currency) return;
    const auto digits = minor_digits_of(rule.currency.value_or(""));
    if (rule.amounts.empty() || !digits) {
        problems.push_back({"schema", "/currency", "Amounts, and nothing else, are of an ISO 4217 currency."});
        return;
    }
    for (size_t i = 0; i < rule.amounts.size(); i++) {
        if (parse_amount(rule.amounts[i], *digits)) continue;
        problems.push_back(
            {"amount", "/amounts/" + std::to_string(i),
             "The amount must have exactly the currency's " + std::to_string(*digits) + " digits after the point."});
    }
}

void check_subject(const Rule& rule, Problems& problems) {
    const auto none = [&](const std::optional<std::string>& value, const char* path) {
        if (value) problems.push_back({"schema", path, "This is not part of what the rule watches."});
    };
    if (rule.watches == Watches::amount) {
        none(rule.plan, "/plan");
        none(rule.kind, "/kind");
    }
    if (rule.watches == Watches::amount || rule.watches == Watches::pool) none(rule.device, "/device");
    if (rule.watches != Watches::pool) none(rule.group, "/group");
}

bool is_of(const std::optional<std::string>& wanted, const json& row, const char* name) {
    if (!wanted) return true;
    const auto found = row.find(name);
    return found != row.end() && *found == *wanted;
}

json subject_of(const json& row) {
    json out = json::object();
    for (const char* name : {"device", "group", "plan", "kind"}) {
        if (row.contains(name)) out[name] = row.at(name);
    }
    return out;
}

// Used up to `percent` of what is included, exactly.
bool is_used(int64_t used, int64_t included, int64_t percent) {
    return Int128{used} * 100 >= Int128{included} * percent;
}

void reach_amounts(const Rule& rule, const json& bill, std::vector<Reached>& out) {
    const std::string currency = bill.at("currency");
    const auto digits = minor_digits_of(currency);
    SAMEBILL_ASSERT(digits.has_value());
    if (rule.currency != currency) return;
    const std::string total = bill.at("total");
    const auto minor = parse_amount(total, *digits);
    for (const std::string& amount : rule.amounts) {
        if (*minor < *parse_amount(amount, *digits)) continue;
        out.push_back({json::object(), amount, {{"amount", total}, {"currency", currency}}});
    }
}

}  // namespace

Rule read_rule(const json& body, Problems& problems) {
    Rule out;
    const std::string watches = body.at("watches");
    out.watches = static_cast<Watches>(std::find(std::begin(names), std::end(names), watches) - std::begin(names));
    out.device = maybe_text(body, "device");
    out.group = maybe_text(body, "group");
    out.plan = maybe_text(body, "plan");
    out.kind = maybe_text(body, "kind");
    out.currency = maybe_text(body, "currency");
    out.percents = body.value("percents", out.percents);
    out.left = body.value("left", out.left);
    out.amounts = body.value("amounts", out.amounts);
    check_thresholds(body, watches, problems);
    check_amounts(out, problems);
    check_subject(out, problems);
    return out;
}

std::vector<std::string> prepaid_plans(const json& request) {
    std::vector<std::string> out;
    const json& account = request.at("account");
    for (json plan : request.at("catalog").at("plans")) {
        for (const json& attachment : account.value("pricing_attachments", json::array())) {
            if (attachment.at("plan") == plan.at("id")) plan.merge_patch(attachment.at("overrides"));
        }
        if (plan.value("kind", "postpaid") == "prepaid") out.push_back(plan.at("id"));
    }
    return out;
}

int64_t left_of(const json& allowance) {
    return std::max<int64_t>(0, allowance.at("included").get<int64_t>() - allowance.at("used").get<int64_t>());
}

std::vector<Reached> reached(const Rule& rule, const json& bill, const std::vector<std::string>& prepaid) {
    std::vector<Reached> out;
    if (rule.watches == Watches::amount) {
        reach_amounts(rule, bill, out);
        return out;
    }
    for (const json& row : bill.at("allowances")) {
        const bool of_pool = !row.contains("device");
        const bool of_member = row.contains("device") && row.contains("group");
        const bool is_prepaid = std::find(prepaid.begin(), prepaid.end(), row.at("plan")) != prepaid.end();
        if (of_member || of_pool != (rule.watches == Watches::pool)) continue;
        if (is_prepaid != (rule.watches == Watches::prepaid_balance)) continue;
        if (!is_of(rule.device, row, "device") || !is_of(rule.group, row, "group")) continue;
        if (!is_of(rule.plan, row, "plan") || !is_of(rule.kind, row, "kind")) continue;
        const int64_t used = row.at("used");
        const int64_t included = row.at("included");
        for (const int64_t percent : rule.percents) {
            if (!is_used(used, included, percent)) continue;
            out.push_back({subject_of(row), std::to_string(percent) + " %", {{"used", used}, {"included", included}}});
        }
        for (const int64_t left : rule.left) {
            if (left_of(row) > left) continue;
            out.push_back({subject_of(row), std::to_string(left) + " left", {{"left", left_of(row)}}});
        }
    }
    return out;
}

}  // namespace samebill::alerts
