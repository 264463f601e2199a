// SPDX-License-Identifier: MIT
#include "native-server/store/corrections.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/assert.h"
#include "core/base/calendar.h"
#include "native-server/store/audit.h"

namespace samebill::store::corrections {

namespace {

Correction read_row(const Row& row) {
    return {row.text(0), row.text(1),       row.text(2),    row.text(3), row.maybe_text(4), row.text(5),
            row.text(6), row.maybe_text(7), row.integer(8), row.text(9), row.integer(10)};
}

// Whether `causes` ("a, b") names `cause`.
bool names(std::string_view causes, std::string_view cause) {
    while (!causes.empty()) {
        const size_t end = std::min(causes.find(", "), causes.size());
        if (causes.substr(0, end) == cause) return true;
        causes.remove_prefix(std::min(end + 2, causes.size()));
    }
    return false;
}

std::string due_text(const Due& due) {
    return nlohmann::json{{"from", due.from_month}, {"why", due.why}}.dump();
}

}  // namespace

std::string first_correctable(std::string_view billed_through, int64_t window) {
    const auto last = parse_month(billed_through);
    SAMEBILL_ASSERT(last);
    return format_month(std::max<Month>(static_cast<Month>(*last + 1 - window), first_year * 12));
}

void mark_due(Transaction& transaction, std::string_view account, std::string_view from_month, std::string_view why,
              std::string_view by, int64_t at) {
    std::string from(from_month);
    std::string causes(why);
    int64_t mark = 1;
    const auto due = find_due(transaction, account);
    if (due) {
        from = std::min(from, due->from_month);
        causes = names(due->why, why) ? due->why : due->why + ", " + std::string(why);
        mark = due->mark + 1;
    }
    transaction.run(
        "INSERT INTO corrections_due (account, from_month, why, mark, problems, at, by) VALUES (?, ?, ?, ?, NULL, ?, "
        "?) "
        "ON CONFLICT (account) DO UPDATE SET from_month = excluded.from_month, why = excluded.why, "
        "mark = excluded.mark, problems = NULL, at = excluded.at, by = excluded.by",
        account, from, causes, mark, at, by);
    transaction.touch(account);
    // More of the same, as late usage that comes in many uploads, is one row.
    if (due && !due->problems && due->from_month == from && due->why == causes) return;
    audit::Entry entry{at, std::string(by), "correction.due", std::string(account), std::string(account)};
    if (due) entry.before = due_text(*due);
    entry.after = due_text({std::string(account), from, causes, mark, {}, std::string(by)});
    store::audit::add(transaction, entry);
}

std::optional<Due> find_due(Transaction& transaction, std::string_view account) {
    return transaction.first(
        "SELECT account, from_month, why, mark, problems, by FROM corrections_due WHERE account = ?",
        [](const Row& row) {
            return Due{row.text(0), row.text(1), row.text(2), row.integer(3), row.maybe_text(4), row.text(5)};
        },
        account);
}

bool clear_due(Transaction& transaction, const Due& due) {
    return transaction.run("DELETE FROM corrections_due WHERE account = ? AND mark = ?", due.account, due.mark) > 0;
}

void put_due_problems(Transaction& transaction, const Due& due, std::string_view problems, int64_t at) {
    const bool put = transaction.run("UPDATE corrections_due SET problems = ? WHERE account = ? AND mark = ?", problems,
                                     due.account, due.mark) > 0;
    transaction.touch(due.account);
    if (!put) return;
    audit::Entry entry{at, "system", "correction.fail", due.account, due.account};
    entry.before = due_text(due);
    entry.after = std::string(problems);
    store::audit::add(transaction, entry);
}

void add(Transaction& transaction, const Correction& correction) {
    transaction.run(
        "INSERT INTO corrections (id, account, of_month, why, adjustment, statement, state, billed_in, at, by) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        correction.id, correction.account, correction.of_month, correction.why, correction.adjustment,
        Blob{correction.statement}, correction.state, correction.billed_in, correction.at, correction.by);
    transaction.touch(correction.account);
}

std::optional<Correction> find(Transaction& transaction, std::string_view account, std::string_view id) {
    return transaction.first(
        "SELECT id, account, of_month, why, adjustment, statement, state, billed_in, at, by, rowid FROM corrections "
        "WHERE id = ? AND account = ?",
        read_row, id, account);
}

void list(Transaction& transaction, std::string_view account, int64_t row,
          const std::function<bool(const Correction&)>& each) {
    transaction.each(
        "SELECT id, account, of_month, why, adjustment, statement, state, billed_in, at, by, rowid FROM corrections "
        "WHERE account = ? AND rowid > ? ORDER BY rowid",
        [&](const Row& found) -> bool { return each(read_row(found)); }, account, row);
}

std::vector<Correction> of_state(Transaction& transaction, std::string_view account, std::string_view state,
                                 std::string_view from_month) {
    std::vector<Correction> out;
    transaction.each(
        "SELECT id, account, of_month, why, adjustment, statement, state, billed_in, at, by, rowid FROM corrections "
        "WHERE account = ? AND state = ? AND of_month >= ? ORDER BY of_month, rowid",
        [&](const Row& row) { out.push_back(read_row(row)); }, account, state, from_month);
    return out;
}

void set_state(Transaction& transaction, std::string_view id, std::string_view state,
               const std::optional<std::string>& billed_in) {
    transaction.run("UPDATE corrections SET state = ?, billed_in = ? WHERE id = ?", state, billed_in, id);
}

}  // namespace samebill::store::corrections
