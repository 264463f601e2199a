// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "core/rating/rate_month.h"

namespace samebill {

// A pool of devices on a plan of several months in one month (G4). `members` are its rows, by device; `draws` its
// sessions, in any order and in any number of stretches. Returns the overage per kind: what no bucket covered. Of the
// buckets that are there at a session's start, the one that ends first is drawn first; ties: the smaller device id.
Quantities draw_pool(std::span<const PlanMonth* const> members, std::span<const std::span<const Draw>> draws,
                     std::span<DeviceState> states, bool& overflow);

}  // namespace samebill
