// SPDX-License-Identifier: MIT
#include "native-server/api/resources/bills.h"

#include <charconv>

#include "core/base/calendar.h"
#include "native-server/api/call.h"
#include "native-server/api/listing.h"
#include "native-server/api/problem.h"
#include "native-server/api/resources/bill_views.h"
#include "native-server/runs/billing.h"
#include "native-server/runs/kept.h"
#include "native-server/store/catalogs.h"

namespace samebill::api {

using nlohmann::json;
using store::Transaction;

namespace {

constexpr Roles readers = {Role::customer_viewer, Role::customer_admin, Role::operator_, Role::approver, Role::auditor};
constexpr Roles previewers = {Role::customer_viewer, Role::customer_admin, Role::sales,
                              Role::operator_,       Role::approver,       Role::auditor};

constexpr BodyMember session_members[] = {
    {.name = "id", .form = ValueForm::id, .required = true},
    {.name = "device", .form = ValueForm::id, .required = true},
    {.name = "kind", .form = ValueForm::name, .required = true, .names = "data voice sms"},
    {.name = "start", .form = ValueForm::instant, .required = true},
    {.name = "end", .form = ValueForm::instant, .required = true},
    {.name = "quantity", .form = ValueForm::integer, .required = true}};
constexpr BodyForm session_form{"UsageSession", "a session as in a request's usage", session_members};

constexpr BodyMember plan_members[] = {
    {.name = "plan", .form = ValueForm::id, .required = true, .description = "that devices have"},
    {.name = "as", .form = ValueForm::id, .required = true, .description = "whose prices and terms it gets"}};
constexpr BodyForm plan_form{"OtherPlan", "a plan with another's prices and terms", plan_members};

constexpr BodyMember preview_members[] = {
    {.name = "month", .form = ValueForm::month, .description = "left out: the next to be billed"},
    {.name = "at",
     .form = ValueForm::instant,
     .description = "the bill at this instant of the month: usage and events up to it"},
    {.name = "events",
     .form = ValueForm::document,
     .description = "events that did not happen",
     .document = "event",
     .most = 1000,
     .list = true},
    {.name = "without_events", .form = ValueForm::id, .description = "events that are left out", .list = true},
    {.name = "usage", .form = ValueForm::object, .description = "more usage", .object = &session_form, .list = true},
    {.name = "account", .form = ValueForm::any, .description = "a merge patch (RFC 7396) on the account"},
    {.name = "catalog_version",
     .form = ValueForm::id,
     .description = "of the account's catalog; for staff a draft too"},
    {.name = "catalog",
     .form = ValueForm::document,
     .description = "a whole catalog in place of the account's",
     .document = "catalog"},
    {.name = "plans", .form = ValueForm::object, .object = &plan_form, .most = 100, .list = true}};
constexpr BodyForm preview_form{"Preview", "a bill of a stored account, as it is or as it would be", preview_members};

constexpr BodyMember bill_members[] = {
    {.name = "month", .form = ValueForm::month, .required = true},
    {.name = "number", .form = ValueForm::integer, .required = true},
    {.name = "issuer", .form = ValueForm::id, .required = true},
    {.name = "issued_at", .form = ValueForm::instant, .required = true},
    {.name = "due_on", .form = ValueForm::date, .required = true},
    {.name = "amount_due", .form = ValueForm::money, .required = true},
    {.name = "currency", .required = true},
    {.name = "digest", .form = ValueForm::digest, .required = true, .description = "of the final bill"},
    {.name = "bill_digest", .form = ValueForm::digest, .required = true, .description = "of the engine's bill in it"},
    {.name = "catalog_version", .form = ValueForm::id, .required = true},
    {.name = "rules", .required = true, .description = "version of the rules that made it"}};
constexpr BodyForm bill_form{"FinalBillHead", "what stands around a final bill", bill_members};

constexpr QueryParameter format_query[] = {
    {.name = "format", .form = ValueForm::name, .description = "json if left out", .names = "json csv text"}};
constexpr QueryParameter usage_query[] = {{.name = "usage",
                                           .form = ValueForm::name,
                                           .description = "in the request, or apart in a file of its own",
                                           .names = "inline apart"}};
constexpr QueryParameter with_query[] = {
    {.name = "with", .form = ValueForm::month, .description = "the other month", .required = true}};

std::string csv_row(const json& session) {
    const auto text = [&](const char* name) { return session.at(name).get<std::string>(); };
    return text("id") + "," + text("device") + "," + text("kind") + "," + text("start") + "," + text("end") + "," +
           session.at("quantity").dump() + "\n";
}

runs::WhatIf read_changes(const Call& call, std::optional<std::string>& month) {
    const json& body = call.body;
    runs::WhatIf out;
    if (body.contains("month")) month = body.at("month").get<std::string>();
    if (body.contains("at")) {
        out.at = parse_instant(body.at("at").get<std::string>());
        const std::string of_instant = format_month(month_at(*out.at));
        if (month && *month != of_instant) refuse(422, "period", "/at", "The instant lies in another month.");
        month = of_instant;
    }
    for (const json& event : body.value("events", json::array())) out.events.push_back(event.dump());
    for (const json& event : body.value("without_events", json::array()))
        out.without_events.push_back(event.get<std::string>());
    size_t place = 0;
    for (const json& session : body.value("usage", json::array())) {
        const std::string path = "/usage/" + std::to_string(place++) + "/end";
        if (*parse_instant(session.at("end").get<std::string>()) <
            *parse_instant(session.at("start").get<std::string>())) {
            refuse(422, "schema", path, "A session ends no earlier than it starts.");
        }
        out.usage += csv_row(session);
    }
    if (body.contains("account")) {
        if (!body.at("account").is_object()) refuse(422, "schema", "/account", "A merge patch is an object.");
        out.account_patch = body.at("account").dump();
    }
    if (body.contains("catalog_version")) out.catalog_version = body.at("catalog_version").get<std::string>();
    if (body.contains("catalog")) out.catalog = body.at("catalog").dump();
    for (const json& plan : body.value("plans", json::array())) {
        out.plans.emplace_back(plan.at("plan").get<std::string>(), plan.at("as").get<std::string>());
    }
    return out;
}

// A customer sees no drafts.
void require_published(const Call& call, const runs::WhatIf& changes) {
    if (!changes.catalog_version || !call.own_account()) return;
    const bool published = call.read([&](Transaction& transaction) {
        const auto account = store::accounts::get(transaction, call.parameter("account"));
        const auto version = store::catalogs::about(transaction, account->catalog, *changes.catalog_version);
        return version && version->published;
    });
    if (!published) {
        refuse(422, "unknown_catalog_version", "/catalog_version", "The account's catalog has no such version.");
    }
}

Response preview(Call& call) {
    std::optional<std::string> month;
    const runs::WhatIf changes = read_changes(call, month);
    require_published(call, changes);
    const std::string& account = call.parameter("account");
    runs::AnswerPtr answer = changes.empty() ? call.app.billing->kept(account, month) : nullptr;
    if (!answer) {
        call.take_turn();
        answer = call.app.billing->preview(account, month, changes);
    }
    if (answer->unknown_account) refuse(404);
    if (!answer->outcome.ok) return problem_of(answer->outcome.text);
    Response out;
    out.content_type = "application/json";
    out.body = std::shared_ptr<const std::string>(answer, &answer->outcome.text);
    return out;
}

Response list_bills(Call& call) {
    Listing list(call);
    call.read([&](Transaction& t) {
        store::bills::list(t, call.parameter("account"), list.after().value_or(""),
                           [&](const store::bills::Head& head) { return list.add(head_json(head), head.month); });
    });
    return list.finish();
}

runs::KeptBill kept_bill(Call& call, const std::string& month) {
    if (!parse_month(month)) refuse(404);
    auto kept = call.read([&](Transaction& t) { return runs::read_kept(t, call.parameter("account"), month); });
    if (!kept) refuse(404);
    return std::move(*kept);
}

Response get_bill(Call& call) {
    const runs::KeptBill kept = kept_bill(call, call.parameter("month"));
    const std::string* format = call.query("format");
    return bill_response(kept, format == nullptr ? "json" : *format);
}

Response get_request(Call& call) {
    auto kept = std::make_shared<const runs::KeptBill>(kept_bill(call, call.parameter("month")));
    const std::string* usage = call.query("usage");
    if (usage != nullptr && *usage == "apart") return json_text_response(200, kept->request);
    Response out;
    out.content_type = "application/json";
    auto pieces = std::make_shared<runs::RequestPieces>(std::move(kept));
    out.pieces = [pieces](std::string& piece) { return pieces->next(piece); };
    return out;
}

Response get_usage(Call& call) {
    auto kept = std::make_shared<const runs::KeptBill>(kept_bill(call, call.parameter("month")));
    Response out;
    out.content_type = "text/csv; charset=utf-8";
    out.pieces = [kept, at = size_t{0}](std::string& piece) mutable {
        if (at > kept->usage.chunks.size()) return false;
        piece = at == 0 ? std::string(runs::usage_header) : kept->usage.chunks[at - 1];
        ++at;
        return true;
    };
    return out;
}

Response explain_line(Call& call) {
    const std::string& text = call.parameter("line");
    int64_t line = -1;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), line);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || line < 0) refuse(404);
    const runs::KeptBill kept = kept_bill(call, call.parameter("month"));
    const json bill = json::parse(kept.bill);
    if (line >= static_cast<int64_t>(bill.at("lines").size())) refuse(404);
    Outcome outcome = runs::explain_kept(kept, line);
    if (!outcome.ok) return problem_of(outcome.text);
    return json_text_response(200, std::move(outcome.text));
}

