// SPDX-License-Identifier: MIT
#include "native-server/store/keys.h"

namespace samebill::store::keys {

namespace {

#define KEY_COLUMNS                                                                                         \
    "id, digest, name, person, roles, account, scopes, feeds, at, by, expires_at, revoked_at, revoked_by, " \
    "revoked_why, last_used, accounts"

Key read_key(const Row& row) {
    Key out;
    out.id = row.text(0);
    out.digest = row.text(1);
    out.name = row.text(2);
    out.person = row.text(3);
    out.roles = row.text(4);
    out.account = row.maybe_text(5);
    out.scopes = row.text(6);
    out.feeds = row.text(7);
    out.at = row.integer(8);
    out.by = row.text(9);
    out.expires_at = row.maybe_integer(10);
    out.revoked_at = row.maybe_integer(11);
    out.revoked_by = row.maybe_text(12);
    out.revoked_why = row.maybe_text(13);
    out.last_used = row.maybe_integer(14);
    out.accounts = row.maybe_text(15);
    return out;
}

}  // namespace

void add(Transaction& transaction, const Key& key) {
    transaction.run(
        "INSERT INTO api_keys (id, digest, name, person, roles, account, accounts, scopes, feeds, at, by, "
        "expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        key.id, Blob{key.digest}, key.name, key.person, key.roles, key.account, key.accounts, key.scopes, key.feeds,
        key.at, key.by, key.expires_at);
}

std::optional<Key> find(Transaction& transaction, std::string_view id) {
    return transaction.first("SELECT " KEY_COLUMNS " FROM api_keys WHERE id = ?", read_key, id);
}

void list(Transaction& transaction, const std::optional<std::string>& account, std::string_view after,
          const std::function<bool(const Key&)>& each) {
    const auto read = [&](const Row& row) -> bool { return each(read_key(row)); };
    if (account) {
        transaction.each("SELECT " KEY_COLUMNS " FROM api_keys WHERE account = ? AND id > ? ORDER BY id", read,
                         *account, after);
    } else {
        transaction.each("SELECT " KEY_COLUMNS " FROM api_keys WHERE id > ? ORDER BY id", read, after);
    }
}

void each_held(Transaction& transaction, const std::function<void(const Key&)>& each) {
    transaction.each("SELECT " KEY_COLUMNS " FROM api_keys WHERE revoked_at IS NULL",
                     [&](const Row& row) { each(read_key(row)); });
}

bool revoke(Transaction& transaction, std::string_view id, const Revocation& revocation) {
    return transaction.run(
               "UPDATE api_keys SET revoked_at = ?, revoked_by = ?, revoked_why = ? WHERE id = ? AND revoked_at IS "
               "NULL",
               revocation.at, revocation.by, revocation.why, id) == 1;
}

std::vector<std::string> revoke_all_of(Transaction& transaction, std::string_view person,
                                       const Revocation& revocation) {
    std::vector<std::string> out;
    transaction.each(
        "SELECT id FROM api_keys WHERE person = ? AND revoked_at IS NULL ORDER BY id",
        [&](const Row& row) { out.push_back(row.text(0)); }, person);
    for (const std::string& id : out) revoke(transaction, id, revocation);
    return out;
}

void used(Transaction& transaction, std::string_view id, int64_t at) {
    transaction.run("UPDATE api_keys SET last_used = ? WHERE id = ?", at, id);
}

bool any_with_role(Transaction& transaction, std::string_view role, int64_t now) {
    return transaction.any(
        "SELECT 1 FROM api_keys WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?) "
        "AND instr(',' || roles || ',', ',' || ? || ',') > 0",
        now, role);
}

}  // namespace samebill::store::keys
