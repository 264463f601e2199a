// SPDX-License-Identifier: MIT
#pragma once

#include "core/quote/scenario.h"

namespace samebill {

// What comes in: a scenario, and one of its numbers with another value. What goes out: the scenario with that value,
// as if the document had said so. Example: 100 and 300 devices, as a fleet of 40: 10 and 30.

enum class Assumed : uint8_t {
    devices,          // of a cohort, or of the fleet, shared out in proportion
    usage,            // of a cohort, or of the fleet, in percent of what is stated
    amount,           // of a behaviour: payload bytes, seconds of a call, messages
    sessions,         // of a behaviour with a count: so many an hour, day or week
    overhead,         // of a cohort's protocols, in percent of what is stated
    cancellations,    // of a cohort, percent a month
    per_week,         // devices of a cohort that begin a week
    test_days,        // of a cohort
    devices_percent,  // what devices, and their days, lie apart in
    days_percent,
    replaced_percent,  // of a cohort's cancelled devices
    start,             // of a cohort, moved by so many days
    seasons,           // all of a cohort, likewise
    plan_changes,      // likewise
    every_months,      // between a purchase and the next
    below              // threshold of a purchase, in percent of what is stated
};
std::string_view name_of(Assumed assumed);

struct AssumedNumber {
    Assumed what{};
    Index cohort = no_index;     // none: of the fleet
    Index behaviour = no_index;  // of the cohort
    Index purchase = no_index;   // of the cohort
};

// Dates: what is stated is 0, and values are days later.
bool is_date(Assumed assumed);

// What the scenario says; of usage, overhead and thresholds 100. Whole but for cancellations and their replacement.
Decimal stated_value(const Scenario& scenario, const AssumedNumber& number);
// The values that a document can state.
struct ValueRange {
    int64_t least = 0;
    int64_t most = 0;
};
ValueRange range_of(const Scenario& scenario, const AssumedNumber& number);

// With another value, and without the seeds of percentiles.
Scenario with_value(const Scenario& scenario, const AssumedNumber& number, Decimal value);

// The numbers of a scenario that are not 0 and its dates, cohort by cohort; of amounts those of all behaviours
// together, as `usage`.
std::vector<AssumedNumber> numbers_of(const Scenario& scenario);

}  // namespace samebill
