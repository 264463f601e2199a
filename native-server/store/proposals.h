// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "native-server/store/transaction.h"

// What one person proposed for an account and another decides: negotiated prices, bars.

namespace samebill::store::proposals {

struct Proposal {
    std::string id;
    std::string account;
    std::string kind;                // prices, bar
    std::string body;                // JSON: what is to be
    std::string note;                // why
    std::string state = "proposed";  // proposed, approved, declined
    int64_t at = 0;
    std::string by;
    std::optional<int64_t> decided_at = {};
    std::optional<std::string> decided_by = {};
    std::optional<std::string> decided_why = {};
    int64_t row = 0;  // its place in lists
};

void add(Transaction& transaction, const Proposal& proposal);
std::optional<Proposal> get(Transaction& transaction, std::string_view account, std::string_view id);
// False: it was decided before.
bool decide(Transaction& transaction, const Proposal& proposal);
// By arrival, after `row`; of one state if it is given.
void list(Transaction& transaction, std::string_view account, const std::optional<std::string>& state, int64_t row,
          const std::function<bool(const Proposal&)>& each);

}  // namespace samebill::store::proposals
