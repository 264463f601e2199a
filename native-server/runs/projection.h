// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/calendar.h"

// What usage a month may still have: the whole days that have passed are repeated, session by session, until the month
// ends. In: stored rows of the month (CSV without header: id,device,kind,start,end,quantity), the month and the present
// instant. Out: rows of more sessions, to be handed to the engine beside the stored ones; whole seconds and quantities
// only, nothing is estimated. Example: at noon of 11 March ten days have passed; a session of 5 March 08:00 comes again
// on the 15th and the 25th, one of 1 March 08:00 on the 21st and the 31st, since its time of the 11th has passed.

namespace samebill::runs {

inline constexpr const char* projection_method = "repeat_whole_days";
inline constexpr int64_t most_projected = 1'000'000;  // sessions

struct Projection {
    int64_t days = 0;      // whole days that have passed, and are repeated
    int64_t sessions = 0;  // of these days
    int64_t added = 0;     // sessions until the end of the month
    std::string rows;
    bool too_many = false;  // more than `most_projected`: then nothing is added
};

Projection project(const std::vector<std::string>& chunks, Month month, Instant now);

}  // namespace samebill::runs
