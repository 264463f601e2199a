// SPDX-License-Identifier: MIT
#include "native-server/store/usage_suspense.h"

namespace samebill::store::usage_suspense {

void add(Transaction& transaction, std::string_view device, int64_t upload, int64_t records, std::string_view body) {
    transaction.run("INSERT INTO usage_suspense (device, upload, records, body) VALUES (?, ?, ?, ?)", device, upload,
                    records, Blob{body});
}

void list_devices(Transaction& transaction, std::string_view after, const std::function<bool(const Device&)>& each) {
    transaction.each(
        "SELECT s.device, sum(s.records), min(u.at), max(u.at) FROM usage_suspense s"
        " JOIN uploads u ON u.number = s.upload"
        " WHERE s.state = 'open' AND s.device > ? AND u.state = 'stored' GROUP BY s.device ORDER BY s.device",
        [&](const Row& row) {
            return each({row.text(0), row.integer(1), row.integer(2), row.integer(3)});
        },
        after);
}

std::vector<Part> open_parts(Transaction& transaction, std::string_view device) {
    std::vector<Part> out;
    transaction.each(
        "SELECT s.sequence, s.upload, s.records, s.body FROM usage_suspense s"
        " JOIN uploads u ON u.number = s.upload"
        " WHERE s.device = ? AND s.state = 'open' AND u.state = 'stored' ORDER BY s.sequence",
        [&](const Row& row) {
            out.push_back({row.integer(0), row.integer(1), row.integer(2), row.text(3)});
        },
        device);
    return out;
}

void decide(Transaction& transaction, int64_t sequence, const Decision& decision) {
    transaction.run(
        "UPDATE usage_suspense SET state = ?, decided_at = ?, decided_by = ?, decided_why = ?,"
        " records = coalesce(?, records), body = CASE ? WHEN 'released' THEN x'' ELSE body END WHERE sequence = ?",
        decision.state, decision.at, decision.by, decision.why, decision.records, decision.state, sequence);
}

std::optional<std::string> account_of(Transaction& transaction, std::string_view device) {
    return transaction.first(
        "SELECT account FROM devices WHERE id = ?", [](const Row& row) { return row.text(0); }, device);
}

}  // namespace samebill::store::usage_suspense
