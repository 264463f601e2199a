// SPDX-License-Identifier: MIT
#include "native-server/store/idempotency.h"

namespace samebill::store::idempotency {

std::optional<Answer> find(Transaction& transaction, std::string_view principal, std::string_view key) {
    return transaction.first(
        "SELECT request, status, content_type, headers, body FROM idempotency WHERE principal = ? AND key = ?",
        [](const Row& row) {
            return Answer{row.text(0), static_cast<int>(row.integer(1)), row.text(2), row.text(3), row.maybe_text(4)};
        },
        principal, key);
}

void keep(Transaction& transaction, std::string_view principal, std::string_view key, const Answer& answer,
          int64_t at) {
    constexpr std::string_view insert =
        "INSERT INTO idempotency (principal, key, request, status, content_type, headers, body, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    const auto run = [&](const auto& body) {
        transaction.run(insert, principal, key, answer.request, answer.status, answer.content_type, answer.headers,
                        body, at);
    };
    if (answer.body) {
        run(Blob{*answer.body});
    } else {
        run(nullptr);
    }
}

int64_t forget(Transaction& transaction, int64_t before, int64_t most) {
    return transaction.run(
        "DELETE FROM idempotency WHERE (principal, key) IN"
        " (SELECT principal, key FROM idempotency WHERE at < ? ORDER BY at LIMIT ?)",
        before, most);
}

}  // namespace samebill::store::idempotency
