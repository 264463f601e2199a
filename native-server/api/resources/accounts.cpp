// SPDX-License-Identifier: MIT
#include "native-server/api/resources/accounts.h"

#include "core/api.h"
#include "core/base/calendar.h"
#include "core/codec/canonical.h"
#include "native-server/api/call.h"
#include "native-server/api/engine.h"
#include "native-server/api/listing.h"
#include "native-server/api/resources/proposals.h"
#include "native-server/api/resources/trials.h"
#include "native-server/store/accounts.h"
#include "native-server/store/catalogs.h"
#include "native-server/store/devices.h"

namespace samebill::api {

namespace accounts = store::accounts;
using accounts::Account;
using nlohmann::json;
using store::Transaction;

namespace {

constexpr BodyMember account_members[] = {
    {.name = "id", .form = ValueForm::id, .required = true},
    {.name = "catalog", .form = ValueForm::id, .required = true},
    {.name = "uptake",
     .form = ValueForm::name,
     .required = true,
     .description = "how new catalog versions hold: by their effective month, or when the schedule says so",
     .names = "by_date explicit"},
    {.name = "issuer", .form = ValueForm::id, .required = true, .description = "whose numbers its final bills have"},
    {.name = "payment_days", .form = ValueForm::integer, .required = true, .most = 365},
    {.name = "billed_through", .form = ValueForm::month, .description = "the last finalised month"},
    {.name = "devices", .form = ValueForm::integer, .description = "how many"},
    {.name = "revision", .form = ValueForm::integer, .required = true},
    {.name = "at", .form = ValueForm::instant, .required = true, .description = "of this revision"},
    {.name = "by", .required = true},
    {.name = "document",
     .form = ValueForm::document,
     .required = true,
     .description = "agreement, pricing attachments and tax data; devices have a resource of their own, and "
                    "negotiated prices are proposed",
     .document = "account"}};
constexpr BodyForm account_form{"Account", "an account", account_members};

constexpr BodyMember edit_members[] = {
    {.name = "catalog", .form = ValueForm::id, .required = true},
    {.name = "uptake", .form = ValueForm::name, .description = "by_date if left out", .names = "by_date explicit"},
    {.name = "issuer", .form = ValueForm::id, .description = "main if left out"},
    {.name = "payment_days", .form = ValueForm::integer, .description = "30 if left out", .most = 365},
    {.name = "document",
     .form = ValueForm::document,
     .required = true,
     .description = "samebill/account/1 with an empty list of devices (which may be left out)",
     .document = "account"}};
constexpr BodyForm edit_form{"AccountEdit", "what is agreed with a customer", edit_members};

}  // namespace

json account_json(const Account& account) {
    json document = json::parse(account.body);
    document["devices"] = json::array();
    json out = {{"id", account.id},
                {"catalog", account.catalog},
                {"uptake", account.uptake},
                {"issuer", account.issuer},
                {"payment_days", account.payment_days},
                {"revision", account.revision},
                {"at", format_instant(account.at)},
                {"by", account.by},
                {"document", std::move(document)}};
    if (account.billed_through) out["billed_through"] = *account.billed_through;
    return out;
}

namespace {

Response answer(const Account& account, int64_t devices, int status = 200) {
    json document = account_json(account);
    document["devices"] = devices;
    Response out = json_response(status, document);
    out.headers.push_back({"ETag", entity_tag(account.revision)});
    return out;
}

// The body as an account, its document checked by the engine and without its list of devices.
Account read_edit(const Call& call) {
    Account out;
    json document = call.body.at("document");
    if (document.contains("devices") && document.at("devices") != json::array()) {
        refuse(422, "schema", "/document/devices", "Devices are added at /v1/accounts/{account}/devices.");
    }
    document["devices"] = json::array();
    json checked = json::parse(checked_part(document, "account", "/document"));
    out.id = checked.at("id");
    checked.erase("devices");
    out.body = checked.dump();
    out.catalog = call.body.at("catalog");
    out.uptake = call.body.value("uptake", "by_date");
    out.issuer = call.body.value("issuer", "main");
    out.payment_days = call.body.value("payment_days", 30);
    out.at = call.now;
    out.by = call.principal.id;
    return out;
}

std::string place_in_document(const std::string& path, const runs::Parts&) {
    constexpr std::string_view head = "/account";
    return path.starts_with(head) ? "/document" + path.substr(head.size()) : "";
}

// A new account against the catalog it starts with: plans it names, attachments, taxes.
void require_fits_catalog(Call& call, const Account& account) {
    const std::string text = call.read([&](Transaction& t) {
        const auto version = store::catalogs::first_published(t, account.catalog);
        if (!version) refuse(422, "unknown_catalog", "/catalog", "There is no such catalog with a published version.");
        runs::Parts parts;
        parts.account_id = account.id;
        const std::string month = json::parse(account.body).at("agreement").at("from").get<std::string>().substr(0, 7);
        parts.months = {month, month};
        parts.catalog = store::catalogs::body_of(t, account.catalog, *version).value_or("");
        parts.account = account.body;
        return runs::request_text(parts);
    });
    const Outcome outcome = check(text);
    if (outcome.ok) return;
    json document = json::parse(outcome.text);
    for (json& error : document.at("errors")) error["path"] = place_in_document(error.at("path"), {});
    refuse_errors(document.dump());
}

Response list_accounts(Call& call) {
    Listing list(call);
    call.read([&](Transaction& t) {
        accounts::list(t, list.after().value_or(""), call.seen_accounts(),
                       [&](const Account& account) { return list.add(account_json(account), account.id); });
    });
    return list.finish();
}

Response create_account(Call& call) {
    const Account account = read_edit(call);
    require_same_prices({{"agreement", json::object()}}, json::parse(account.body));
    require_fits_catalog(call, account);
    return call.write([&](Transaction& t) {
        if (accounts::get(t, account.id)) refuse(409, "There is an account with this id.");
        accounts::add(t, account);
        store::audit::Entry entry = call.entry("account.create", account.id);
        entry.account = account.id;
        entry.after = account_json(account).dump();
        store::audit::add(t, entry);
        Response out = answer(account, 0, 201);
        out.headers.push_back({"Location", "/v1/accounts/" + account.id});
        return out;
    });
}

Response get_account(Call& call) {
    return call.read([&](Transaction& t) {
        const std::string& id = call.parameter("account");
        return answer(*accounts::get(t, id), store::devices::count(t, id));
    });
}

Response put_account(Call& call) {
    Account account = read_edit(call);
    const std::string& id = call.parameter("account");
    if (account.id != id) refuse(422, "id", "/document/id", "The id must be that of the path.");
    const Account before = call.read([&](Transaction& t) { return *accounts::get(t, id); });
    require_match(call, before.revision);
    if (account.catalog != before.catalog) {
        refuse(422, "catalog", "/catalog", "An account stays with its catalog; versions of it are taken up.");
    }
    require_same_prices(json::parse(before.body), json::parse(account.body));
    runs::Changes changes;
    changes.account = account.body;
    const uint64_t tried = require_sound(call, id, changes, place_in_document);
    return call.write([&](Transaction& t) {
        require_generation(call, id, tried);
        const Account now = *accounts::get(t, id);
        require_match(call, now.revision);
        require_same_prices(json::parse(now.body), json::parse(account.body));
        account.revision = now.revision + 1;
        account.billed_through = now.billed_through;
        accounts::change(t, account);
        store::audit::Entry entry = call.entry("account.edit", id);
        entry.account = id;
        entry.before = account_json(now).dump();
        entry.after = account_json(account).dump();
        store::audit::add(t, entry);
        return answer(account, store::devices::count(t, id));
    });
}

Response list_revisions(Call& call) {
    Listing list(call);
    call.read([&](Transaction& t) {
        accounts::list_revisions(t, call.parameter("account"), list.after_number(), [&](const Account& account) {
            return list.add(account_json(account), account.revision);
        });
    });
    return list.finish();
}

constexpr Roles readers = {Role::customer_viewer, Role::customer_admin, Role::sales,          Role::operator_,
                           Role::approver,        Role::auditor,        Role::privacy_officer};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/accounts",
     .id = "listAccounts",
     .tag = "accounts",
     .summary = "The accounts by id; a customer sees its own.",
     .roles = readers,
     .answer = &account_form,
     .list = true,
     .all_accounts = true,
     .handle = list_accounts},
    {.method = "POST",
     .path = "/v1/accounts",
     .id = "createAccount",
     .tag = "accounts",
     .summary = "A new account.",
     .roles = {Role::operator_},
     .body = BodyKind::form,
     .form = &edit_form,
     .status = 201,
     .answer = &account_form,
     .stores = true,
     .handle = create_account},
    {.method = "GET",
     .path = "/v1/accounts/{account}",
     .id = "getAccount",
     .tag = "accounts",
     .summary = "An account.",
     .roles = readers,
     .tenant = Tenant::account,
     .answer = &account_form,
     .handle = get_account},
    {.method = "PUT",
     .path = "/v1/accounts/{account}",
     .id = "putAccount",
     .tag = "accounts",
     .summary = "Changes an account; it holds for every month that is not finalised.",
     .roles = {Role::operator_},
     .tenant = Tenant::account,
     .body = BodyKind::form,
     .form = &edit_form,
     .answer = &account_form,
     .if_match = true,
     .handle = put_account},
    {.method = "GET",
     .path = "/v1/accounts/{account}/history",
     .id = "listAccountRevisions",
     .tag = "accounts",
     .summary = "What the account was after each edit, the first one first.",
     .roles = readers,
     .tenant = Tenant::account,
     .answer = &account_form,
     .list = true,
     .handle = list_revisions},
};

}  // namespace

Operations account_operations() {
    return operations;
}

}  // namespace samebill::api
