// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "core/base/calendar.h"
#include "core/base/quantity.h"

namespace samebill {

// One usage record, read out of a session table. `record` is its number in the input, from 0, rejected ones counted:
// the session table gives its id.
struct Session {
    Instant start = 0;
    Instant end = 0;  // >= start
    int64_t quantity = 0;
    uint32_t record = 0;
    Kind kind{};
};

// How a session table keeps start, kind and duration in one word: start in the upper 33 bits (2189 ends below 2^33),
// then 2 bits of kind, then 29 bits of duration in seconds. Words thus sort by start. A duration of `long_duration` or
// more (17 years) is kept apart, and stands as `long_duration` here: `SessionTable::session` knows it.
//   2026-03-01T00:00:00Z, voice, 60 s: 1772323200 << 31 | 2 << 29 | 60
inline constexpr int duration_bits = 29;
inline constexpr uint64_t long_duration = (uint64_t{1} << duration_bits) - 1;

constexpr uint64_t pack_when(Instant start, Kind kind, Instant end) {
    const uint64_t duration = static_cast<uint64_t>(end - start);
    return static_cast<uint64_t>(start) << (duration_bits + 2) | static_cast<uint64_t>(kind) << duration_bits |
           (duration < long_duration ? duration : long_duration);
}
constexpr Instant start_in(uint64_t when) {
    return static_cast<Instant>(when >> (duration_bits + 2));
}
constexpr Kind kind_in(uint64_t when) {
    return static_cast<Kind>(when >> duration_bits & 3);
}
constexpr uint64_t duration_in(uint64_t when) {
    return when & long_duration;
}

}  // namespace samebill
