// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace samebill {

// What is counted (M3): whole bytes, seconds and messages. The order is the bytewise order of the names.
enum class Kind : uint8_t { data, sms, voice };
inline constexpr int kind_count = 3;
inline constexpr std::array<Kind, kind_count> all_kinds{Kind::data, Kind::sms, Kind::voice};

// One amount per kind, indexed by `index_of(kind)`.
using Quantities = std::array<int64_t, kind_count>;

constexpr int index_of(Kind kind) {
    return static_cast<int>(kind);
}
std::string_view name_of(Kind kind);
std::optional<Kind> parse_kind(std::string_view name);

inline constexpr int64_t max_quantity = (int64_t{1} << 53) - 1;  // of one record or catalog amount (M3)

// Adds b to a; false if the sum passes 2^63-1 (M3), in which case a stays as it was. Both are >= 0.
inline bool add_checked(int64_t& a, int64_t b) {
    int64_t sum = 0;
    if (__builtin_add_overflow(a, b, &sum)) return false;
    a = sum;
    return true;
}

// The smallest multiple of `increment` (>= 1) that is not below `quantity` (>= 0) (U1). False if it passes 2^63-1.
inline bool round_up(int64_t quantity, int64_t increment, int64_t& rounded) {
    if (increment == 1) {
        rounded = quantity;
        return true;
    }
    if ((increment & (increment - 1)) == 0) {
        if (__builtin_add_overflow(quantity, increment - 1, &rounded)) return false;
        rounded &= -increment;
        return true;
    }
    const int64_t steps = quantity / increment + (quantity % increment != 0 ? 1 : 0);
    return !__builtin_mul_overflow(steps, increment, &rounded);
}

}  // namespace samebill
