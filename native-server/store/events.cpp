// SPDX-License-Identifier: MIT
#include "native-server/store/events.h"

namespace samebill::store::events {

namespace {

Event read_event(const Row& row) {
    return {row.integer(0), row.text(1),    row.text(2), row.text(3),          row.integer(4),     row.text(5),
            row.text(6),    row.integer(7), row.text(8), row.maybe_integer(9), row.maybe_text(10), row.maybe_text(11)};
}

}  // namespace

void add(Transaction& transaction, Event& event) {
    transaction.run(
        "INSERT INTO events (id, account, device, happened_at, month, body, at, by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        event.id, event.account, event.device, event.happened_at, event.month, event.body, event.at, event.by);
    event.sequence = transaction.last_rowid();
    transaction.touch(event.account);
}

std::optional<Event> get(Transaction& transaction, std::string_view account, std::string_view id) {
    return transaction.first(
        "SELECT sequence, id, account, device, happened_at, month, body, at, by, voided_at, voided_by, voided_why "
        "FROM events WHERE account = ? AND id = ?",
        read_event, account, id);
}

void set_voided(Transaction& transaction, const Event& event) {
    transaction.run("UPDATE events SET voided_at = ?, voided_by = ?, voided_why = ? WHERE id = ? AND voided_at IS NULL",
                    event.voided_at, event.voided_by, event.voided_why, event.id);
    transaction.touch(event.account);
}

void list_valid(Transaction& transaction, std::string_view account, int64_t from, int64_t until,
                const std::function<void(const Event&)>& each) {
    transaction.each(
        "SELECT sequence, id, account, device, happened_at, month, body, at, by, voided_at, voided_by, voided_why "
        "FROM events WHERE account = ? AND happened_at >= ? AND happened_at < ? AND voided_at IS NULL "
        "ORDER BY happened_at, sequence",
        [&](const Row& row) { each(read_event(row)); }, account, from, until);
}

std::optional<std::pair<std::string, std::string>> months_of(Transaction& transaction, std::string_view account) {
    auto months = transaction.first(
        "SELECT min(month), max(month) FROM events WHERE account = ? AND voided_at IS NULL",
        [](const Row& row) { return std::pair(row.text(0), row.text(1)); }, account);
    if (!months || months->first.empty()) return std::nullopt;
    return months;
}

void list(Transaction& transaction, const Filter& filter, int64_t after,
          const std::function<bool(const Event&)>& each) {
    transaction.each(
        "SELECT sequence, id, account, device, happened_at, month, body, at, by, voided_at, voided_by, voided_why "
        "FROM events WHERE account = ?1 AND sequence > ?2 AND (?3 IS NULL OR device = ?3) AND "
        "(?4 IS NULL OR month = ?4) AND (?5 OR voided_at IS NULL) ORDER BY sequence",
        [&](const Row& row) -> bool { return each(read_event(row)); }, filter.account, after, filter.device,
        filter.month, filter.voided);
}

}  // namespace samebill::store::events
