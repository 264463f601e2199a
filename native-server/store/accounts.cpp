// SPDX-License-Identifier: MIT
#include "native-server/store/accounts.h"

#include "native-server/store/catalogs.h"
#include "native-server/store/quotes.h"

namespace samebill::store::accounts {

namespace {

Account read_account(const Row& row) {
    return {row.text(0),    row.text(1), row.text(2),       row.text(3),    row.integer(4),
            row.integer(5), row.text(6), row.maybe_text(7), row.integer(8), row.text(9)};
}

constexpr std::string_view insert_revision =
    "INSERT INTO account_revisions (account, revision, catalog, uptake, issuer, payment_days, body, at, by) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

void keep_revision(Transaction& transaction, const Account& account) {
    transaction.run(insert_revision, account.id, account.revision, account.catalog, account.uptake, account.issuer,
                    account.payment_days, account.body, account.at, account.by);
}

}  // namespace

std::optional<Account> get(Transaction& transaction, std::string_view id) {
    return transaction.first(
        "SELECT id, catalog, uptake, issuer, payment_days, revision, body, billed_through, changed_at, by "
        "FROM accounts WHERE id = ?",
        read_account, id);
}

void add(Transaction& transaction, const Account& account) {
    transaction.run(
        "INSERT INTO accounts (id, catalog, uptake, issuer, payment_days, revision, body, at, by, changed_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        account.id, account.catalog, account.uptake, account.issuer, account.payment_days, account.revision,
        account.body, account.at, account.by, account.at);
    keep_revision(transaction, account);
    transaction.touch(account.id);
}

void change(Transaction& transaction, const Account& account) {
    transaction.run(
        "UPDATE accounts SET catalog = ?, uptake = ?, issuer = ?, payment_days = ?, revision = ?, body = ?, "
        "changed_at = ?, by = ? WHERE id = ?",
        account.catalog, account.uptake, account.issuer, account.payment_days, account.revision, account.body,
        account.at, account.by, account.id);
    keep_revision(transaction, account);
    transaction.touch(account.id);
}

void set_billed_through(Transaction& transaction, std::string_view id, std::string_view month) {
    transaction.run("UPDATE accounts SET billed_through = ? WHERE id = ?", month, id);
    transaction.touch(id);
}

void list(Transaction& transaction, std::string_view after, const std::optional<std::string>& among,
          const std::function<bool(const Account&)>& each) {
    const auto read = [&](const Row& row) -> bool { return each(read_account(row)); };
    if (among) {
        transaction.each(
            "SELECT id, catalog, uptake, issuer, payment_days, revision, body, billed_through, changed_at, by "
            "FROM accounts WHERE id > ? AND id IN (SELECT value FROM json_each(?)) ORDER BY id",
            read, after, *among);
    } else {
        transaction.each(
            "SELECT id, catalog, uptake, issuer, payment_days, revision, body, billed_through, changed_at, by "
            "FROM accounts WHERE id > ? ORDER BY id",
            read, after);
    }
}

void list_revisions(Transaction& transaction, std::string_view id, int64_t after,
                    const std::function<bool(const Account&)>& each) {
    transaction.each(
        "SELECT account, catalog, uptake, issuer, payment_days, revision, body, NULL, at, by FROM account_revisions "
        "WHERE account = ? AND revision > ? ORDER BY revision",
        [&](const Row& row) -> bool { return each(read_account(row)); }, id, after);
}

void list_schedule(Transaction& transaction, std::string_view id, const std::function<void(const Scheduled&)>& each) {
    transaction.each(
        "SELECT from_month, catalog, version, at, by FROM catalog_schedules WHERE account = ? ORDER BY from_month",
        [&](const Row& row) {
            each({row.text(0), row.text(1), row.text(2), row.integer(3), row.text(4)});
        },
        id);
}

void set_scheduled(Transaction& transaction, std::string_view id, const Scheduled& scheduled) {
    transaction.run(
        "INSERT INTO catalog_schedules (account, from_month, catalog, version, at, by) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (account, from_month) DO UPDATE SET catalog = excluded.catalog, version = excluded.version, "
        "at = excluded.at, by = excluded.by",
        id, scheduled.from_month, scheduled.catalog, scheduled.version, scheduled.at, scheduled.by);
    transaction.touch(id);
}

bool drop_scheduled(Transaction& transaction, std::string_view id, std::string_view from_month) {
    transaction.touch(id);
    return transaction.run("DELETE FROM catalog_schedules WHERE account = ? AND from_month = ?", id, from_month) > 0;
}

std::optional<std::string> version_in_force(Transaction& transaction, std::string_view id, std::string_view month) {
    if (const auto pin = quotes::pin_in_force(transaction, id, month)) return pin->version;
    struct Found {
        std::string from_month;
        std::string version;
    };
    const auto scheduled = transaction.first(
        "SELECT s.from_month, s.version FROM catalog_schedules s JOIN accounts a ON a.id = s.account "
        "WHERE s.account = ? AND s.from_month <= ? AND s.catalog = a.catalog ORDER BY s.from_month DESC LIMIT 1",
        [](const Row& row) { return Found{row.text(0), row.text(1)}; }, id, month);
    const auto account = get(transaction, id);
    if (!account) return std::nullopt;
    if (account->uptake == "explicit") return scheduled ? std::optional(scheduled->version) : std::nullopt;
    const auto dated = catalogs::by_date(transaction, account->catalog, month);
    if (!scheduled || !dated) return scheduled ? std::optional(scheduled->version) : dated;
    const auto effective = catalogs::about(transaction, account->catalog, *dated)->effective;
    return *effective > scheduled->from_month ? dated : scheduled->version;
}

}  // namespace samebill::store::accounts
