// SPDX-License-Identifier: MIT
#include "core/base/calendar.h"
#include "native-server/alerts/sender.h"
#include "native-server/api/listing.h"
#include "native-server/api/resources/alerts.h"
#include "native-server/security/random.h"
#include "native-server/security/webhook.h"
#include "native-server/store/accounts.h"
#include "native-server/store/alerts.h"

namespace samebill::api {

using nlohmann::json;
using store::Transaction;
using store::alerts::Delivery;
using store::alerts::Webhook;

namespace {

constexpr BodyMember new_webhook_members[] = {
    {.name = "url", .required = true, .description = "https, of a host that this server may send to", .least = 1},
    {.name = "account",
     .form = ValueForm::id,
     .description = "whose it is; left out: the provider's, or the caller's own"}};
constexpr BodyForm new_webhook_form{"WebhookRecord", "where alerts are sent", new_webhook_members};

constexpr BodyMember webhook_members[] = {
    {.name = "id", .form = ValueForm::id, .required = true},
    {.name = "account", .form = ValueForm::id, .description = "left out: the provider's"},
    {.name = "url", .required = true},
    {.name = "secret", .description = "shown once, when it is made; signs what is sent"},
    {.name = "at", .form = ValueForm::instant, .required = true},
    {.name = "by", .required = true}};
constexpr BodyForm webhook_form{"Webhook", "where alerts are sent", webhook_members};

constexpr BodyMember delivery_members[] = {
    {.name = "id", .form = ValueForm::id, .required = true, .description = "the header Samebill-Delivery"},
    {.name = "webhook", .form = ValueForm::id, .required = true},
    {.name = "alert", .form = ValueForm::id, .description = "left out: a trial"},
    {.name = "state", .form = ValueForm::name, .required = true, .names = "waiting delivered given_up"},
    {.name = "attempts", .form = ValueForm::integer, .required = true},
    {.name = "next_at", .form = ValueForm::instant, .description = "of one that waits"},
    {.name = "last_status", .form = ValueForm::integer, .description = "of HTTP; left out: no answer yet"},
    {.name = "last_error", .description = "why there was no answer"},
    {.name = "done_at", .form = ValueForm::instant},
    {.name = "at", .form = ValueForm::instant, .required = true}};
constexpr BodyForm delivery_form{"WebhookDelivery", "a message to a webhook, and what became of it", delivery_members};

constexpr QueryParameter delivery_query[] = {
    {.name = "state", .form = ValueForm::name, .names = "waiting delivered given_up"}};

json json_of(const Webhook& webhook) {
    json out = {{"id", webhook.id}, {"url", webhook.url}, {"at", format_instant(webhook.at)}, {"by", webhook.by}};
    if (webhook.account) out["account"] = *webhook.account;
    return out;
}

json json_of(const Delivery& delivery) {
    json out = {{"id", delivery.id},
                {"webhook", delivery.webhook},
                {"state", delivery.state},
                {"attempts", delivery.attempts},
                {"at", format_instant(delivery.at)}};
    if (delivery.alert) out["alert"] = *delivery.alert;
    if (delivery.state == "waiting") out["next_at"] = format_instant(delivery.next_at);
    if (delivery.last_status) out["last_status"] = *delivery.last_status;
    if (delivery.last_error) out["last_error"] = *delivery.last_error;
    if (delivery.done_at) out["done_at"] = format_instant(*delivery.done_at);
    return out;
}

// A customer's own, or any for staff; others' and unknown ones are the same 404.
Webhook seen_webhook(const Call& call, Transaction& transaction) {
    auto webhook = store::alerts::get_webhook(transaction, call.parameter("webhook"));
    const auto own = call.own_account();
    if (!webhook || !webhook->active || (own && webhook->account != own)) refuse(404);
    return *webhook;
}

store::audit::Entry entry_of(const Call& call, const char* action, const Webhook& webhook) {
    store::audit::Entry out = call.entry(action, webhook.id);
    out.account = webhook.account;
    out.after = json_of(webhook).dump();
    return out;
}

Response add_webhook(Call& call) {
    Webhook webhook;
    webhook.id = security::random_id("hook");
    webhook.url = call.body.at("url");
    webhook.account = call.own_account();
    if (call.body.contains("account")) {
        const std::string account = call.body.at("account");
        if (webhook.account && webhook.account != account) {
            refuse(422, "unknown_account", "/account", "There is no such account.");
        }
        webhook.account = account;
    }
    const std::string wrong = alerts::check_url(webhook.url, call.app.sender->options());
    if (!wrong.empty()) refuse(422, "url", "/url", wrong);
    webhook.secret = security::make_webhook_secret();
    webhook.at = call.now;
    webhook.by = call.principal.id;
    return call.write([&](Transaction& t) {
        if (webhook.account && !store::accounts::get(t, *webhook.account)) {
            refuse(422, "unknown_account", "/account", "There is no such account.");
        }
        store::alerts::add_webhook(t, webhook);
        store::audit::add(t, entry_of(call, "webhook.add", webhook));
        json shown = json_of(webhook);
        shown["secret"] = webhook.secret;
        Response out = created("/v1/webhooks/" + webhook.id, shown);
        out.secret = true;
        return out;
    });
}

Response list_webhooks(Call& call) {
    Listing list(call);
    call.read([&](Transaction& t) {
        store::alerts::list_webhooks(t, call.own_account(), list.after_number(),
                                     [&](const Webhook& webhook) { return list.add(json_of(webhook), webhook.row); });
    });
    return list.finish();
}

Response get_webhook(Call& call) {
    return call.read([&](Transaction& t) { return json_response(200, json_of(seen_webhook(call, t))); });
}

Response end_webhook(Call& call) {
    return call.write([&](Transaction& t) {
        const Webhook webhook = seen_webhook(call, t);
        store::alerts::end_webhook(t, webhook.id, call.now);
        store::audit::Entry entry = entry_of(call, "webhook.end", webhook);
        std::swap(entry.before, entry.after);
        store::audit::add(t, entry);
        Response out;
        out.status = 204;
        return out;
    });
}

Response list_deliveries(Call& call) {
    Listing list(call);
    const std::string* state = call.query("state");
    call.read([&](Transaction& t) {
        const Webhook webhook = seen_webhook(call, t);
        store::alerts::list_deliveries(
            t, webhook.id, state == nullptr ? std::nullopt : std::optional(*state), list.after_number(),
            [&](const Delivery& delivery) { return list.add(json_of(delivery), delivery.row); });
    });
    return list.finish();
}

// The same bytes under the same id, from the first attempt on.
Response resend(Call& call) {
    Response out = call.write([&](Transaction& t) {
        const Webhook webhook = seen_webhook(call, t);
        auto delivery = store::alerts::get_delivery(t, webhook.id, call.parameter("delivery"));
        if (!delivery) refuse(404);
        if (delivery->state == "waiting") refuse(409, "This delivery waits to be sent.");
        delivery->state = "waiting";
        delivery->attempts = 0;
        delivery->begun_at = delivery->next_at = call.now;
        delivery->done_at.reset();
        store::alerts::change_delivery(t, *delivery);
        store::audit::Entry entry = call.entry("webhook.resend", delivery->id);
        entry.account = webhook.account;
        entry.after = json_of(*delivery).dump();
        store::audit::add(t, entry);
        return json_response(200, json_of(*delivery));
    });
    call.app.sender->wake();
    return out;
}

// Something to see whether the receiver is there and checks signatures.
Response try_webhook(Call& call) {
    Response out = call.write([&](Transaction& t) {
        const Webhook webhook = seen_webhook(call, t);
        Delivery delivery;
        delivery.id = security::random_id("dlv");
        delivery.webhook = webhook.id;
        delivery.body = json({{"type", "trial"}, {"webhook", webhook.id}, {"at", format_instant(call.now)}}).dump();
        delivery.at = delivery.begun_at = delivery.next_at = call.now;
        store::alerts::add_delivery(t, delivery);
        store::audit::Entry entry = call.entry("webhook.try", delivery.id);
        entry.account = webhook.account;
        entry.after = json_of(delivery).dump();
        store::audit::add(t, entry);
        return json_response(202, json_of(delivery));
    });
    call.app.sender->wake();
    return out;
}

constexpr Roles readers = {Role::customer_admin, Role::operator_, Role::auditor};
constexpr Roles writers = {Role::customer_admin, Role::operator_};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/webhooks",
     .id = "listWebhooks",
     .tag = "alerts",
     .summary = "Where alerts are sent; customers see their own.",
     .roles = readers,
     .answer = &webhook_form,
     .list = true,
     .all_accounts = true,
     .handle = list_webhooks},
    {.method = "POST",
     .path = "/v1/webhooks",
     .id = "addWebhook",
     .tag = "alerts",
     .summary = "Makes a webhook; the answer shows its secret, once.",
     .roles = writers,
     .body = BodyKind::form,
     .form = &new_webhook_form,
     .status = 201,
     .answer = &webhook_form,
     .stores = true,
     .handle = add_webhook},
    {.method = "GET",
     .path = "/v1/webhooks/{webhook}",
     .id = "getWebhook",
     .tag = "alerts",
     .summary = "A webhook.",
     .roles = readers,
     .answer = &webhook_form,
     .all_accounts = true,
     .handle = get_webhook},
    {.method = "DELETE",
     .path = "/v1/webhooks/{webhook}",
     .id = "endWebhook",
     .tag = "alerts",
     .summary = "Ends a webhook; what waits to be sent there is given up.",
     .roles = writers,
     .status = 204,
     .handle = end_webhook},
    {.method = "POST",
     .path = "/v1/webhooks/{webhook}:try",
     .id = "tryWebhook",
     .tag = "alerts",
     .summary = "Sends a message of the type `trial`.",
     .roles = writers,
     .status = 202,
     .answer = &delivery_form,
     .stores = true,
     .handle = try_webhook},
    {.method = "GET",
     .path = "/v1/webhooks/{webhook}/deliveries",
     .id = "listDeliveries",
     .tag = "alerts",
     .summary = "What was sent to a webhook, and what became of it.",
     .roles = readers,
     .query = delivery_query,
     .answer = &delivery_form,
     .list = true,
     .all_accounts = true,
     .handle = list_deliveries},
    {.method = "POST",
     .path = "/v1/webhooks/{webhook}/deliveries/{delivery}:resend",
     .id = "resendDelivery",
     .tag = "alerts",
     .summary = "Sends a delivery that is done or given up anew: the same bytes under the same id.",
     .roles = writers,
     .answer = &delivery_form,
     .stores = true,
     .handle = resend},
};

}  // namespace

Operations webhook_operations() {
    return operations;
}

}  // namespace samebill::api
