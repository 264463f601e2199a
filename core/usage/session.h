// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/base/calendar.h"
#include "core/base/quantity.h"

namespace samebill {

// One usage record, read out of a session table. `record` is its number in the input, from 0, rejected ones counted: the
// session table gives its id.
struct Session {
    Instant start = 0;
    Instant end = 0;  // >= start
    int64_t quantity = 0;
    uint32_t record = 0;
    Kind kind{};
};

}  // namespace samebill
