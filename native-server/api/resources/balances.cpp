// SPDX-License-Identifier: MIT
#include "native-server/api/resources/balances.h"

#include <algorithm>
#include <map>

#include "core/base/calendar.h"
#include "native-server/alerts/rule.h"
#include "native-server/api/call.h"
#include "native-server/api/listing.h"
#include "native-server/api/problem.h"
#include "native-server/runs/billing.h"
#include "native-server/runs/projection.h"
#include "native-server/store/billing_inputs.h"

namespace samebill::api {

using nlohmann::json;
using store::Transaction;

namespace {

constexpr BodyMember sums_members[] = {{.name = "subtotal", .form = ValueForm::money, .required = true},
                                       {.name = "tax_total", .form = ValueForm::money, .required = true},
                                       {.name = "total", .form = ValueForm::money, .required = true},
                                       {.name = "adjustment_total", .form = ValueForm::money, .required = true},
                                       {.name = "amount_due", .form = ValueForm::money, .required = true},
                                       {.name = "digest",
                                        .form = ValueForm::digest,
                                        .required = true,
                                        .description = "of the engine's bill that says so"}};
constexpr BodyForm sums_form{"BillSums", "the sums of a bill that is not final", sums_members};

#define SAMEBILL_USED_MEMBERS                                                                           \
    {.name = "plan", .form = ValueForm::id, .required = true},                                          \
        {.name = "kind", .form = ValueForm::name, .required = true, .names = "data voice sms"},         \
        {.name = "included", .form = ValueForm::integer, .required = true},                             \
        {.name = "used", .form = ValueForm::integer, .required = true}, {                               \
        .name = "left", .form = ValueForm::integer, .required = true, .description = "never below zero" \
    }

constexpr BodyMember allowance_members[] = {
    {.name = "device", .form = ValueForm::id, .required = true},
    SAMEBILL_USED_MEMBERS,
    {.name = "overage", .form = ValueForm::integer, .required = true},
    {.name = "until", .form = ValueForm::date, .description = "of plans of several months"}};
constexpr BodyForm allowance_form{"AllowanceBalance", "a device's own included amount", allowance_members};

constexpr BodyMember share_members[] = {
    {.name = "device", .form = ValueForm::id, .required = true},
    {.name = "included", .form = ValueForm::integer, .required = true, .description = "brought into the pool"},
    {.name = "used", .form = ValueForm::integer, .required = true}};
constexpr BodyForm share_form{"PoolShare", "a device's part in a pool", share_members};
constexpr BodyMember pool_members[] = {{.name = "group", .form = ValueForm::id, .required = true},
                                       SAMEBILL_USED_MEMBERS,
                                       {.name = "overage", .form = ValueForm::integer, .required = true},
                                       {.name = "devices",
                                        .form = ValueForm::object,
                                        .required = true,
                                        .object = &share_form,
                                        .most = 1000000,
                                        .list = true}};
constexpr BodyForm pool_form{"PoolBalance", "a pool's included amount", pool_members};

constexpr BodyMember prepaid_members[] = {{.name = "device", .form = ValueForm::id, .required = true},
                                          SAMEBILL_USED_MEMBERS};
constexpr BodyForm prepaid_form{"PrepaidBalance", "a device's prepaid balance", prepaid_members};

constexpr BodyMember projection_members[] = {
    {.name = "method", .form = ValueForm::name, .required = true, .names = "repeat_whole_days"},
    {.name = "says", .required = true, .description = "the method in words"},
    {.name = "through", .form = ValueForm::date, .required = true},
    {.name = "days",
     .form = ValueForm::integer,
     .required = true,
     .description = "whole days that have passed, and are repeated"},
    {.name = "sessions", .form = ValueForm::integer, .required = true, .description = "of these days"},
    {.name = "added",
     .form = ValueForm::integer,
     .required = true,
     .description = "sessions handed to the engine beside the stored ones"},
    {.name = "bill",
     .form = ValueForm::object,
     .description = "left out: there were too many sessions",
     .object = &sums_form}};
constexpr BodyForm projection_form{"Projection", "what the month's bill may come to, and how that was found",
                                   projection_members};

constexpr BodyMember balances_members[] = {
    {.name = "account", .form = ValueForm::id, .required = true},
    {.name = "month", .form = ValueForm::month, .required = true},
    {.name = "at", .form = ValueForm::instant, .required = true, .description = "usage and events up to here count"},
    {.name = "currency", .required = true},
    {.name = "month_to_date",
     .form = ValueForm::object,
     .required = true,
     .description = "the bill if nothing more happened",
     .object = &sums_form},
    {.name = "allowances",
     .form = ValueForm::object,
     .required = true,
     .object = &allowance_form,
     .most = 1000000,
     .list = true},
    {.name = "pools", .form = ValueForm::object, .required = true, .object = &pool_form, .most = 1000000, .list = true},
    {.name = "prepaid",
     .form = ValueForm::object,
     .required = true,
     .object = &prepaid_form,
     .most = 1000000,
     .list = true},
    {.name = "projection", .form = ValueForm::object, .required = true, .object = &projection_form}};
constexpr BodyForm balances_form{"Balances", "where an account stands in the present month", balances_members};

constexpr BodyMember group_members[] = {
    {.name = "group", .form = ValueForm::id, .required = true},
    {.name = "devices", .form = ValueForm::id, .required = true, .most = 1000000, .list = true}};
constexpr BodyForm group_form{"ReportGroup", "devices that are reported, and perhaps pooled, together", group_members};

constexpr const char* projection_words =
    "The sessions of the whole days of this month that have passed are repeated, one cycle of these days after the "
    "other, from now to the end of the month; with the stored sessions and events they are handed to the engine, which "
    "makes the bill.";

json sums_of(const json& bill) {
    json out;
    for (const BodyMember& member : sums_members) out[std::string(member.name)] = bill.at(std::string(member.name));
    return out;
}

json with_left(const json& row, std::initializer_list<const char*> names) {
    json out = {{"left", alerts::left_of(row)}};
    for (const char* name : names) {
        if (row.contains(name)) out[name] = row.at(name);
    }
    return out;
}

// The engine's rows, told apart by what they are of.
void add_allowances(const json& bill, const std::vector<std::string>& prepaid, json& out) {
    out["allowances"] = json::array();
    out["pools"] = json::array();
    out["prepaid"] = json::array();
    for (const json& row : bill.at("allowances")) {
        const bool is_prepaid = std::find(prepaid.begin(), prepaid.end(), row.at("plan")) != prepaid.end();
        if (!row.contains("device")) {
            json pool = with_left(row, {"group", "plan", "kind", "included", "used", "overage"});
            pool["devices"] = json::array();
            for (const json& member : bill.at("allowances")) {
                const bool is_member = member.contains("device") && member.value("group", "") == row.at("group") &&
                                       member.at("plan") == row.at("plan") && member.at("kind") == row.at("kind");
                if (!is_member) continue;
                pool["devices"].push_back({{"device", member.at("device")},
                                           {"included", member.at("included")},
                                           {"used", member.at("used")}});
            }
            out["pools"].push_back(std::move(pool));
        } else if (is_prepaid) {
            out["prepaid"].push_back(with_left(row, {"device", "plan", "kind", "included", "used"}));
        } else if (!row.contains("group")) {
            out["allowances"].push_back(
                with_left(row, {"device", "plan", "kind", "included", "used", "overage", "until"}));
        }
    }
}

const Outcome& require_ok(const runs::AnswerPtr& answer) {
    if (answer->unknown_account) refuse(404);
    if (!answer->outcome.ok) throw Refused{problem_of(answer->outcome.text)};
    return answer->outcome;
}

json bill_of(const Outcome& outcome) {
    return json::parse(outcome.text).at("bills").back();
}

json projection_of(Call& call, const std::string& account, const std::string& month) {
    const store::billing::Usage usage =
        call.read([&](Transaction& t) { return store::billing::usage(t, account, month, month); });
    const Month number = *parse_month(month);
    runs::Projection projection = runs::project(usage.chunks, number, call.now);
    json out = {{"method", runs::projection_method},
                {"says", projection_words},
                {"through", format_date(last_day_of(number))},
                {"days", projection.days},
                {"sessions", projection.sessions},
                {"added", projection.added}};
    if (projection.too_many) return out;
    runs::WhatIf changes;
    changes.usage = std::move(projection.rows);
    out["bill"] = sums_of(bill_of(require_ok(call.app.billing->preview(account, month, changes))));
    return out;
}

Response get_balances(Call& call) {
    const std::string& account = call.parameter("account");
    const std::string month = format_month(month_at(call.now));
    runs::WhatIf until_now;
    until_now.at = call.now;
    const runs::AnswerPtr answer = call.app.billing->preview(account, month, until_now);
    const json bill = bill_of(require_ok(answer));
    json out = {{"account", account},
                {"month", month},
                {"at", format_instant(call.now)},
                {"currency", bill.at("currency")},
                {"month_to_date", sums_of(bill)}};
    add_allowances(bill, alerts::prepaid_plans(json::parse(answer->request)), out);
    out["projection"] = projection_of(call, account, month);
    return json_response(200, out);
}

// As the state says with which the present month ends.
Response list_groups(Call& call) {
    const std::string month = format_month(month_at(call.now));
    const runs::AnswerPtr answer = call.app.billing->preview(call.parameter("account"), month);
    const json result = json::parse(require_ok(answer).text);
    std::map<std::string, json> groups;
    for (const json& device : result.at("closing").at("devices")) {
        if (!device.contains("group")) continue;
        json& devices = groups[device.at("group")];
        devices.push_back(device.at("id"));
    }
    Listing list(call);
    for (const auto& [group, devices] : groups) {
        if (list.after() && group <= *list.after()) continue;
        if (!list.add({{"group", group}, {"devices", devices}}, group)) break;
    }
    return list.finish();
}

constexpr Roles readers = {Role::customer_viewer, Role::customer_admin, Role::operator_, Role::approver, Role::auditor};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/accounts/{account}/balances",
     .id = "getBalances",
     .tag = "balances",
     .summary = "The present month up to now: bill, allowances, pools, prepaid balances, and a projection to its end.",
     .roles = readers,
     .tenant = Tenant::account,
     .answer = &balances_form,
     .computes = true,
     .handle = get_balances},
    {.method = "GET",
     .path = "/v1/accounts/{account}/report-groups",
     .id = "listReportGroups",
     .tag = "balances",
     .summary = "The report groups of an account and the devices in them.",
     .roles = readers,
     .tenant = Tenant::account,
     .answer = &group_form,
     .list = true,
     .computes = true,
     .handle = list_groups},
};

}  // namespace

Operations balance_operations() {
    return operations;
}

}  // namespace samebill::api
