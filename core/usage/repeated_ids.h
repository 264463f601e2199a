// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/jobs.h"
#include "core/usage/session_part.h"

namespace samebill {

// What comes in: all parts of a table, in order. What goes out: for each session whose id an earlier one has, its place
// (upper 32 bits) and that of the first of the id (lower 32 bits), by rising place. Sessions are compared by hashes, in
// shares of them that a processor's cache holds, and by the ids themselves where hashes are equal; ids made to collide
// are sorted instead. Nothing of the parts changes but the order of their entries.
std::vector<uint64_t> repeated_ids(std::vector<SessionPart>& parts, const RunJobs* run_jobs);

// The part that holds a place.
inline size_t part_of(const std::vector<SessionPart>& parts, uint32_t place) {
    size_t low = 0;
    for (size_t high = parts.size(); high - low > 1;) {
        const size_t middle = (low + high) / 2;
        (parts[middle].first_place <= place ? low : high) = middle;
    }
    return low;
}

}  // namespace samebill
