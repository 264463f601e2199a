// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/base/problem.h"
#include "core/quote/scenario.h"
#include "core/usage/session_table.h"

namespace samebill {

// What comes in: a scenario. What goes out: its devices as classes of identical ones, and what happens to each class.
// Identical are devices of one cohort and usage class that begin and are cancelled on the same days. Invariant: the
// weights of a cohort's first classes come to its count; every device of the fleet is in one class. Example: 100
// devices, 25 and 75 percent of them low and typical, 40 a week: 3 x 2 classes of 10, 30, 10, 30, 5 and 15.

inline constexpr Date no_end = INT32_MAX;

// What a class uses: one for all classes of a usage class, or one for each device.
struct Profile {
    Index cohort = 0;
    Index usage_class = 0;
    int64_t number = 0;       // of the device in its cohort if each draws for itself
    Index sample = no_index;  // the device of the records, if the cohort's usage comes from such
};

struct DeviceClass {
    Index cohort = 0;
    Index profile = 0;
    int64_t weight = 1;
    Date start = 0;      // provisioned at 00:00
    Date activated = 0;  // at 00:00
    Date end = no_end;   // cancelled at 00:00
};

struct Classes {
    std::vector<DeviceClass> classes;          // by cohort
    std::vector<Profile> profiles;             // by cohort
    std::vector<std::vector<Season>> seasons;  // of each cohort, every year's, by date
    std::vector<Event> events;                 // by class, then in time; `position` is that of its origin
    std::vector<std::string> origins;          // pointers into the scenario
};

// Problems if there are too many classes. `records` is null without real records.
Problems make_classes(const Scenario& scenario, const SessionTable* records, Classes& classes);

// Ids that sort as classes do: "c001-000001", and with a number of the device "c001-000001-00000001".
std::string class_id(Index cohort, Index number);

// True if the device is suspended over the season: it was active before.
inline bool takes_season(const DeviceClass& device, const Season& season) {
    return device.activated < season.from && season.from < device.end;
}

// Shares out `count` by weights: each the whole part, the rest one by one to the largest remainders (ties: the first).
// `carry` keeps the remainders from one time to the next, so that the sums of all times are in proportion.
std::vector<int64_t> share_out(int64_t count, const std::vector<int64_t>& weights, std::vector<Int128>& carry);

// The seasons of all years that the scenario reaches, by date.
std::vector<Season> seasons_within(const std::vector<Season>& seasons, Month from, Month through);

}  // namespace samebill
