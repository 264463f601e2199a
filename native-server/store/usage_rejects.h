// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "native-server/store/transaction.h"

// Records that were left out of an upload, and what somebody decided on them.

namespace samebill::store::usage_rejects {

struct Reject {
    int64_t sequence = 0;
    int64_t record = 0;  // in the upload, from 0
    std::optional<int64_t> line = {};
    std::optional<int64_t> byte = {};
    std::string code;
    std::string message;
    std::string text;
    std::string state = {};  // open, resubmitted, dismissed
    std::optional<int64_t> decided_at = {};
    std::optional<std::string> decided_by = {};
    std::optional<std::string> decided_why = {};
    std::optional<std::string> resubmitted_as = {};  // id of an upload
};

void add(Transaction& transaction, int64_t upload, const Reject& reject);
std::optional<Reject> find(Transaction& transaction, int64_t upload, int64_t sequence);
// After the sequence `after`, of one state if it is given.
void list(Transaction& transaction, int64_t upload, const std::optional<std::string>& state, int64_t after,
          const std::function<bool(const Reject&)>& each);

struct Decision {
    std::string_view state;
    int64_t at = 0;
    std::string_view by;
    std::optional<std::string> why = {};
    std::optional<int64_t> resubmitted_as = {};  // number of an upload
};
// False: somebody decided before.
bool decide(Transaction& transaction, int64_t sequence, const Decision& decision);
// All open ones of an upload; how many there were.
int64_t decide_all(Transaction& transaction, int64_t upload, const Decision& decision);

}  // namespace samebill::store::usage_rejects
