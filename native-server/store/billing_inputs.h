// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/store/transaction.h"

// What a month's bill is made from beside its account, catalog and events: the stored usage, and the state that the
// month before was closed with. Months are text ("2026-03"), which sorts as months do.

namespace samebill::store::billing {

struct Usage {
    std::vector<std::string> chunks;  // rows of CSV in the engine's order of columns
    int64_t through = 0;              // the last epoch in which some of it was stored; 0: there is none
    int64_t bytes = 0;
};
// Chunks of months `from` to `through`, `from` empty: all before too; those stored up to the epoch `bound`.
Usage usage(Transaction& transaction, std::string_view account, std::string_view from, std::string_view through,
            int64_t bound = INT64_MAX);

// The earliest month, and the last, in which the account has an event or stored usage; nothing if it has none.
std::optional<std::string> first_month_with_inputs(Transaction& transaction, std::string_view account);
std::optional<std::string> last_month_with_inputs(Transaction& transaction, std::string_view account);

// The state that `month` was closed with: as corrected, or rebuilt for these rules, or of the final bill. Deflated;
// nothing if there is none under these rules.
std::optional<std::string> closing_state(Transaction& transaction, std::string_view account, std::string_view month,
                                         std::string_view rules);
void put_closing_state(Transaction& transaction, std::string_view account, std::string_view month,
                       std::string_view rules, std::string_view packed_state, int64_t at);

}  // namespace samebill::store::billing
