// SPDX-License-Identifier: MIT
#include "native-server/api/credentials.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "native-server/api/problem.h"
#include "native-server/security/api_key.h"
#include "native-server/security/secret_file.h"
#include "native-server/security/session.h"
#include "native-server/store/audit.h"

namespace samebill::api {

namespace {

security::Roles roles_in(const std::string& text) {
    return security::roles_of(security::listed(text)).value_or(security::Roles{});
}

security::AccountSetPtr accounts_in(const std::optional<std::string>& list) {
    if (!list) return nullptr;
    return std::make_shared<const security::AccountSet>(nlohmann::json::parse(*list).get<security::AccountSet>());
}

security::KeyEntry entry_of(const store::keys::Key& key) {
    security::KeyEntry out;
    out.id = key.id;
    out.digest = key.digest;
    out.name = key.name;
    out.person = key.person;
    out.roles = roles_in(key.roles);
    out.account = key.account.value_or("");
    out.accounts = accounts_in(key.accounts);
    out.scopes = security::listed(key.scopes);
    out.feeds = security::listed(key.feeds);
    out.expires_at = key.expires_at.value_or(0);
    out.last_used = key.last_used.value_or(0);
    return out;
}

security::PersonEntry entry_of(const store::people::Person& person) {
    return {person.id, person.name, roles_in(person.roles), person.account.value_or(""), accounts_in(person.accounts)};
}

}  // namespace

Credentials::Credentials(store::Database& database, const CredentialOptions& options, int64_t now)
    : access(options.ends),
      signing(security::KeyRing::open(options.folder + "/keys", now)),
      browser_secret(security::secret_of(options.folder + "/browser_secret", 32)),
      origin(options.origin),
      ends(options.ends),
      database_(database) {
    database.read([&](store::Transaction& t) {
        store::keys::each_held(t, [&](const store::keys::Key& key) { access.put_key(entry_of(key)); });
        store::people::each_enabled(t,
                                    [&](const store::people::Person& person) { access.put_person(entry_of(person)); });
        store::people::each_session(t, {}, [&](const store::people::Session& session) {
            access.put_session({session.id, session.hash, session.person, session.at, session.seen_at});
        });
    });
}

void Credentials::refresh_key(const std::string& id) {
    const std::lock_guard lock(refreshing_);
    const auto key = database_.read([&](store::Transaction& t) { return store::keys::find(t, id); });
    if (!key || key->revoked_at) return access.drop_key(id);
    security::KeyEntry entry = entry_of(*key);
    entry.last_used = std::max(entry.last_used, access.last_used_of_key(id));
    access.put_key(std::move(entry));
}

void Credentials::refresh_person(const std::string& id) {
    const std::lock_guard lock(refreshing_);
    const auto person = database_.read([&](store::Transaction& t) { return store::people::find(t, id); });
    if (!person || person->disabled) return access.drop_person(id);
    access.put_person(entry_of(*person));
}

void Credentials::keep_used(int64_t now) {
    const std::vector<std::string> ended = access.take_ended(now);
    const security::Access::Used used = access.take_used();
    if (ended.empty() && used.keys.empty() && used.sessions.empty()) return;
    try {
        database_.write_below_floor([&](store::Transaction& t) {
            for (const std::string& id : ended) store::people::end_session(t, id);
            for (const auto& [id, at] : used.keys) store::keys::used(t, id, at);
            for (const auto& [id, at] : used.sessions) store::people::session_seen(t, id, at);
        });
    } catch (const store::Full&) {
        // They are times for people to look at. A session whose row stays has ended all the same.
    }
}

Authentication StoredAuthenticator::authenticate(const Request& head) const {
    Authentication out;
    const std::string_view given = head.header("authorization");
    if (!given.empty()) {
        constexpr std::string_view scheme = "Bearer ";
        const auto key = given.starts_with(scheme) ? security::read_api_key(given.substr(scheme.size()))
                                                   : std::optional<security::GivenApiKey>();
        auto principal = key ? credentials_.access.by_key(*key, clock_.now()) : std::nullopt;
        if (principal) {
            out.principal = std::move(*principal);
        } else {
            out.refusal = problem(401);
        }
        return out;
    }
    const std::string_view token = security::cookie_value(head.header("cookie"), security::session_cookie);
    if (token.empty()) return out;
    const security::PageHeaders page{head.method, head.header("host"), head.header("origin"),
                                     head.header("sec-fetch-site"), head.header(security::page_token_header)};
    if (!security::from_own_page(page, token, credentials_.origin)) return out;
    auto principal = credentials_.access.by_session(security::session_digest(token), clock_.now());
    if (principal) out.principal = std::move(*principal);
    return out;
}

std::string make_admin_key(store::Database& database, std::string_view name, int64_t now) {
    const security::NewApiKey made = security::make_api_key();
    store::keys::Key key;
    key.id = made.shown;
    key.digest = made.digest;
    key.name = name;
    key.roles = security::role_name(security::Role::system_admin);
    key.at = now;
    key.by = "system";
    database.write([&](store::Transaction& t) {
        store::keys::add(t, key);
        store::audit::Entry entry;
        entry.at = now;
        entry.by = "system";
        entry.action = "key.create";
        entry.subject = key.id;
        entry.after = R"({"name":)" + nlohmann::json(key.name).dump() + R"(,"roles":["system_admin"]})";
        store::audit::add(t, entry);
    });
    return made.text;
}

bool nobody_yet(store::Database& database) {
    return database.read([](store::Transaction& t) {
        bool any = false;
        store::keys::list(t, {}, "", [&](const store::keys::Key&) { return !(any = true); });
        store::people::list(t, {}, "", [&](const store::people::Person&) { return !(any = true); });
        return !any;
    });
}

}  // namespace samebill::api
