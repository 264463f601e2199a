// SPDX-License-Identifier: MIT
#include "native-server/api/resources/alerts.h"

#include "core/base/calendar.h"
#include "native-server/alerts/rule.h"
#include "native-server/api/listing.h"
#include "native-server/security/random.h"
#include "native-server/store/alerts.h"

namespace samebill::api {

using nlohmann::json;
using store::Transaction;
using store::alerts::Alert;
using store::alerts::Rule;

namespace {

#define SAMEBILL_RULE_MEMBERS                                                                                          \
    {.name = "watches", .form = ValueForm::name, .required = true, .names = "allowance pool prepaid_balance amount"},  \
        {.name = "device", .form = ValueForm::id, .description = "only this one, as the next three"},                  \
        {.name = "group", .form = ValueForm::id}, {.name = "plan", .form = ValueForm::id},                             \
        {.name = "kind", .form = ValueForm::name, .names = "data voice sms"},                                          \
        {.name = "percents", .form = ValueForm::integer, .description = "used of an allowance or pool", .list = true}, \
        {.name = "left",                                                                                               \
         .form = ValueForm::integer,                                                                                   \
         .description = "of a prepaid balance: bytes, seconds, messages",                                              \
         .list = true},                                                                                                \
        {.name = "amounts", .form = ValueForm::money, .description = "the month's total", .list = true},               \
        {.name = "currency", .description = "of the amounts"}, {                                                       \
        .name = "webhook", .form = ValueForm::id, .description = "that is told; left out: none"                        \
    }

constexpr BodyMember new_rule_members[] = {SAMEBILL_RULE_MEMBERS};
constexpr BodyForm new_rule_form{"AlertRuleRecord", "what is watched, and at which thresholds", new_rule_members};

constexpr BodyMember rule_members[] = {{.name = "id", .form = ValueForm::id, .required = true},
                                       {.name = "account", .form = ValueForm::id, .required = true},
                                       {.name = "at", .form = ValueForm::instant, .required = true},
                                       {.name = "by", .required = true},
                                       SAMEBILL_RULE_MEMBERS};
constexpr BodyForm rule_form{"AlertRule", "what is watched, and at which thresholds", rule_members};

constexpr BodyMember alert_members[] = {
    {.name = "id", .form = ValueForm::id, .required = true},
    {.name = "rule", .form = ValueForm::id, .required = true},
    {.name = "account", .form = ValueForm::id, .required = true},
    {.name = "month", .form = ValueForm::month, .required = true},
    {.name = "watches", .form = ValueForm::name, .required = true, .names = "allowance pool prepaid_balance amount"},
    {.name = "threshold", .required = true, .description = "as text: 80 %, 1000 left, 50.00"},
    {.name = "device", .form = ValueForm::id},
    {.name = "group", .form = ValueForm::id},
    {.name = "plan", .form = ValueForm::id},
    {.name = "kind", .form = ValueForm::name, .names = "data voice sms"},
    {.name = "used", .form = ValueForm::integer},
    {.name = "included", .form = ValueForm::integer},
    {.name = "left", .form = ValueForm::integer},
    {.name = "amount", .form = ValueForm::money},
    {.name = "currency"},
    {.name = "at", .form = ValueForm::instant, .required = true}};
constexpr BodyForm alert_form{"Alert", "a threshold that was reached, told once a month", alert_members};

json json_of(const Rule& rule) {
    json out = json::parse(rule.body);
    out["id"] = rule.id;
    out["account"] = rule.account;
    out["at"] = format_instant(rule.at);
    out["by"] = rule.by;
    if (rule.webhook) out["webhook"] = *rule.webhook;
    return out;
}

store::audit::Entry entry_of(const Call& call, const char* action, const Rule& rule) {
    store::audit::Entry out = call.entry(action, rule.id);
    out.account = rule.account;
    out.after = json_of(rule).dump();
    return out;
}

Response add_rule(Call& call) {
    Problems problems;
    alerts::read_rule(call.body, problems);
    if (!problems.empty()) refuse(422, problems);
    Rule rule;
    rule.id = security::random_id("rule");
    rule.account = call.parameter("account");
    json body = call.body;
    if (body.contains("webhook")) rule.webhook = body.at("webhook");
    body.erase("webhook");
    rule.body = body.dump();
    rule.at = call.now;
    rule.by = call.principal.id;
    return call.write([&](Transaction& t) {
        if (rule.webhook) {
            const auto webhook = store::alerts::get_webhook(t, *rule.webhook);
            const bool own = webhook && webhook->account == rule.account;
            const bool of_provider = webhook && !webhook->account && !call.own_account();
            if (!webhook || !webhook->active || (!own && !of_provider)) {
                refuse(422, "unknown_webhook", "/webhook", "The account has no such webhook.");
            }
        }
        store::alerts::add_rule(t, rule);
        store::audit::add(t, entry_of(call, "alert_rule.add", rule));
        return created("/v1/accounts/" + rule.account + "/alert-rules/" + rule.id, json_of(rule));
    });
}

Response list_rules(Call& call) {
    Listing list(call);
    call.read([&](Transaction& t) {
        store::alerts::list_rules(t, call.parameter("account"), list.after_number(),
                                  [&](const Rule& rule) { return list.add(json_of(rule), rule.row); });
    });
    return list.finish();
}

Response end_rule(Call& call) {
    return call.write([&](Transaction& t) {
        const auto rule = store::alerts::get_rule(t, call.parameter("account"), call.parameter("rule"));
        if (!rule || !rule->active) refuse(404);
        store::alerts::end_rule(t, rule->id);
        store::audit::Entry entry = entry_of(call, "alert_rule.end", *rule);
        std::swap(entry.before, entry.after);
        store::audit::add(t, entry);
        Response out;
        out.status = 204;
        return out;
    });
}

Response list_alerts(Call& call) {
    Listing list(call);
    call.read([&](Transaction& t) {
        store::alerts::list_alerts(t, call.parameter("account"), list.after_number(),
                                   [&](const Alert& alert) { return list.add(json::parse(alert.body), alert.row); });
    });
    return list.finish();
}

constexpr Roles readers = {Role::customer_viewer, Role::customer_admin, Role::operator_, Role::approver, Role::auditor};
constexpr Roles writers = {Role::customer_admin, Role::operator_};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/accounts/{account}/alert-rules",
     .id = "listAlertRules",
     .tag = "alerts",
     .summary = "The alert rules of an account.",
     .roles = readers,
     .tenant = Tenant::account,
     .answer = &rule_form,
     .list = true,
     .handle = list_rules},
    {.method = "POST",
     .path = "/v1/accounts/{account}/alert-rules",
     .id = "addAlertRule",
     .tag = "alerts",
     .summary = "Watches allowances, pools, prepaid balances or the month's amount at thresholds.",
     .roles = writers,
     .tenant = Tenant::account,
     .body = BodyKind::form,
     .form = &new_rule_form,
     .status = 201,
     .answer = &rule_form,
     .stores = true,
     .handle = add_rule},
    {.method = "DELETE",
     .path = "/v1/accounts/{account}/alert-rules/{rule}",
     .id = "endAlertRule",
     .tag = "alerts",
     .summary = "Ends a rule; its alerts stay listed.",
     .roles = writers,
     .tenant = Tenant::account,
     .status = 204,
     .handle = end_rule},
    {.method = "GET",
     .path = "/v1/accounts/{account}/alerts",
     .id = "listAlerts",
     .tag = "alerts",
     .summary = "Thresholds that were reached, by time; each once a month.",
     .roles = readers,
     .tenant = Tenant::account,
     .answer = &alert_form,
     .list = true,
     .handle = list_alerts},
};

}  // namespace

Operations alert_operations() {
    return operations;
}

}  // namespace samebill::api
