// SPDX-License-Identifier: MIT
#include "native-server/store/audit.h"

#include <nlohmann/json.hpp>

#include "core/base/sha256.h"

namespace samebill::store::audit {

namespace {

Row read_row(const store::Row& row) {
    Row out;
    out.sequence = row.integer(0);
    out.entry = {row.integer(1),    row.text(2),       row.text(3),       row.text(4),
                 row.maybe_text(5), row.maybe_text(6), row.maybe_text(7), row.maybe_text(8)};
    out.previous = row.text(9);
    out.digest = row.text(10);
    return out;
}

constexpr std::string_view all_rows =
    "SELECT sequence, at, by, action, subject, account, before, after, why, previous, digest FROM audit "
    "WHERE sequence > ? ORDER BY sequence";
constexpr std::string_view rows_of_account =
    "SELECT sequence, at, by, action, subject, account, before, after, why, previous, digest FROM audit "
    "WHERE account = ? AND sequence > ? ORDER BY sequence";

}  // namespace

std::string first_previous() {
    return "sha256:" + std::string(64, '0');
}

std::string digest_of(const Row& row) {
    nlohmann::json document = {{"sequence", row.sequence},        {"at", row.entry.at},
                               {"by", row.entry.by},              {"action", row.entry.action},
                               {"subject", row.entry.subject},    {"previous", row.previous}};
    const auto set = [&](const char* name, const std::optional<std::string>& value) {
        if (value) document[name] = *value;
    };
    set("account", row.entry.account);
    set("before", row.entry.before);
    set("after", row.entry.after);
    set("why", row.entry.why);
    return "sha256:" + sha256_hex(document.dump());
}

void add(Transaction& transaction, const Entry& entry) {
    Row row;
    row.entry = entry;
    row.sequence = 1;
    row.previous = first_previous();
    transaction.each("SELECT sequence, digest FROM audit ORDER BY sequence DESC LIMIT 1", [&](const store::Row& last) {
        row.sequence = last.integer(0) + 1;
        row.previous = last.text(1);
    });
    row.digest = digest_of(row);
    transaction.run(
        "INSERT INTO audit (sequence, at, by, action, subject, account, before, after, why, previous, digest) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row.sequence, entry.at, entry.by, entry.action, entry.subject, entry.account, entry.before, entry.after,
        entry.why, row.previous, row.digest);
}

void list(Transaction& transaction, const std::optional<std::string>& account, int64_t sequence,
          const std::function<bool(const Row&)>& each) {
    const auto read = [&](const store::Row& row) -> bool { return each(read_row(row)); };
    if (account) {
        transaction.each(rows_of_account, read, *account, sequence);
    } else {
        transaction.each(all_rows, read, sequence);
    }
}

}  // namespace samebill::store::audit
