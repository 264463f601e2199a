// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "core/rating/rate_month.h"

namespace samebill {

// A pool of devices on a plan of several months in one month (G4). `members` are its rows, by device; `draws` its
// sessions, in U3's order. Returns the overage per kind: what no bucket covered. Of the buckets that are there at a
// session's start, the one that ends first is drawn first; ties: the smaller device id.
Quantities draw_pool(std::span<const PlanMonth* const> members, std::span<const Draw* const> draws,
                     std::span<DeviceState> states, bool& overflow);

}  // namespace samebill
