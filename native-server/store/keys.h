// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/store/transaction.h"

// API keys as rows. Never the key itself: its SHA-256. Rows stay when a key is revoked, so that the audit log's names
// keep their meaning.

namespace samebill::store::keys {

struct Key {
    std::string id;      // its public characters, "sb_4fQ0sK2b"
    std::string digest;  // 32 bytes
    std::string name;
    std::string roles;  // separated by commas
    std::optional<std::string> account = {};
    std::optional<std::string> accounts = {};  // of sales, those assigned: a JSON list of ids; nothing: all
    std::string scopes;  // operation ids separated by commas; empty: all that the roles allow
    std::string feeds;   // of ingest keys, separated by commas; empty: any
    int64_t at = 0;
    std::string by;      // principal that made it; "system" for the first
    std::string person;  // person behind that principal; empty for the first
    std::optional<int64_t> expires_at = {};
    std::optional<int64_t> revoked_at = {};
    std::optional<std::string> revoked_by = {};
    std::optional<std::string> revoked_why = {};
    std::optional<int64_t> last_used = {};
};

void add(Transaction& transaction, const Key& key);
std::optional<Key> find(Transaction& transaction, std::string_view id);

// In the order of ids, after `after`; of one account if it is given. `each` ends it by returning false.
void list(Transaction& transaction, const std::optional<std::string>& account, std::string_view after,
          const std::function<bool(const Key&)>& each);
// Those that are not revoked.
void each_held(Transaction& transaction, const std::function<void(const Key&)>& each);

struct Revocation {
    int64_t at = 0;
    std::string by;
    std::string why;
};
// False if it was revoked before.
bool revoke(Transaction& transaction, std::string_view id, const Revocation& revocation);
// All that a person made; gives their ids.
std::vector<std::string> revoke_all_of(Transaction& transaction, std::string_view person, const Revocation& revocation);

void used(Transaction& transaction, std::string_view id, int64_t at);

// Whether any key that holds at `now` has the role.
bool any_with_role(Transaction& transaction, std::string_view role, int64_t now);

}  // namespace samebill::store::keys
