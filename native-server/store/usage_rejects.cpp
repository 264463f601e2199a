// SPDX-License-Identifier: MIT
#include "native-server/store/usage_rejects.h"

namespace samebill::store::usage_rejects {

namespace {

#define SAMEBILL_REJECT_COLUMNS                                                                   \
    "r.sequence, r.record, r.line, r.byte, r.code, r.message, r.text, r.state, r.decided_at,"     \
    " r.decided_by, r.decided_why, u.id FROM usage_rejects r LEFT JOIN uploads u ON u.number = r.resubmitted_as"

Reject read_reject(const Row& row) {
    return {row.integer(0),       row.integer(1),        row.maybe_integer(2), row.maybe_integer(3),
            row.text(4),          row.text(5),           row.text(6),          row.text(7),
            row.maybe_integer(8), row.maybe_text(9),     row.maybe_text(10),   row.maybe_text(11)};
}

}  // namespace

void add(Transaction& transaction, int64_t upload, const Reject& reject) {
    transaction.run(
        "INSERT INTO usage_rejects (upload, record, line, byte, code, message, text) VALUES (?, ?, ?, ?, ?, ?, ?)",
        upload, reject.record, reject.line, reject.byte, reject.code, reject.message, reject.text);
}

std::optional<Reject> find(Transaction& transaction, int64_t upload, int64_t sequence) {
    return transaction.first("SELECT " SAMEBILL_REJECT_COLUMNS " WHERE r.upload = ? AND r.sequence = ?", read_reject,
                             upload, sequence);
}

void list(Transaction& transaction, int64_t upload, const std::optional<std::string>& state, int64_t after,
          const std::function<bool(const Reject&)>& each) {
    transaction.each("SELECT " SAMEBILL_REJECT_COLUMNS
                     " WHERE r.upload = ? AND r.sequence > ? AND r.state = coalesce(?, r.state) ORDER BY r.sequence",
                     [&](const Row& row) { return each(read_reject(row)); }, upload, after, state);
}

bool decide(Transaction& transaction, int64_t sequence, const Decision& decision) {
    return transaction.run(
               "UPDATE usage_rejects SET state = ?, decided_at = ?, decided_by = ?, decided_why = ?, resubmitted_as = ?"
               " WHERE sequence = ? AND state = 'open'",
               decision.state, decision.at, decision.by, decision.why, decision.resubmitted_as, sequence) == 1;
}

int64_t decide_all(Transaction& transaction, int64_t upload, const Decision& decision) {
    return transaction.run(
        "UPDATE usage_rejects SET state = ?, decided_at = ?, decided_by = ?, decided_why = ?"
        " WHERE upload = ? AND state = 'open'",
        decision.state, decision.at, decision.by, decision.why, upload);
}

}  // namespace samebill::store::usage_rejects
