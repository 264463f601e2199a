// SPDX-License-Identifier: MIT
#include "native-server/usage/stored_usage.h"

#include <algorithm>
#include <vector>

#include "native-server/store/usage_chunks.h"
#include "native-server/usage/rows.h"

namespace samebill::usage {

namespace chunks = store::usage_chunks;

namespace {

constexpr int64_t bytes_at_once = int64_t{4} << 20;

// Reads chunks from `next` on into `body`, as many as one turn at the store may take; false if one is gone.
bool read_some(store::Transaction& transaction, const std::vector<chunks::Place>& places, size_t& next,
               std::string& body) {
    body.clear();
    for (; next < places.size(); ++next) {
        if (!body.empty() && static_cast<int64_t>(body.size()) + places[next].bytes > bytes_at_once) break;
        if (!chunks::read(transaction, places[next].sequence, body)) return false;
    }
    return true;
}

}  // namespace

int64_t read_stored_rows(const store::Database& database, const UsageWanted& wanted, const RowSink& sink) {
    for (;;) {
        int64_t bound = 0;
        std::vector<chunks::Place> places;
        size_t next = 0;
        std::string body;
        bool whole = true;
        database.read([&](store::Transaction& transaction) {
            int64_t most = INT64_MAX;
            if (wanted.bound) {
                most = chunks::whole_epoch(transaction, wanted.account, wanted.from, wanted.through, *wanted.bound);
            }
            places = chunks::list(transaction, wanted.account, wanted.from, wanted.through, most);
            bound = 0;
            for (const chunks::Place& place : places) bound = std::max(bound, place.epoch);
            whole = read_some(transaction, places, next, body);
        });
        sink.begin();
        while (whole) {
            sink.take(body);
            if (next == places.size()) return bound;
            whole = database.read(
                [&](store::Transaction& transaction) { return read_some(transaction, places, next, body); });
        }
    }
}

StoredUsage stored_usage(const store::Database& database, const UsageWanted& wanted) {
    StoredUsage out;
    const RowSink sink = {
        .begin =
            [&] {
                out.table = UsageTable();
                out.table.begin(UsageTable::Format::csv);
                out.table.feed(row_header);
            },
        .take = [&](std::string_view body) { out.table.feed(body); }};
    out.bound = read_stored_rows(database, wanted, sink);
    out.table.end();
    out.records = out.table.records();
    return out;
}

}  // namespace samebill::usage
