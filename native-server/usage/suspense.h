// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "native-server/store/transaction.h"

namespace samebill::usage {

// Told of usage that came for finalised months of an account, in the transaction that stored it; the month is the
// first.
using NoteLate = std::function<void(store::Transaction&, std::string_view account, std::string_view first_month)>;

// What is done about usage of final months: of the last `months` of them it is taken, and told; older is rejected.
struct LateUsage {
    NoteLate note = {};
    int64_t months = 3;
};

// Gives the records that wait for a device to its account, in the transaction that adds the device; returns how many it
// took. Those of months for which no usage is taken any more become rejects of the uploads that brought them. The
// account is touched if there were any.
int64_t release_suspense(store::Transaction& transaction, std::string_view device, std::string_view account, int64_t at,
                         const LateUsage& late);

}  // namespace samebill::usage
