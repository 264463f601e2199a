// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/quote/scenario.h"

namespace samebill {

// When the devices of a cohort have sessions in a month, by start, then behaviour: the same for all of them, cut off
// where a device is not there. Example: two a day at 06:00 and 18:00 in February: 56 entries.
struct Timetable {
    std::vector<uint64_t> when;      // as packed in session.h
    std::vector<uint8_t> behaviour;  // parallel to it
    std::vector<uint8_t> day;        // of the month, from 0
};

Timetable make_timetable(const Cohort& cohort, Month first_month, Month month);

// At most so many entries a month.
int64_t most_entries(const Cohort& cohort);

}  // namespace samebill
