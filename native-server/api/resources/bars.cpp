// SPDX-License-Identifier: MIT
#include "native-server/api/resources/bars.h"

#include "core/base/calendar.h"
#include "native-server/api/barred.h"
#include "native-server/api/call.h"
#include "native-server/api/listing.h"

namespace samebill::api {

namespace bars = store::bars;
using bars::Bar;
using nlohmann::json;
using store::Transaction;

namespace {

constexpr BodyMember bar_members[] = {
    {.name = "id", .form = ValueForm::id, .required = true},
    {.name = "device", .form = ValueForm::id, .description = "left out: the whole account"},
    {.name = "reason", .required = true},
    {.name = "clause", .required = true, .description = "of the policy or agreement that it rests on"},
    {.name = "notice", .description = "what the customer was told"},
    {.name = "at", .form = ValueForm::instant, .required = true},
    {.name = "by", .required = true, .description = "who proposed it; a second person approved it"},
    {.name = "lifted_at", .form = ValueForm::instant},
    {.name = "lifted_by"},
    {.name = "lifted_why"}};
constexpr BodyForm bar_form{"Bar", "a bar by the provider", bar_members};

constexpr BodyMember lift_members[] = {{.name = "why", .required = true, .least = 1}};
constexpr BodyForm lift_form{"BarLift", "why a bar ends", lift_members};

json json_of(const Bar& bar) {
    json out = {
        {"id", bar.id}, {"reason", bar.reason}, {"clause", bar.clause}, {"by", bar.by}, {"at", format_instant(bar.at)}};
    if (bar.device) out["device"] = *bar.device;
    if (bar.notice) out["notice"] = *bar.notice;
    if (bar.lifted_at) {
        out["lifted_at"] = format_instant(*bar.lifted_at);
        out["lifted_by"] = bar.lifted_by.value_or("");
        out["lifted_why"] = bar.lifted_why.value_or("");
    }
    return out;
}

store::audit::Entry entry_of(const Call& call, std::string action, const Bar& bar) {
    store::audit::Entry out = call.entry(std::move(action), bar.id);
    out.account = bar.account;
    out.after = json_of(bar).dump();
    return out;
}

Response list_bars(Call& call) {
    Listing list(call);
    call.read([&](Transaction& t) {
        bars::list(t, call.parameter("account"), list.after().value_or(""),
                   [&](const Bar& bar) { return list.add(json_of(bar), bar.id); });
    });
    return list.finish();
}

Response get_bar(Call& call) {
    const auto bar =
        call.read([&](Transaction& t) { return bars::get(t, call.parameter("account"), call.parameter("bar")); });
    if (!bar) refuse(404);
    return json_response(200, json_of(*bar));
}

Response lift_bar(Call& call) {
    Response out = call.write([&](Transaction& t) {
        auto bar = bars::get(t, call.parameter("account"), call.parameter("bar"));
        if (!bar) refuse(404);
        if (bar->lifted_at) refuse(409, "The bar was lifted before.");
        store::audit::Entry entry = entry_of(call, "bar.lift", *bar);
        entry.before = json_of(*bar).dump();
        bar->lifted_at = call.now;
        bar->lifted_by = call.principal.id;
        bar->lifted_why = call.body.at("why");
        bars::set_lifted(t, *bar);
        entry.after = json_of(*bar).dump();
        entry.why = bar->lifted_why;
        store::audit::add(t, entry);
        return json_response(200, json_of(*bar));
    });
    call.app.barred->refresh();
    return out;
}

constexpr Roles readers = {Role::customer_viewer, Role::customer_admin, Role::sales,          Role::operator_,
                           Role::approver,        Role::auditor,        Role::privacy_officer};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/accounts/{account}/bars",
     .id = "listBars",
     .tag = "bars",
     .summary = "The provider's bars on an account and its devices.",
     .roles = readers,
     .tenant = Tenant::account,
     .answer = &bar_form,
     .list = true,
     .handle = list_bars},
    {.method = "GET",
     .path = "/v1/accounts/{account}/bars/{bar}",
     .id = "getBar",
     .tag = "bars",
     .summary = "A bar.",
     .roles = readers,
     .tenant = Tenant::account,
     .answer = &bar_form,
     .handle = get_bar},
    {.method = "POST",
     .path = "/v1/accounts/{account}/bars/{bar}:lift",
     .id = "liftBar",
     .tag = "bars",
     .summary = "Ends a bar.",
     .roles = {Role::operator_, Role::approver},
     .tenant = Tenant::account,
     .body = BodyKind::form,
     .form = &lift_form,
     .answer = &bar_form,
     .stores = true,
     .handle = lift_bar},
};

}  // namespace

Operations bar_operations() {
    return operations;
}

}  // namespace samebill::api
