// SPDX-License-Identifier: MIT
#include "native-server/store/uploads.h"

namespace samebill::store::uploads {

namespace {

#define SAMEBILL_UPLOAD_COLUMNS                                                                   \
    "number, id, account, feed, sequence, file, format, state, bytes, digest, records, accepted," \
    " repeated, rejected, suspended, late, at, by, done_at"

Upload read_upload(const Row& row) {
    Upload out;
    out.number = row.integer(0);
    out.id = row.text(1);
    out.account = row.maybe_text(2);
    out.feed = row.maybe_text(3);
    out.sequence = row.maybe_integer(4);
    out.file = row.maybe_text(5);
    out.format = row.text(6);
    out.state = row.text(7);
    out.bytes = row.integer(8);
    out.digest = row.text(9);
    out.counts = {row.integer(10), row.integer(11), row.integer(12),
                  row.integer(13), row.integer(14), row.integer(15)};
    out.at = row.integer(16);
    out.by = row.text(17);
    out.done_at = row.maybe_integer(18);
    return out;
}

Day read_day(const Row& row) {
    return {row.text(0), row.text(1), row.integer(2), row.integer(3)};
}

}  // namespace

int64_t add(Transaction& transaction, const Upload& upload) {
    if (upload.feed) {
        transaction.run("INSERT INTO feeds (id, at, by) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", *upload.feed,
                        upload.at, upload.by);
    }
    transaction.run(
        "INSERT INTO uploads (id, account, feed, sequence, file, format, state, bytes, digest, at, by)"
        " VALUES (?, ?, ?, ?, ?, ?, 'receiving', ?, ?, ?, ?)",
        upload.id, upload.account, upload.feed, upload.sequence, upload.file, upload.format, upload.bytes,
        upload.digest, upload.at, upload.by);
    return transaction.last_rowid();
}

void finish(Transaction& transaction, int64_t number, const Counts& counts, int64_t epoch, int64_t at) {
    transaction.run(
        "UPDATE uploads SET state = 'stored', records = ?, accepted = ?, repeated = ?, rejected = ?, suspended = ?,"
        " late = ?, epoch = ?, done_at = ? WHERE number = ?",
        counts.records, counts.accepted, counts.repeated, counts.rejected, counts.suspended, counts.late, epoch, at,
        number);
}

void break_off(Transaction& transaction, int64_t number) {
    transaction.run("UPDATE uploads SET state = 'broken_off' WHERE number = ?", number);
}

std::vector<int64_t> receiving(Transaction& transaction) {
    std::vector<int64_t> out;
    transaction.each("SELECT number FROM uploads WHERE state = 'receiving'",
                     [&](const Row& row) { out.push_back(row.integer(0)); });
    return out;
}

std::optional<Upload> find(Transaction& transaction, std::string_view id) {
    return transaction.first("SELECT " SAMEBILL_UPLOAD_COLUMNS " FROM uploads WHERE id = ?", read_upload, id);
}

std::optional<Upload> find_in_feed(Transaction& transaction, std::string_view feed, int64_t sequence) {
    return transaction.first("SELECT " SAMEBILL_UPLOAD_COLUMNS
                             " FROM uploads WHERE feed = ? AND sequence = ? AND state = 'stored'",
                             read_upload, feed, sequence);
}

void list(Transaction& transaction, const Filter& filter, int64_t before,
          const std::function<bool(const Upload&)>& each) {
    transaction.each("SELECT " SAMEBILL_UPLOAD_COLUMNS
                     " FROM uploads WHERE number < ? AND by = coalesce(?, by) AND feed IS coalesce(?, feed)"
                     " AND state = coalesce(?, state) ORDER BY number DESC",
                     [&](const Row& row) { return each(read_upload(row)); }, before, filter.by, filter.feed,
                     filter.state);
}

void add_day(Transaction& transaction, int64_t upload, const Day& day) {
    transaction.run("INSERT INTO usage_days (upload, day, kind, records, quantity) VALUES (?, ?, ?, ?, ?)", upload,
                    day.day, day.kind, day.records, day.quantity);
}

void each_day(Transaction& transaction, int64_t upload, const std::function<void(const Day&)>& each) {
    transaction.each("SELECT day, kind, records, quantity FROM usage_days WHERE upload = ? ORDER BY day, kind",
                     [&](const Row& row) { each(read_day(row)); }, upload);
}

void each_day_between(Transaction& transaction, std::string_view from, std::string_view through,
                      const std::function<void(const Day&)>& each) {
    transaction.each(
        "SELECT d.day, d.kind, d.records, d.quantity FROM usage_days d JOIN uploads u ON u.number = d.upload"
        " WHERE d.day BETWEEN ? AND ? AND u.state = 'stored' ORDER BY d.day, d.kind",
        [&](const Row& row) { each(read_day(row)); }, from, through);
}

void list_feeds(Transaction& transaction, std::string_view after, const std::function<bool(const Feed&)>& each) {
    transaction.each(
        "SELECT f.id, count(u.number), coalesce(sum(u.records), 0), min(u.sequence), max(u.sequence),"
        " coalesce(max(u.sequence) - min(u.sequence) + 1 - count(u.sequence), 0), coalesce(max(u.done_at), f.at)"
        " FROM feeds f LEFT JOIN uploads u ON u.feed = f.id AND u.state = 'stored'"
        " WHERE f.id > ? GROUP BY f.id ORDER BY f.id",
        [&](const Row& row) {
            return each({row.text(0), row.integer(1), row.integer(2), row.maybe_integer(3), row.maybe_integer(4),
                         row.integer(5), row.integer(6)});
        },
        after);
}

bool feed_exists(Transaction& transaction, std::string_view feed) {
    return transaction.any("SELECT 1 FROM feeds WHERE id = ?", feed);
}

void list_gaps(Transaction& transaction, std::string_view feed, int64_t after,
               const std::function<bool(int64_t from, int64_t through)>& each) {
    transaction.each(
        "SELECT sequence + 1, next - 1 FROM (SELECT sequence, lead(sequence) OVER (ORDER BY sequence) AS next"
        " FROM uploads WHERE feed = ? AND sequence IS NOT NULL AND state = 'stored')"
        " WHERE next > sequence + 1 AND sequence + 1 > ? ORDER BY sequence",
        [&](const Row& row) { return each(row.integer(0), row.integer(1)); }, feed, after);
}

}  // namespace samebill::store::uploads
