// SPDX-License-Identifier: MIT
#include "native-server/api/resources/keys.h"

#include "core/base/calendar.h"
#include "native-server/api/credentials.h"
#include "native-server/api/listing.h"
#include "native-server/api/resources/access_rules.h"
#include "native-server/security/api_key.h"

namespace samebill::api {

using nlohmann::json;
namespace keys = store::keys;

namespace {

constexpr std::string_view role_words =
    "customer_viewer customer_admin sales operator approver auditor privacy_officer ingest system_admin";

constexpr BodyMember key_members[] = {
    {.name = "id", .required = true, .description = "the first characters of the key, by which lists name it"},
    {.name = "name", .required = true},
    {.name = "roles", .form = ValueForm::name, .required = true, .names = role_words, .list = true},
    {.name = "account",
     .form = ValueForm::id,
     .description = "of a customer's key, or of an ingest key for one account"},
    {.name = "accounts",
     .form = ValueForm::id,
     .description =
         "of sales: the accounts assigned, which alone are there for this key; left out: all that are for who "
         "made it",
     .list = true},
    {.name = "feeds", .description = "the only feeds that an ingest key fills", .list = true},
    {.name = "scopes", .description = "the only operations that it opens", .list = true},
    {.name = "created_at", .form = ValueForm::instant, .required = true},
    {.name = "created_by", .required = true, .description = "the principal that made it"},
    {.name = "expires_at", .form = ValueForm::instant},
    {.name = "revoked_at", .form = ValueForm::instant},
    {.name = "revoked_by"},
    {.name = "revoked_why"},
    {.name = "used_at", .form = ValueForm::instant, .description = "last"},
    {.name = "key", .description = "the key itself; only in the answer that makes it"},
};
constexpr BodyForm key_form{"Key", "an API key", key_members};

constexpr BodyMember new_key_members[] = {
    {.name = "name", .required = true, .description = "what people call it", .least = 1, .most = 100},
    {.name = "roles",
     .form = ValueForm::name,
     .required = true,
     .names = role_words,
     .least = 1,
     .most = 9,
     .list = true},
    {.name = "account",
     .form = ValueForm::id,
     .description = "of a customer's key; of an ingest key, if it fills one account only"},
    {.name = "accounts",
     .form = ValueForm::id,
     .description =
         "with the role sales alone: the accounts assigned, and no others are there for this key, nor any that "
         "the person who made it has lost; an empty list: none; null or left out: all",
     .list = true,
     .nullable = true},
    {.name = "feeds",
     .form = ValueForm::id,
     .description = "the only feeds that an ingest key may fill",
     .most = 100,
     .list = true},
    {.name = "scopes",
     .form = ValueForm::id,
     .description = "operation ids; it opens only these of what its roles open",
     .most = 200,
     .list = true},
    {.name = "expires_at",
     .form = ValueForm::instant,
     .description = "from then on it opens nothing; no later than the end of the key that makes it"},
};
constexpr BodyForm new_key_form{"NewKey", "a key to be made", new_key_members};

constexpr BodyMember why_members[] = {
    {.name = "why", .required = true, .description = "for the audit log", .least = 1, .most = 500}};
constexpr BodyForm why_form{"Why", "the reason", why_members};

json shown(const Call& call, const keys::Key& key) {
    json out = {{"id", key.id},
                {"name", key.name},
                {"roles", security::listed(key.roles)},
                {"scopes", security::listed(key.scopes)},
                {"created_at", format_instant(key.at)},
                {"created_by", key.by}};
    if (key.account) out["account"] = *key.account;
    if (key.accounts) out["accounts"] = json::parse(*key.accounts);
    if (!key.feeds.empty()) out["feeds"] = security::listed(key.feeds);
    if (key.expires_at) out["expires_at"] = format_instant(*key.expires_at);
    if (key.revoked_at) {
        out["revoked_at"] = format_instant(*key.revoked_at);
        out["revoked_by"] = *key.revoked_by;
        out["revoked_why"] = *key.revoked_why;
    }
    const int64_t used = std::max(key.last_used.value_or(0), call.app.credentials->access.last_used_of_key(key.id));
    if (used > 0) out["used_at"] = format_instant(used);
    return out;
}

std::vector<std::string> texts(const json& body, const char* name) {
    return body.contains(name) ? body.at(name).get<std::vector<std::string>>() : std::vector<std::string>();
}

std::optional<std::string> text_in(const json& body, const char* name) {
    return body.contains(name) ? std::optional(body.at(name).get<std::string>()) : std::nullopt;
}

Response list_keys(Call& call) {
    Listing list(call);
    call.read([&](store::Transaction& t) {
        keys::list(t, seen_account(call), list.after().value_or(""),
                   [&](const keys::Key& key) { return list.add(shown(call, key), key.id); });
    });
    return list.finish();
}

Response get_key(Call& call) {
    const auto key = call.read([&](store::Transaction& t) { return keys::find(t, call.parameter("key")); });
    if (!key) refuse(404);
    require_seen(call, key->account);
    return json_response(200, shown(call, *key));
}

keys::Key asked_key(const Call& call) {
    const Grant grant = granted(call, texts(call.body, "roles"), text_in(call.body, "account"));
    keys::Key key;
    key.name = call.body.at("name").get<std::string>();
    key.roles = security::roles_text(grant.roles);
    key.account = grant.account;
    key.feeds = security::list_text(texts(call.body, "feeds"));
    if (!key.feeds.empty() && !grant.roles.has(Role::ingest)) {
        refuse(422, "not_permitted", "/feeds", "Only an ingest key has feeds.");
    }
    key.scopes = security::list_text(texts(call.body, "scopes"));
    if (const auto expires = text_in(call.body, "expires_at")) {
        key.expires_at = parse_instant(*expires);
        if (!key.expires_at || *key.expires_at <= call.now) {
            refuse(422, "schema", "/expires_at", "It must be an instant that is still to come.");
        }
    }
    // A key makes none that outlives it.
    if (const int64_t end = call.principal.expires_at; end != 0) {
        key.expires_at = key.expires_at.value_or(end);
        if (*key.expires_at > end) {
            refuse(422, "not_permitted", "/expires_at",
                   "The key that makes it ends before, at " + format_instant(end) + ".");
        }
    }
    key.at = call.now;
    key.by = call.principal.id;
    // A key that no person stands behind, such as the first administrator's, lends nobody's name to those it makes.
    if (call.principal.person != call.principal.id || call.principal.kind != security::Principal::Kind::key) {
        key.person = call.principal.person;
    }
    return key;
}

// A key cannot open more than the one that makes it.
void require_scopes_within(const Call& call, const std::vector<std::string>& scopes) {
    const auto& own = call.principal.scopes;
    if (own.empty()) return;
    const bool within = !scopes.empty() && std::all_of(scopes.begin(), scopes.end(), [&](const std::string& scope) {
        return std::find(own.begin(), own.end(), scope) != own.end();
    });
    if (!within) refuse(403, "This key gives no more than its own scopes.");
}

Response create_key(Call& call) {
    keys::Key key = asked_key(call);
    require_scopes_within(call, texts(call.body, "scopes"));
    const security::NewApiKey made = security::make_api_key();
    key.id = made.shown;
    key.digest = made.digest;
    Response out = call.write([&](store::Transaction& t) {
        require_still_allowed(call, t);
        if (key.account) require_account(t, *key.account, "/account");
        key.accounts = assigned_accounts(call, t, *security::roles_of(security::listed(key.roles)));
        keys::add(t, key);
        json document = shown(call, key);
        auto entry = call.entry("key.create", key.id);
        entry.account = key.account;
        entry.after = document.dump();
        store::audit::add(t, entry);
        document["key"] = made.text;
        Response answer = created("/v1/keys/" + key.id, document);
        answer.secret = true;
        return answer;
    });
    call.app.credentials->refresh_key(key.id);
    return out;
}

Response revoke_key(Call& call) {
    const std::string& id = call.parameter("key");
    Response out = call.write([&](store::Transaction& t) {
        const auto key = keys::find(t, id);
        if (!key) refuse(404);
        require_seen(call, key->account);
        const std::string why = call.body.at("why").get<std::string>();
        if (!keys::revoke(t, id, {call.now, call.principal.id, why})) refuse(409, "It was revoked before.");
        require_admin(t, call.now);
        auto entry = call.entry("key.revoke", id);
        entry.account = key->account;
        entry.before = shown(call, *key).dump();
        entry.why = why;
        store::audit::add(t, entry);
        return json_response(200, shown(call, *keys::find(t, id)));
    });
    call.app.credentials->refresh_key(id);
    return out;
}

constexpr Roles readers = {Role::customer_admin, Role::auditor, Role::system_admin};
constexpr Roles writers = {Role::customer_admin, Role::system_admin};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/keys",
     .id = "listKeys",
     .tag = "keys",
     .summary = "API keys, without their secrets; customers see those of their account.",
     .roles = readers,
     .answer = &key_form,
     .list = true,
     .handle = list_keys},
    {.method = "POST",
     .path = "/v1/keys",
     .id = "createKey",
     .tag = "keys",
     .summary = "Makes a key; the answer alone holds its text.",
     .roles = writers,
     .body = BodyKind::form,
     .form = &new_key_form,
     .status = 201,
     .answer = &key_form,
     .stores = true,
     .handle = create_key},
    {.method = "GET",
     .path = "/v1/keys/{key}",
     .id = "getKey",
     .tag = "keys",
     .summary = "One key, without its secret.",
     .roles = readers,
     .answer = &key_form,
     .handle = get_key},
    {.method = "POST",
     .path = "/v1/keys/{key}:revoke",
     .id = "revokeKey",
     .tag = "keys",
     .summary = "Ends a key; it opens nothing from the next request on.",
     .roles = writers,
     .body = BodyKind::form,
     .form = &why_form,
     .answer = &key_form,
     .stores = true,
     .handle = revoke_key},
};

}  // namespace

Operations key_operations() {
    return operations;
}

}  // namespace samebill::api
