// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/bill/make_bill.h"
#include "core/quote/assignment.h"

namespace samebill {

// What comes in: a request and the plans offered. What goes out: what every device comes to if it stays, and on each
// plan: one walk of the whole fleet a plan, through the engine's own stages. Pools, and prices that depend on the
// number of devices, are left out of a device's own cost; what it brings to them is kept as shares.

// What a device brings to a pool, a volume price, or the buckets of several months, in one month.
struct Share {
    uint16_t month = 0;    // from 0
    bool pooled = false;   // of a monthly plan whose devices share what is included
    bool buckets = false;  // of a plan of several months whose devices may share buckets (G4)
    bool volume = false;   // the plan's access fee depends on the number of devices
    Index plan = no_index;
    Index group = no_index;             // G2
    int32_t days = 0;                   // billed
    int32_t fees = 0;                   // of several months, due in the month
    std::array<int64_t, 2> used{};      // data, SMS
    std::array<int64_t, 2> included{};  // likewise
    int64_t own_overage = 0;            // of data and SMS, minor units, if the device is in no group
};

// The fleet on one plan, or as it is.
struct FleetPass {
    Index plan = no_index;               // none: every device stays
    std::vector<int64_t> own;            // minor units by device, month and category
    std::vector<Share> shares;           // by device
    std::vector<uint32_t> share_begins;  // by device, and the end
    std::vector<bool> open;              // the device may be on the plan
};

struct FleetPasses {
    PlanBook book;
    std::vector<FleetPass> passes;   // the first: every device stays
    std::vector<Index> plan_before;  // by device, at 00:00 of `changes_on`, if it stays
    std::vector<Index> group_before;
    std::vector<bool> group_open;  // the device may be moved to another group
    std::vector<ExcludedPlan> excluded;
    int32_t months = 0;
    bool overflow = false;

    size_t own_at(Index device, int32_t month) const {
        return (size_t{device} * static_cast<size_t>(months) + static_cast<size_t>(month)) * category_count;
    }
};

FleetPasses walk_passes(const Request& request, const DeviceUsage& usage, const AssignmentOffer& offer,
                        const BillOptions& options);

// The event that puts a device on a plan, or in a group, with `changes_on`.
Event plan_event(Index device, Index plan, Month changes_on);
Event group_event(Index device, Index group, Month changes_on);

// Kinds that devices share: data and SMS (G1).
inline constexpr std::array<Kind, 2> shared_kinds{Kind::data, Kind::sms};

}  // namespace samebill
