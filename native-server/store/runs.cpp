// SPDX-License-Identifier: MIT
#include "native-server/store/runs.h"

namespace samebill::store::runs {

namespace {

#define SAMEBILL_RUN_COLUMNS                                                                        \
    "id, kind, month, scope, begins, state, hold_factor, rules, at, by, approved_at, approved_by, " \
    "finalised_at, finalised_by, ended_at, rowid"

#define SAMEBILL_ITEM_COLUMNS                                                                                     \
    "run, account, state, inputs, amount_due, average, currency, lines, digest, usage_through, catalog_version, " \
    "problems, held_why, decided_at, decided_by, number"

Run read_run(const Row& row) {
    Run out;
    out.id = row.text(0);
    out.kind = row.text(1);
    out.month = row.text(2);
    out.scope = row.maybe_text(3);
    out.begins = row.integer(4) != 0;
    out.state = row.text(5);
    out.hold_factor = row.text(6);
    out.rules = row.text(7);
    out.at = row.integer(8);
    out.by = row.text(9);
    out.approved_at = row.maybe_integer(10);
    out.approved_by = row.maybe_text(11);
    out.finalised_at = row.maybe_integer(12);
    out.finalised_by = row.maybe_text(13);
    out.ended_at = row.maybe_integer(14);
    out.row = row.integer(15);
    return out;
}

Item read_item(const Row& row) {
    Item out;
    out.run = row.text(0);
    out.account = row.text(1);
    out.state = row.text(2);
    out.inputs = row.maybe_text(3);
    out.amount_due = row.maybe_text(4);
    out.average = row.maybe_text(5);
    out.currency = row.maybe_text(6);
    out.lines = row.maybe_integer(7);
    out.digest = row.maybe_text(8);
    out.usage_through = row.maybe_integer(9);
    out.catalog_version = row.maybe_text(10);
    out.problems = row.maybe_text(11);
    out.held_why = row.maybe_text(12);
    out.decided_at = row.maybe_integer(13);
    out.decided_by = row.maybe_text(14);
    out.number = row.maybe_integer(15);
    return out;
}

}  // namespace

void add(Transaction& transaction, const Run& run, const std::vector<std::string>& accounts) {
    transaction.run(
        "INSERT INTO runs (id, kind, month, scope, begins, state, hold_factor, rules, at, by) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        run.id, run.kind, run.month, run.scope, run.begins, run.state, run.hold_factor, run.rules, run.at, run.by);
    if (accounts.empty()) {
        transaction.run("INSERT INTO run_items (run, account, state) SELECT ?, id, 'waiting' FROM accounts ORDER BY id",
                        run.id);
        return;
    }
    Prepared item = transaction.prepare("INSERT INTO run_items (run, account, state) VALUES (?, ?, 'waiting')");
    for (const std::string& account : accounts) item.run(run.id, account);
}

std::optional<Run> find(Transaction& transaction, std::string_view id) {
    return transaction.first("SELECT " SAMEBILL_RUN_COLUMNS " FROM runs WHERE id = ?", read_run, id);
}

void list(Transaction& transaction, int64_t row, const std::function<bool(const Run&)>& each) {
    transaction.each(
        "SELECT " SAMEBILL_RUN_COLUMNS " FROM runs WHERE rowid < ? ORDER BY rowid DESC",
        [&](const Row& found) -> bool { return each(read_run(found)); }, row == 0 ? INT64_MAX : row);
}

std::vector<Run> at_work(Transaction& transaction) {
    std::vector<Run> out;
    transaction.each("SELECT " SAMEBILL_RUN_COLUMNS
                     " FROM runs WHERE state IN ('computing', 'finalising') ORDER BY rowid",
                     [&](const Row& row) { out.push_back(read_run(row)); });
    return out;
}

bool move(Transaction& transaction, std::string_view id, std::string_view from, std::string_view to) {
    return transaction.run("UPDATE runs SET state = ? WHERE id = ? AND state = ?", to, id, from) == 1;
}

void put_approved(Transaction& transaction, std::string_view id, int64_t at, std::string_view by) {
    transaction.run("UPDATE runs SET approved_at = ?, approved_by = ? WHERE id = ?", at, by, id);
}

void put_finalised(Transaction& transaction, std::string_view id, int64_t at, std::string_view by) {
    transaction.run("UPDATE runs SET finalised_at = ?, finalised_by = ? WHERE id = ?", at, by, id);
}

void put_ended(Transaction& transaction, std::string_view id, int64_t at) {
    transaction.run("UPDATE runs SET ended_at = ? WHERE id = ?", at, id);
}

std::map<std::string, int64_t> counts(Transaction& transaction, std::string_view run) {
    std::map<std::string, int64_t> out;
    transaction.each(
        "SELECT state, count(*) FROM run_items WHERE run = ? GROUP BY state",
        [&](const Row& row) { out[row.text(0)] = row.integer(1); }, run);
    return out;
}

std::optional<Item> find_item(Transaction& transaction, std::string_view run, std::string_view account) {
    return transaction.first("SELECT " SAMEBILL_ITEM_COLUMNS " FROM run_items WHERE run = ? AND account = ?", read_item,
                             run, account);
}

std::optional<std::string> bill_of_item(Transaction& transaction, std::string_view run, std::string_view account) {
    return transaction.first(
        "SELECT bill FROM run_items WHERE run = ? AND account = ? AND bill IS NOT NULL",
        [](const Row& row) { return row.text(0); }, run, account);
}

void list_items(Transaction& transaction, std::string_view run, const std::optional<std::string>& state,
                std::string_view after, const std::function<bool(const Item&)>& each) {
    const auto read = [&](const Row& row) -> bool { return each(read_item(row)); };
    if (state) {
        transaction.each("SELECT " SAMEBILL_ITEM_COLUMNS
                         " FROM run_items WHERE run = ? AND state = ? AND account > ? ORDER BY account",
                         read, run, *state, after);
    } else {
        transaction.each("SELECT " SAMEBILL_ITEM_COLUMNS
                         " FROM run_items WHERE run = ? AND account > ? ORDER BY account",
                         read, run, after);
    }
}

std::vector<std::string> accounts_of_items(Transaction& transaction, std::string_view run, std::string_view state,
                                           std::string_view after, int64_t limit) {
    std::vector<std::string> out;
    transaction.each(
        "SELECT account FROM run_items WHERE run = ? AND state = ? AND account > ? ORDER BY account LIMIT ?",
        [&](const Row& row) { out.push_back(row.text(0)); }, run, state, after, limit);
    return out;
}

bool put_computed(Transaction& transaction, const Item& item, const Packed& packed) {
    return transaction.run(
               "UPDATE run_items SET state = ?, inputs = ?, amount_due = ?, average = ?, currency = ?, lines = ?, "
               "digest = ?, bill = ?, closing = ?, request = ?, usage_through = ?, catalog_version = ?, "
               "problems = NULL, held_why = ?, decided_at = NULL, decided_by = NULL "
               "WHERE run = ? AND account = ? AND state = 'waiting'",
               item.state, item.inputs, item.amount_due, item.average, item.currency, item.lines, item.digest,
               Blob{packed.bill}, Blob{packed.closing}, Blob{packed.request}, item.usage_through, item.catalog_version,
               item.held_why, item.run, item.account) == 1;
}

bool put_outcome(Transaction& transaction, const Item& item) {
    return transaction.run(
               "UPDATE run_items SET state = ?, problems = ?, inputs = NULL, amount_due = NULL, average = NULL, "
               "lines = NULL, digest = NULL, bill = NULL, closing = NULL, request = NULL, held_why = NULL "
               "WHERE run = ? AND account = ? AND state = 'waiting'",
               item.state, item.problems, item.run, item.account) == 1;
}

bool move_item(Transaction& transaction, std::string_view run, std::string_view account, std::string_view from,
               std::string_view to, int64_t at, std::string_view by) {
    return transaction.run(
               "UPDATE run_items SET state = ?, decided_at = ?, decided_by = ? WHERE run = ? AND account = ? "
               "AND state = ?",
               to, at, by, run, account, from) == 1;
}

int64_t move_items(Transaction& transaction, std::string_view run, std::string_view from, std::string_view to,
                   int64_t at, std::string_view by) {
    return transaction.run("UPDATE run_items SET state = ?, decided_at = ?, decided_by = ? WHERE run = ? AND state = ?",
                           to, at, by, run, from);
}

bool put_final(Transaction& transaction, std::string_view run, std::string_view account, int64_t number) {
    return transaction.run(
               "UPDATE run_items SET state = 'finalised', number = ?, bill = NULL, closing = NULL, request = NULL "
               "WHERE run = ? AND account = ? AND state = 'approved'",
               number, run, account) == 1;
}

}  // namespace samebill::store::runs
