// SPDX-License-Identifier: MIT
#include "native-server/store/usage_chunks.h"

#include <algorithm>
#include <map>
#include <utility>

namespace samebill::store::usage_chunks {

int64_t present_epoch(Transaction& transaction) {
    return transaction
        .first("SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'usage_epoch'",
               [](const Row& row) { return row.integer(0); })
        .value_or(0);
}

int64_t next_epoch(Transaction& transaction) {
    const int64_t next = present_epoch(transaction) + 1;
    transaction.run(
        "INSERT INTO meta (name, value) VALUES ('usage_epoch', ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        std::to_string(next));
    return next;
}

void add(Transaction& transaction, const Chunk& chunk) {
    transaction.run(
        "INSERT INTO usage_chunks (account, month, upload, first_epoch, epoch, records, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        chunk.account, chunk.month, chunk.upload, chunk.epoch, chunk.epoch, chunk.records, Blob{chunk.body});
}

std::string billed_through(Transaction& transaction, std::string_view account) {
    return transaction
        .first(
            "SELECT billed_through FROM accounts WHERE id = ?", [](const Row& row) { return row.text(0); }, account)
        .value_or("");
}

int64_t mark_late(Transaction& transaction, std::string_view account, std::string_view month, int64_t upload,
                  int64_t epoch) {
    int64_t records = 0;
    std::vector<int64_t> chunks;
    transaction.each(
        "SELECT sequence, records FROM usage_chunks WHERE account = ? AND month = ? AND late = 0"
        " AND (upload = ? OR epoch = ?)",
        [&](const Row& row) {
            chunks.push_back(row.integer(0));
            records += row.integer(1);
        },
        account, month, upload, epoch);
    for (const int64_t chunk : chunks) transaction.run("UPDATE usage_chunks SET late = 1 WHERE sequence = ?", chunk);
    return records;
}

std::vector<Place> list(Transaction& transaction, std::string_view account, std::string_view from,
                        std::string_view through, int64_t epoch) {
    std::vector<Place> out;
    transaction.each(
        "SELECT c.sequence, coalesce(c.epoch, u.epoch), length(c.body), c.records, c.month FROM usage_chunks c"
        " LEFT JOIN uploads u ON u.number = c.upload"
        " WHERE c.account = ? AND c.month BETWEEN ? AND ? AND coalesce(c.epoch, u.epoch) <= ?"
        " ORDER BY c.month, c.sequence",
        [&](const Row& row) {
            out.push_back({row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.text(4)});
        },
        account, from, through, epoch);
    return out;
}

int64_t whole_epoch(Transaction& transaction, std::string_view account, std::string_view from, std::string_view through,
                    int64_t epoch) {
    const auto across = transaction.first(
        "SELECT max(epoch) FROM usage_chunks"
        " WHERE account = ? AND month BETWEEN ? AND ? AND first_epoch <= ? AND epoch > ?",
        [](const Row& row) { return row.maybe_integer(0); }, account, from, through, epoch, epoch);
    return across.value_or(std::nullopt).value_or(epoch);
}

bool read(Transaction& transaction, int64_t sequence, std::string& out) {
    return transaction
        .first(
            "SELECT body FROM usage_chunks WHERE sequence = ?",
            [&](const Row& row) {
                out.append(row.view(0));
                return true;
            },
            sequence)
        .has_value();
}

namespace {

constexpr size_t enough = 16;  // small chunks of a size are put together when there are so many

struct Small {
    int64_t sequence, first_epoch, epoch, records;
    bool late;
};

// 0: below 16 records, 1: below 256 … 3: below 65,536; nothing above: large enough.
int size_class(int64_t records) {
    int out = 0;
    for (int64_t limit = 16; records >= limit; limit *= 16) ++out;
    return out;
}
constexpr int large = 4;

void merge(Transaction& transaction, std::string_view account, std::string_view month,
           const std::vector<Small>& parts) {
    std::string body;
    int64_t records = 0;
    int64_t first_epoch = parts.front().first_epoch;
    for (const Small& part : parts) {
        first_epoch = std::min(first_epoch, part.first_epoch);
        read(transaction, part.sequence, body);
        records += part.records;
        transaction.run("DELETE FROM usage_chunks WHERE sequence = ?", part.sequence);
    }
    transaction.run(
        "INSERT INTO usage_chunks (account, month, first_epoch, epoch, records, late, body) VALUES (?, ?, ?, ?, ?, ?, "
        "?)",
        account, month, first_epoch, parts.back().epoch, records, parts.front().late, Blob{body});
}

}  // namespace

int64_t compact(Transaction& transaction, std::string_view account, std::string_view month) {
    const bool many =
        transaction
            .first(
                "SELECT count(*) >= ? FROM usage_chunks WHERE account = ? AND month = ?",
                [](const Row& row) { return row.integer(0) != 0; }, static_cast<int64_t>(enough), account, month)
            .value_or(false);
    if (!many) return 0;
    std::vector<int64_t> bounds;  // what was taken up to here must stay readable
    transaction.each(
        "SELECT usage_through FROM bills WHERE account = ? UNION"
        " SELECT usage_through FROM run_items WHERE account = ? AND usage_through IS NOT NULL ORDER BY 1",
        [&](const Row& row) { bounds.push_back(row.integer(0)); }, account, account);
    std::map<std::pair<int64_t, int>, std::vector<Small>> groups;  // by stretch between bounds and lateness, and size
    transaction.each(
        "SELECT c.sequence, coalesce(c.first_epoch, u.epoch), coalesce(c.epoch, u.epoch) AS e, c.records, c.late"
        " FROM usage_chunks c LEFT JOIN uploads u ON u.number = c.upload"
        " WHERE c.account = ? AND c.month = ? AND coalesce(c.epoch, u.epoch) IS NOT NULL ORDER BY e, c.sequence",
        [&](const Row& row) {
            const Small chunk{row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4) != 0};
            const int size = size_class(chunk.records);
            if (size >= large) return;
            const auto stretch = std::lower_bound(bounds.begin(), bounds.end(), chunk.epoch) - bounds.begin();
            groups[{stretch * 2 + (chunk.late ? 1 : 0), size}].push_back(chunk);
        },
        account, month);
    int64_t out = 0;
    for (const auto& [key, parts] : groups) {
        if (parts.size() < enough) continue;
        merge(transaction, account, month, parts);
        out += static_cast<int64_t>(parts.size());
    }
    return out;
}

void remove_of_upload(Transaction& transaction, int64_t upload) {
    transaction.run("DELETE FROM usage_chunks WHERE upload = ?", upload);
    transaction.run("DELETE FROM usage_suspense WHERE upload = ?", upload);
    transaction.run("DELETE FROM usage_rejects WHERE upload = ?", upload);
    transaction.run("DELETE FROM usage_days WHERE upload = ?", upload);
}

}  // namespace samebill::store::usage_chunks
