// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/bill/make_bill.h"
#include "core/quote/classes.h"

namespace samebill {

// Devices that stand for devices of a cohort, if not those of its plan and group.
struct NamedMatch {
    Index cohort = no_index;
    std::vector<std::string> devices;
};

// Which billed devices stand for which planned ones. What comes in: the quote's classes of devices, and the billed
// account. What goes out: for each cohort how many devices are planned, and the billed ones that have its plan and
// group (the first ones that each had), both in the order in which they begin. Cohorts of one plan and group are filled
// in their order, the last takes the rest. The i-th of M billed devices stands for the planned device i * N / M of N,
// so that devices more or fewer are taken evenly, and each for its like if both are as many. Planned devices are
// counted by class and never written out one by one.

struct CohortMatch {
    int64_t planned = 0;     // devices
    std::vector<Index> own;  // devices of the billed account
};

struct FleetMatch {
    std::vector<CohortMatch> cohorts;
    std::vector<Index> like;           // of each billed device, the class it stands for; none: no cohort has it
    bool has_outside = false;          // some stand for none
    std::vector<std::string> outside;  // of these the ones with a plan, by id
};

struct MatchInput {
    const Scenario& quoted;
    const Classes& classes;
    const std::vector<Index>& default_plans;  // of each class, if P2 chose it
    const Request& billed;
    const BillRun& billed_run;
    const std::vector<NamedMatch>& named;
};
FleetMatch match_fleet(const MatchInput& input);

// The classes with as many devices as were billed for them; classes of none are left out.
Classes billed_counts(const Classes& classes, const FleetMatch& match);

// The billed account without the devices that no cohort has.
struct PartOfAccount {
    Request request;
    std::vector<Index> like;  // of each device
};
PartOfAccount matched_part(const Request& billed, const FleetMatch& match);

}  // namespace samebill
