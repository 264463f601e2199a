// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace samebill {

// Positions in the sorted lists of a request: plans, devices and groups are kept in bytewise order of their ids, so
// that comparing two positions compares the ids.
using Index = uint32_t;
inline constexpr Index no_index = UINT32_MAX;

}  // namespace samebill
