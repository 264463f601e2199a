// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "native-server/store/transaction.h"

// The audit log: a row for everything that changes, written in the transaction of the change. Rows are chained: each
// holds the digest of the one before and its own over both, so that none can be altered or taken out unseen.

namespace samebill::store::audit {

struct Entry {
    int64_t at = 0;      // seconds
    std::string by;      // id of the principal; "system" for what the server does by itself
    std::string action;  // "account.edit", "event.void" …
    std::string subject;
    std::optional<std::string> account = {};
    std::optional<std::string> before = {};  // JSON text
    std::optional<std::string> after = {};   // JSON text
    std::optional<std::string> why = {};
};

struct Row {
    int64_t sequence = 0;
    Entry entry;
    std::string previous;  // of the first row: 64 zeros after "sha256:"
    std::string digest;
};

void add(Transaction& transaction, const Entry& entry);

// Rows after `sequence` in order, of one account if it is given; `each` ends it by returning false.
void list(Transaction& transaction, const std::optional<std::string>& account, int64_t sequence,
          const std::function<bool(const Row&)>& each);

// What the first row has as `previous`.
std::string first_previous();
// The digest that a row must have: of the canonical JSON of its members without `digest`.
std::string digest_of(const Row& row);

}  // namespace samebill::store::audit
