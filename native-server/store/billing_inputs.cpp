// SPDX-License-Identifier: MIT
#include "native-server/store/billing_inputs.h"

#include <algorithm>

#include "native-server/store/usage_chunks.h"

namespace samebill::store::billing {

Usage usage(Transaction& transaction, std::string_view account, std::string_view from, std::string_view through,
            int64_t bound) {
    Usage out;
    for (const usage_chunks::Place& place : usage_chunks::list(transaction, account, from, through, bound)) {
        out.through = std::max(out.through, place.epoch);
        out.bytes += place.bytes;
        usage_chunks::read(transaction, place.sequence, out.chunks.emplace_back());
    }
    return out;
}

// Of usage only what readers see: an upload that has not come to its end may be taken out again.
std::optional<std::string> first_month_with_inputs(Transaction& transaction, std::string_view account) {
    std::optional<std::string> out;
    const auto take = [&](const Row& row) {
        if (!out || row.view(0) < *out) out = row.text(0);
    };
    transaction.each(
        "SELECT month FROM events WHERE account = ? AND voided_at IS NULL ORDER BY happened_at, sequence LIMIT 1", take,
        account);
    transaction.each(
        "SELECT c.month FROM usage_chunks c LEFT JOIN uploads u ON u.number = c.upload"
        " WHERE c.account = ? AND coalesce(c.epoch, u.epoch) IS NOT NULL ORDER BY c.month, c.sequence LIMIT 1",
        take, account);
    return out;
}

std::optional<std::string> last_month_with_inputs(Transaction& transaction, std::string_view account) {
    std::optional<std::string> out;
    const auto take = [&](const Row& row) {
        if (!out || row.view(0) > *out) out = row.text(0);
    };
    transaction.each(
        "SELECT month FROM events WHERE account = ? AND voided_at IS NULL"
        " ORDER BY happened_at DESC, sequence DESC LIMIT 1",
        take, account);
    transaction.each(
        "SELECT c.month FROM usage_chunks c LEFT JOIN uploads u ON u.number = c.upload"
        " WHERE c.account = ? AND coalesce(c.epoch, u.epoch) IS NOT NULL"
        " ORDER BY c.month DESC, c.sequence DESC LIMIT 1",
        take, account);
    return out;
}

std::optional<std::string> closing_state(Transaction& transaction, std::string_view account, std::string_view month,
                                         std::string_view rules) {
    const auto text = [](const Row& row) { return row.text(0); };
    auto out = transaction.first("SELECT state FROM states WHERE account = ? AND month = ? AND rules = ?", text,
                                 account, month, rules);
    if (out) return out;
    return transaction.first("SELECT closing FROM bills WHERE account = ? AND month = ? AND rules = ?", text, account,
                             month, rules);
}

void put_closing_state(Transaction& transaction, std::string_view account, std::string_view month,
                       std::string_view rules, std::string_view packed_state, int64_t at) {
    transaction.run(
        "INSERT INTO states (account, month, rules, state, at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (account, month, rules) DO UPDATE SET state = excluded.state, at = excluded.at",
        account, month, rules, Blob{packed_state}, at);
}

}  // namespace samebill::store::billing
