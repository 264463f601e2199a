// SPDX-License-Identifier: MIT
#include "native-server/store/inspection.h"

#include <algorithm>
#include <set>

#include "core/base/sha256.h"
#include "core/codec/json.h"
#include "native-server/store/audit.h"
#include "native-server/store/failure.h"
#include "native-server/store/schema.h"

namespace samebill::store::inspection {

namespace {

bool is_document(std::string_view text) {
    Document document;
    ProblemList problems;
    return parse_json(text, document, problems) && problems.empty() && document.root.is_object();
}

int64_t number(Transaction& transaction, std::string_view sql) {
    return transaction.first(sql, [](const Row& row) { return row.integer(0); }).value_or(0);
}

// Says so if two counts that should agree do not.
void compare(const Report& report, const std::string& subject, int64_t found, int64_t due) {
    if (found == due) return;
    report(subject, "are " + std::to_string(found) + "; " + std::to_string(due) + " are due");
}

// "people.login TEXT …" for every column there is.
std::set<std::string> columns(Transaction& transaction) {
    std::set<std::string> out;
    transaction.each(
        "SELECT t.name || '.' || c.name || ' ' || c.type || iif(c.\"notnull\", ' NOT NULL', '') || "
        "iif(c.pk, ' PRIMARY KEY', '') FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'",
        [&](const Row& row) { out.insert(row.text(0)); });
    return out;
}

// SQLite takes a name that a flipped bit has changed for one that was meant so.
void check_columns(Transaction& transaction, const Report& report) {
    Connection made(":memory:", [](const std::string& why) { throw Fault(why); });
    migrate(made, 0, 0);
    Transaction as_made(made);
    const std::set<std::string> found = columns(transaction);
    for (const std::string& due : columns(as_made)) {
        if (!found.contains(due)) report("file", "has no column " + due);
    }
}

}  // namespace

void check_file(Transaction& transaction, const Report& report) {
    transaction.each("PRAGMA integrity_check", [&](const Row& row) {
        if (row.view(0) != "ok") report("file", row.text(0));
    });
    transaction.each("PRAGMA foreign_key_check", [&](const Row& row) {
        report("table " + row.text(0), "a row refers to one of " + row.text(2) + " that is not there");
    });
    check_columns(transaction, report);
}

int64_t check_audit(Transaction& transaction, const Report& report) {
    int64_t rows = 0;
    std::string previous = audit::first_previous();
    audit::list(transaction, std::nullopt, 0, [&](const audit::Row& row) {
        ++rows;
        const std::string subject = "audit row " + std::to_string(row.sequence);
        if (row.sequence != rows) {
            report(subject, "follows row " + std::to_string(rows - 1));
            return false;
        }
        if (row.previous != previous) report(subject, "does not follow the row before");
        if (row.digest != audit::digest_of(row)) report(subject, "is not what its digest says");
        previous = row.digest;
        return true;
    });
    return rows;
}

int64_t check_catalogs(Transaction& transaction, const Report& report) {
    int64_t rows = 0;
    transaction.each("SELECT catalog, version, body, digest FROM catalog_versions ORDER BY catalog, version",
                     [&](const Row& row) {
                         ++rows;
                         if ("sha256:" + sha256_hex(row.view(2)) == row.view(3)) return;
                         report("catalog " + row.text(0) + " version " + row.text(1), "is not what its digest says");
                     });
    return rows;
}

int64_t check_accounts(Transaction& transaction, const Report& report) {
    int64_t rows = 0;
    transaction.each(
        "SELECT a.id, a.body, r.body FROM accounts a LEFT JOIN account_revisions r "
        "ON r.account = a.id AND r.revision = a.revision ORDER BY a.id",
        [&](const Row& row) {
            ++rows;
            const std::string subject = "account " + row.text(0);
            if (!is_document(row.view(1))) report(subject, "cannot be read");
            if (row.null(2) || row.view(1) != row.view(2)) report(subject, "is not as its last revision has it");
        });
    transaction.each("SELECT account, id, body FROM devices ORDER BY account, id", [&](const Row& row) {
        if (!is_document(row.view(2))) report("device " + row.text(1) + " of " + row.text(0), "cannot be read");
    });
    transaction.each("SELECT account, id, body FROM events ORDER BY sequence", [&](const Row& row) {
        if (!is_document(row.view(2))) report("event " + row.text(1) + " of " + row.text(0), "cannot be read");
    });
    return rows;
}

int64_t check_usage(Transaction& transaction, const Report& report) {
    int64_t records = 0;
    transaction.each("SELECT sequence, records, body FROM usage_chunks ORDER BY sequence", [&](const Row& row) {
        const std::string_view body = row.view(2);
        const auto lines = static_cast<int64_t>(std::count(body.begin(), body.end(), '\n'));
        records += lines;
        compare(report, "rows of usage chunk " + std::to_string(row.integer(0)), lines, row.integer(1));
    });
    // Uploads that were cut off are taken out again by and by; until then only the stored ones can be counted.
    if (number(transaction, "SELECT count(*) FROM uploads WHERE state = 'receiving'") == 0) {
        const int64_t released =
            number(transaction, "SELECT coalesce(sum(records), 0) FROM usage_suspense WHERE state = 'released'");
        const int64_t accepted = number(transaction, "SELECT coalesce(sum(accepted), 0) FROM uploads");
        compare(report, "usage records in chunks", records, accepted + released);
        const int64_t suspended = number(transaction, "SELECT coalesce(sum(suspended), 0) FROM uploads");
        compare(report, "record ids remembered", number(transaction, "SELECT count(*) FROM usage_records"),
                accepted + suspended);
    }
    transaction.each(
        "SELECT u.id, u.accepted + u.suspended, coalesce(sum(d.records), 0) FROM uploads u "
        "LEFT JOIN usage_days d ON d.upload = u.number WHERE u.state = 'stored' GROUP BY u.number ORDER BY u.number",
        [&](const Row& row) {
            compare(report, "records by day of upload " + row.text(0), row.integer(2), row.integer(1));
        });
    transaction.each(
        "SELECT id FROM uploads WHERE state = 'stored' AND records <> accepted + repeated + rejected + suspended",
        [&](const Row& row) { report("upload " + row.text(0), "has counts that do not add up"); });
    return records;
}

}  // namespace samebill::store::inspection
