// SPDX-License-Identifier: MIT
#include "native-server/api/resources/access_rules.h"

#include "native-server/api/problem.h"
#include "native-server/store/accounts.h"
#include "native-server/store/keys.h"
#include "native-server/store/people.h"

namespace samebill::api {

std::optional<std::string> seen_account(const Call& call) {
    return call.own_account();
}

void require_seen(const Call& call, const std::optional<std::string>& account) {
    const auto own = call.own_account();
    if (own && account != own) refuse(404);
}

Grant granted(const Call& call, const std::vector<std::string>& roles, const std::optional<std::string>& account) {
    const auto known = security::roles_of(roles);
    if (!known) refuse(422, "schema", "/roles", "It must be a list of different roles.");
    Grant out{*known, account};
    if (const auto own = call.own_account()) {
        if (account && account != own) refuse(404);
        out.account = own;
        constexpr Roles customers = {Role::customer_viewer, Role::customer_admin};
        if ((out.roles.bits() & ~customers.bits()) != 0) refuse(403, "These roles are not yours to give.");
    }
    const std::string_view conflict = security::roles_conflict(out.roles, out.account.has_value());
    if (!conflict.empty()) refuse(422, "not_permitted", "/roles", std::string(conflict) + ".");
    return out;
}

std::optional<std::string> assigned_accounts(const Call& call, store::Transaction& transaction, Roles roles) {
    const auto asked = call.body.find("accounts");
    if (asked == call.body.end() || asked->is_null()) return std::nullopt;
    if (!(roles == Roles{Role::sales})) {
        refuse(422, "not_permitted", "/accounts", "Accounts are assigned to sales, beside no other role.");
    }
    security::AccountSet accounts;
    for (size_t at = 0; at < asked->size(); ++at) {
        accounts.insert((*asked)[at].get<std::string>());
        require_account(transaction, (*asked)[at].get<std::string>(), "/accounts/" + std::to_string(at));
    }
    return nlohmann::json(accounts).dump();
}

void require_still_allowed(const Call& call, store::Transaction& transaction) {
    const security::Principal& principal = call.principal;
    const std::string roles = security::roles_text(principal.roles);
    if (principal.kind == security::Principal::Kind::key) {
        const auto key = store::keys::find(transaction, principal.id);
        const bool ended = !key || key->revoked_at || (key->expires_at && call.now >= *key->expires_at);
        if (ended || key->roles != roles) refuse(401);
        return;
    }
    const auto person = store::people::find(transaction, principal.id);
    if (!person || person->disabled || person->roles != roles) refuse(401);
}

void require_no_scopes(const Call& call) {
    if (!call.principal.scopes.empty())
        refuse(403, "A key with scopes lets no people in: they would have more than it.");
}

void require_account(store::Transaction& transaction, const std::string& account, const std::string& path) {
    if (store::accounts::get(transaction, account)) return;
    refuse(422, "unknown_account", path, "There is no such account.");
}

void require_admin(store::Transaction& transaction, int64_t now) {
    const std::string_view role = security::role_name(Role::system_admin);
    if (store::keys::any_with_role(transaction, role, now) || store::people::any_with_role(transaction, role)) return;
    refuse(409, "Nobody with the role system_admin would be left.");
}

}  // namespace samebill::api
