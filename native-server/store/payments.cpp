// SPDX-License-Identifier: MIT
#include "native-server/store/payments.h"

namespace samebill::store::payments {

namespace {

#define SAMEBILL_PAYMENT_COLUMNS                                                                                 \
    "row, id, account, kind, state, issuer, number, reverses, amount, currency, value_on, reference, note, at, " \
    "by, decided_at, decided_by, decided_why"

Entry read_entry(const Row& row) {
    Entry out;
    out.row = row.integer(0);
    out.id = row.text(1);
    out.account = row.text(2);
    out.kind = row.text(3);
    out.state = row.text(4);
    out.issuer = row.maybe_text(5);
    out.number = row.maybe_integer(6);
    out.reverses = row.maybe_text(7);
    out.amount = row.text(8);
    out.currency = row.text(9);
    out.value_on = row.text(10);
    out.reference = row.text(11);
    out.note = row.maybe_text(12);
    out.at = row.integer(13);
    out.by = row.text(14);
    out.decided_at = row.maybe_integer(15);
    out.decided_by = row.maybe_text(16);
    out.decided_why = row.maybe_text(17);
    return out;
}

Bill read_bill(const Row& row) {
    return {row.text(0), row.integer(1), row.text(2), row.integer(3), row.text(4), row.text(5), row.text(6)};
}

}  // namespace

void add(Transaction& transaction, Entry& entry) {
    transaction.run(
        "INSERT INTO payments (id, account, kind, state, issuer, number, reverses, amount, currency, value_on, "
        "reference, note, at, by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        entry.id, entry.account, entry.kind, entry.state, entry.issuer, entry.number, entry.reverses, entry.amount,
        entry.currency, entry.value_on, entry.reference, entry.note, entry.at, entry.by);
    entry.row = transaction.last_rowid();
}

std::optional<Entry> get(Transaction& transaction, std::string_view account, std::string_view id) {
    return transaction.first("SELECT " SAMEBILL_PAYMENT_COLUMNS " FROM payments WHERE account = ? AND id = ?",
                             read_entry, account, id);
}

std::optional<Entry> by_reference(Transaction& transaction, std::string_view account, std::string_view reference) {
    return transaction.first("SELECT " SAMEBILL_PAYMENT_COLUMNS
                             " FROM payments WHERE account = ? AND reference = ? AND kind = 'payment'",
                             read_entry, account, reference);
}

bool reversed(Transaction& transaction, std::string_view payment) {
    return transaction.any("SELECT 1 FROM payments WHERE reverses = ? AND state <> 'declined'", payment);
}

bool decide(Transaction& transaction, const Entry& entry) {
    return transaction.run(
               "UPDATE payments SET state = ?, decided_at = ?, decided_by = ?, decided_why = ? "
               "WHERE id = ? AND state = 'proposed'",
               entry.state, entry.decided_at, entry.decided_by, entry.decided_why, entry.id) == 1;
}

void list(Transaction& transaction, const Filter& filter, int64_t after,
          const std::function<bool(const Entry&)>& each) {
    transaction.each(
        "SELECT " SAMEBILL_PAYMENT_COLUMNS
        " FROM payments WHERE row > ?1 AND (?2 IS NULL OR account = ?2) AND (?3 IS NULL OR state = ?3) "
        "AND (?4 IS NULL OR kind = ?4) ORDER BY row",
        [&](const Row& row) -> bool { return each(read_entry(row)); }, after, filter.account, filter.state,
        filter.kind);
}

std::vector<Entry> posted(Transaction& transaction, std::string_view account) {
    std::vector<Entry> out;
    transaction.each(
        "SELECT " SAMEBILL_PAYMENT_COLUMNS " FROM payments WHERE account = ? AND state = 'posted' ORDER BY row",
        [&](const Row& row) { out.push_back(read_entry(row)); }, account);
    return out;
}

std::vector<Bill> bills(Transaction& transaction, std::string_view account) {
    std::vector<Bill> out;
    transaction.each(
        "SELECT issuer, number, month, issued_at, due_on, currency, amount_due FROM bills WHERE account = ? "
        "ORDER BY month",
        [&](const Row& row) { out.push_back(read_bill(row)); }, account);
    return out;
}

std::optional<Bill> bill(Transaction& transaction, std::string_view account, std::string_view issuer, int64_t number) {
    return transaction.first(
        "SELECT issuer, number, month, issued_at, due_on, currency, amount_due FROM bills "
        "WHERE account = ? AND issuer = ? AND number = ?",
        read_bill, account, issuer, number);
}

std::vector<std::string> accounts_with_bills(Transaction& transaction, std::string_view after, int64_t limit) {
    std::vector<std::string> out;
    transaction.each(
        "SELECT DISTINCT account FROM bills WHERE account > ? ORDER BY account LIMIT ?",
        [&](const Row& row) { out.push_back(row.text(0)); }, after, limit);
    return out;
}

}  // namespace samebill::store::payments
