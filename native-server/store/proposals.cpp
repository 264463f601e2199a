// SPDX-License-Identifier: MIT
#include "native-server/store/proposals.h"

namespace samebill::store::proposals {

namespace {

#define SAMEBILL_PROPOSAL_COLUMNS \
    "id, account, kind, body, note, state, at, by, decided_at, decided_by, decided_why, row FROM proposals"

Proposal read_proposal(const Row& row) {
    return {row.text(0),    row.text(1), row.text(2),          row.text(3),       row.text(4),        row.text(5),
            row.integer(6), row.text(7), row.maybe_integer(8), row.maybe_text(9), row.maybe_text(10), row.integer(11)};
}

}  // namespace

void add(Transaction& transaction, const Proposal& proposal) {
    transaction.run(
        "INSERT INTO proposals (id, account, kind, body, note, state, at, by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        proposal.id, proposal.account, proposal.kind, proposal.body, proposal.note, proposal.state, proposal.at,
        proposal.by);
}

std::optional<Proposal> get(Transaction& transaction, std::string_view account, std::string_view id) {
    return transaction.first("SELECT " SAMEBILL_PROPOSAL_COLUMNS " WHERE account = ? AND id = ?", read_proposal,
                             account, id);
}

bool decide(Transaction& transaction, const Proposal& proposal) {
    return transaction.run(
               "UPDATE proposals SET state = ?, decided_at = ?, decided_by = ?, decided_why = ? "
               "WHERE id = ? AND state = 'proposed'",
               proposal.state, proposal.decided_at, proposal.decided_by, proposal.decided_why, proposal.id) == 1;
}

void list(Transaction& transaction, std::string_view account, const std::optional<std::string>& state, int64_t row,
          const std::function<bool(const Proposal&)>& each) {
    transaction.each(
        "SELECT " SAMEBILL_PROPOSAL_COLUMNS
        " WHERE account = ? AND row > ? AND state = coalesce(?, state) ORDER BY row",
        [&](const Row& found) -> bool { return each(read_proposal(found)); }, account, row, state);
}

}  // namespace samebill::store::proposals
