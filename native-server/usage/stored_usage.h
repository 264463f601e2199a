// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/api.h"
#include "native-server/store/database.h"

namespace samebill::usage {

struct UsageWanted {
    std::string account;
    std::string from, through;          // months of start, "2026-03"
    std::optional<int64_t> bound = {};  // up to which mark; nothing: all there is
};

// The stored usage of an account in a table that is filled and can be billed. The store is held for short reads only.
struct StoredUsage {
    UsageTable table;
    // The epoch of the last that was taken; 0: there was none. Given as `bound`, it gives the same records again for as
    // long as it stands with a bill or in a run (usage_through). One that stands nowhere may come out higher than it
    // was given.
    int64_t bound = 0;
    int64_t records = 0;
};
StoredUsage stored_usage(const store::Database& database, const UsageWanted& wanted);

// The same rows as CSV texts without header, piece by piece: `begin` is called first, and again if reading has to start
// anew, because chunks were put together meanwhile. Returns the bound.
struct RowSink {
    std::function<void()> begin;
    std::function<void(std::string_view body)> take;
};
int64_t read_stored_rows(const store::Database& database, const UsageWanted& wanted, const RowSink& sink);

}  // namespace samebill::usage
