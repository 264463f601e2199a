// SPDX-License-Identifier: MIT
#include "native-server/store/bills.h"

namespace samebill::store::bills {

namespace {

constexpr int bill_column = 17;  // after the head's

Head read_head(const Row& row) {
    Head out;
    out.issuer = row.text(0);
    out.number = row.integer(1);
    out.account = row.text(2);
    out.month = row.text(3);
    out.run = row.text(4);
    out.issued_at = row.integer(5);
    out.due_on = row.text(6);
    out.currency = row.text(7);
    out.amount_due = row.text(8);
    out.previous = row.maybe_text(9);
    out.digest = row.text(10);
    out.bill_digest = row.text(11);
    out.signature = row.text(12);
    out.key_id = row.text(13);
    out.usage_through = row.integer(14);
    out.catalog_version = row.text(15);
    out.rules = row.text(16);
    return out;
}

Bill read_bill(const Row& row) {
    return {read_head(row), row.text(bill_column)};
}

// The columns of read_head, then `bill`.
#define SAMEBILL_BILL_COLUMNS                                                                                       \
    "issuer, number, account, month, run, issued_at, due_on, currency, amount_due, previous, digest, bill_digest, " \
    "signature, key_id, usage_through, catalog_version, rules"

}  // namespace

Issuer find_issuer(Transaction& transaction, std::string_view id) {
    Issuer out;
    out.id = id;
    transaction.each(
        "SELECT next_number, last_digest FROM issuers WHERE id = ?",
        [&](const Row& row) {
            out.next_number = row.integer(0);
            out.last_digest = row.maybe_text(1);
        },
        id);
    return out;
}

bool advance(Transaction& transaction, const Issuer& before, int64_t count, std::string_view last_digest) {
    if (before.next_number == 1) {
        transaction.run("INSERT INTO issuers (id, next_number) VALUES (?, 1) ON CONFLICT (id) DO NOTHING", before.id);
    }
    return transaction.run("UPDATE issuers SET next_number = ?, last_digest = ? WHERE id = ? AND next_number = ?",
                           before.next_number + count, last_digest, before.id, before.next_number) == 1;
}

std::vector<Issuer> issuers(Transaction& transaction) {
    std::vector<Issuer> out;
    transaction.each("SELECT id, next_number, last_digest FROM issuers ORDER BY id", [&](const Row& row) {
        out.push_back({row.text(0), row.integer(1), row.maybe_text(2)});
    });
    return out;
}

void add_from_item(Transaction& transaction, const Head& head) {
    transaction.run(
        "INSERT INTO bills (" SAMEBILL_BILL_COLUMNS
        ", bill, closing, request) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, bill, closing, request "
        "FROM run_items WHERE run = ? AND account = ?",
        head.issuer, head.number, head.account, head.month, head.run, head.issued_at, head.due_on, head.currency,
        head.amount_due, head.previous, head.digest, head.bill_digest, head.signature, head.key_id, head.usage_through,
        head.catalog_version, head.rules, head.run, head.account);
}

std::optional<Head> find_head(Transaction& transaction, std::string_view account, std::string_view month) {
    return transaction.first("SELECT " SAMEBILL_BILL_COLUMNS " FROM bills WHERE account = ? AND month = ?", read_head,
                             account, month);
}

std::optional<Bill> find(Transaction& transaction, std::string_view account, std::string_view month) {
    return transaction.first("SELECT " SAMEBILL_BILL_COLUMNS ", bill FROM bills WHERE account = ? AND month = ?",
                             read_bill, account, month);
}

std::optional<std::string> request_of(Transaction& transaction, std::string_view account, std::string_view month) {
    return transaction.first(
        "SELECT request FROM bills WHERE account = ? AND month = ?", [](const Row& row) { return row.text(0); },
        account, month);
}

void list(Transaction& transaction, std::string_view account, std::string_view after,
          const std::function<bool(const Head&)>& each) {
    transaction.each(
        "SELECT " SAMEBILL_BILL_COLUMNS " FROM bills WHERE account = ? AND month > ? ORDER BY month",
        [&](const Row& row) -> bool { return each(read_head(row)); }, account, after);
}

std::vector<Bill> of_issuer(Transaction& transaction, std::string_view issuer, int64_t number, int64_t limit) {
    std::vector<Bill> out;
    transaction.each(
        "SELECT " SAMEBILL_BILL_COLUMNS ", bill FROM bills WHERE issuer = ? AND number > ? ORDER BY number LIMIT ?",
        [&](const Row& row) { out.push_back(read_bill(row)); }, issuer, number, limit);
    return out;
}

std::vector<Bill> from_month(Transaction& transaction, std::string_view account, std::string_view month) {
    std::vector<Bill> out;
    transaction.each(
        "SELECT " SAMEBILL_BILL_COLUMNS ", bill FROM bills WHERE account = ? AND month >= ? ORDER BY month",
        [&](const Row& row) { out.push_back(read_bill(row)); }, account, month);
    return out;
}

std::optional<std::string> first_month(Transaction& transaction, std::string_view account) {
    return transaction.first(
        "SELECT month FROM bills WHERE account = ? ORDER BY month LIMIT 1", [](const Row& row) { return row.text(0); },
        account);
}

std::vector<std::string> last_amounts(Transaction& transaction, std::string_view account, int64_t count) {
    std::vector<std::string> out;
    transaction.each(
        "SELECT amount_due FROM bills WHERE account = ? ORDER BY month DESC LIMIT ?",
        [&](const Row& row) { out.push_back(row.text(0)); }, account, count);
    return out;
}

}  // namespace samebill::store::bills
