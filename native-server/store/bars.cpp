// SPDX-License-Identifier: MIT
#include "native-server/store/bars.h"

namespace samebill::store::bars {

namespace {

Bar read_bar(const Row& row) {
    return {row.text(0),    row.text(1), row.maybe_text(2),    row.text(3),       row.text(4),       row.maybe_text(5),
            row.integer(6), row.text(7), row.maybe_integer(8), row.maybe_text(9), row.maybe_text(10)};
}

}  // namespace

void add(Transaction& transaction, const Bar& bar) {
    transaction.run(
        "INSERT INTO bars (id, account, device, reason, clause, notice, at, by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        bar.id, bar.account, bar.device, bar.reason, bar.clause, bar.notice, bar.at, bar.by);
}

std::optional<Bar> get(Transaction& transaction, std::string_view account, std::string_view id) {
    return transaction.first(
        "SELECT id, account, device, reason, clause, notice, at, by, lifted_at, lifted_by, lifted_why FROM bars "
        "WHERE account = ? AND id = ?",
        read_bar, account, id);
}

void set_lifted(Transaction& transaction, const Bar& bar) {
    transaction.run("UPDATE bars SET lifted_at = ?, lifted_by = ?, lifted_why = ? WHERE id = ? AND lifted_at IS NULL",
                    bar.lifted_at, bar.lifted_by, bar.lifted_why, bar.id);
}

void list(Transaction& transaction, std::string_view account, std::string_view after,
          const std::function<bool(const Bar&)>& each) {
    transaction.each(
        "SELECT id, account, device, reason, clause, notice, at, by, lifted_at, lifted_by, lifted_why FROM bars "
        "WHERE account = ? AND id > ? ORDER BY id",
        [&](const Row& row) -> bool { return each(read_bar(row)); }, account, after);
}

void each_barred_account(Transaction& transaction, const std::function<void(const std::string&)>& each) {
    transaction.each("SELECT DISTINCT account FROM bars WHERE device IS NULL AND lifted_at IS NULL",
                     [&](const Row& row) { each(row.text(0)); });
}

}  // namespace samebill::store::bars
