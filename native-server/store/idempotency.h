// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "native-server/store/transaction.h"

// Answers that were given under an Idempotency-Key, kept in the transaction of what they answer, so that a repeated
// request finds either both or neither. They are kept for a week; after that the key is as good as new.

namespace samebill::store::idempotency {

inline constexpr int64_t kept_seconds = int64_t{7} * 24 * 60 * 60;

struct Answer {
    std::string request;  // digest of what was asked
    int status = 0;
    std::string content_type;
    std::string headers;              // JSON object
    std::optional<std::string> body;  // nothing: it held a secret
};

std::optional<Answer> find(Transaction& transaction, std::string_view principal, std::string_view key);
void keep(Transaction& transaction, std::string_view principal, std::string_view key, const Answer& answer, int64_t at);
// Forgets the oldest answers that were given before `before`, `most` at once; returns how many that were.
int64_t forget(Transaction& transaction, int64_t before, int64_t most);

}  // namespace samebill::store::idempotency
