// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/jobs.h"
#include "core/base/pages.h"
#include "core/usage/session_part.h"

namespace samebill {

// The sessions of a table device by device, each device's in input order, dropped ones left out.
struct GroupedSessions {
    Pages<uint64_t> when;
    Pages<uint64_t> quantity;
    Pages<uint32_t> record;   // numbers in the input
    Pages<uint64_t> offsets;  // by device, and the end
    uint64_t least_when = UINT64_MAX, most_when = 0;
};

// Takes the columns of all parts, which lie in `memory`, apart and gives them back one by one, so that the next one
// here can lie where the last one lay. In steps that write to few places at a time: first each part into groups of
// neighbouring devices, in memory that the cache holds, then each group by device. With few devices the latter is all.
GroupedSessions group_by_device(std::vector<SessionPart>& parts, PartMemory& memory, SparePages& spare,
                                uint32_t device_count, const RunJobs* run_jobs);

}  // namespace samebill