Response verify_bill(Call& call) {
    Outcome outcome = runs::verify_kept(kept_bill(call, call.parameter("month")));
    if (!outcome.ok) return problem_of(outcome.text);
    return json_text_response(200, std::move(outcome.text));
}

Response compare_bills(Call& call) {
    const runs::KeptBill other = kept_bill(call, *call.query("with"));
    return json_response(200, bill_difference(other, kept_bill(call, call.parameter("month"))));
}

constexpr Operation operations[] = {
    {.method = "POST",
     .path = "/v1/accounts/{account}/bills:preview",
     .id = "previewAccountBill",
     .tag = "bills",
     .summary =
         "The account's bill of a month as it would be now, at a date, or if something were otherwise: the exact "
         "bytes of the engine's result.",
     .roles = previewers,
     .tenant = Tenant::account,
     .body = BodyKind::form,
     .form = &preview_form,
     .answer_document = "result",
     .handle = preview},
    {.method = "GET",
     .path = "/v1/accounts/{account}/bills",
     .id = "listBills",
     .tag = "bills",
     .summary = "The account's final bills, by month.",
     .roles = readers,
     .tenant = Tenant::account,
     .answer = &bill_form,
     .list = true,
     .handle = list_bills},
    {.method = "GET",
     .path = "/v1/accounts/{account}/bills/{month}",
     .id = "getBill",
     .tag = "bills",
     .summary = "The final bill of a month, signed; its inner bill as JSON, as rows or as text.",
     .roles = readers,
     .tenant = Tenant::account,
     .query = format_query,
     .answer_document = "final_bill",
     .handle = get_bill},
    {.method = "GET",
     .path = "/v1/accounts/{account}/bills/{month}/request",
     .id = "getBillRequest",
     .tag = "bills",
     .summary = "The request that a final bill was made from, with its usage, to recompute it anywhere.",
     .roles = readers,
     .tenant = Tenant::account,
     .query = usage_query,
     .answer_document = "request",
     .handle = get_request},
    {.method = "GET",
     .path = "/v1/accounts/{account}/bills/{month}/usage",
     .id = "getBillUsage",
     .tag = "bills",
     .summary = "The usage that a final bill was made from, as CSV.",
     .roles = readers,
     .tenant = Tenant::account,
     .answer_type = "text/csv",
     .handle = get_usage},
    {.method = "GET",
     .path = "/v1/accounts/{account}/bills/{month}/lines/{line}",
     .id = "explainLine",
     .tag = "bills",
     .summary = "How a line of a final bill came about; lines count from 0.",
     .roles = readers,
     .tenant = Tenant::account,
     .answer_document = "explanation",
     .computes = true,
     .handle = explain_line},
    {.method = "GET",
     .path = "/v1/accounts/{account}/bills/{month}/verification",
     .id = "verifyBill",
     .tag = "bills",
     .summary = "A final bill computed anew from what it was made from, and compared.",
     .roles = readers,
     .tenant = Tenant::account,
     .answer_document = "verification",
     .computes = true,
     .handle = verify_bill},
    {.method = "GET",
     .path = "/v1/accounts/{account}/bills/{month}/difference",
     .id = "compareBills",
     .tag = "bills",
     .summary = "What differs between two final bills of the account, line by line.",
     .roles = readers,
     .tenant = Tenant::account,
     .query = with_query,
     .answer = &difference_form,
     .handle = compare_bills},
};

}  // namespace

Operations bill_operations() {
    return operations;
}

}  // namespace samebill::api
