// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "native-server/runs/month.h"

// What a bill is computed with in place of what is stored: the questions "the bill at a date" and "the bill if I change
// X". Everything stays a request to the engine; nothing here knows a price.

namespace samebill::runs {

struct WhatIf {
    std::optional<int64_t> at = {};                   // usage and events up to this instant only, seconds
    std::vector<std::string> events = {};             // bodies of more events
    std::vector<std::string> without_events = {};     // ids of events that are left out
    std::string usage = {};                           // more sessions: rows of CSV in the engine's order of columns
    std::string account_patch = {};                   // merge patch (RFC 7396) on the account; empty: none
    std::optional<std::string> catalog_version = {};  // of the account's catalog, a draft too
    std::string catalog = {};                         // or a whole catalog; empty: as stored
    std::vector<std::pair<std::string, std::string>> plans = {};  // each first plan with the second's prices and terms

    bool empty() const {
        return !at && events.empty() && without_events.empty() && usage.empty() && account_patch.empty() &&
               !catalog_version && catalog.empty() && plans.empty();
    }
};

// Puts the changes into what was read of a month, before its usage is filled; `rows` is read if `needs_rows` says so.
// `catalog` is the body of `catalog_version`; `first`: no month before it counts. Problems name the places of a
// preview's body (`/plans/0/as`).
Problems apply(const WhatIf& changes, const std::optional<std::string>& catalog, bool first, MonthInputs& inputs);

inline bool needs_rows(const WhatIf& changes) {
    return changes.at.has_value() || !changes.usage.empty();
}

// The month of an event's body ("2026-03"); nothing if it has no instant that can be read.
std::optional<std::string> month_of_event(const std::string& body);

}  // namespace samebill::runs
