// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "native-server/api/call.h"

// What the routes of keys and people have in common: whom a principal may let in, and what it may see of others.

namespace samebill::api {

// The account that a list or a look-up is kept to; nothing: all. Staff see all, customers their own.
std::optional<std::string> seen_account(const Call& call);

// 404 unless the principal sees rows of this account.
void require_seen(const Call& call, const std::optional<std::string>& account);

// The roles that were asked for, if they go together and this principal may give them; else 422 or 403. A customer's
// administrator gives the roles of customers, in the own account alone.
struct Grant {
    Roles roles;
    std::optional<std::string> account;
};
Grant granted(const Call& call, const std::vector<std::string>& roles, const std::optional<std::string>& account);

// The accounts that the body assigns to who has these roles, as the store keeps them: a JSON list of ids in order;
// nothing: all, if they are null or left out. 422 unless the one role is `sales` and every account is there.
std::optional<std::string> assigned_accounts(const Call& call, store::Transaction& transaction, Roles roles);

// 401 unless the principal holds as it did when it was let in: what lets somebody in is not written for one who was
// revoked, disabled or lost a role meanwhile.
void require_still_allowed(const Call& call, store::Transaction& transaction);

// 403 for a key that is held to some operations: a person has all that the roles allow, more than such a key.
void require_no_scopes(const Call& call);

// 422 at `path` unless there is such an account.
void require_account(store::Transaction& transaction, const std::string& account, const std::string& path);

// 409 if the store, as the transaction leaves it, has nobody who could let others in.
void require_admin(store::Transaction& transaction, int64_t now);

}  // namespace samebill::api
