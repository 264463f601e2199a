// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <cstring>

namespace samebill {

// Whole numbers as decimal digits, put into a buffer that has room for them. Each function returns the end of what it
// put.

inline constexpr std::array<char, 200> digit_pairs = [] {
    std::array<char, 200> pairs{};
    for (size_t i = 0; i < 100; ++i) {
        pairs[2 * i] = static_cast<char>('0' + i / 10);
        pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return pairs;
}();

inline char* put_two_digits(char* at, unsigned value) {
    std::memcpy(at, &digit_pairs[2 * value], 2);
    return at + 2;
}

// The last `width` digits, with leading zeros.
inline char* put_digits(char* at, uint64_t value, int width) {
    char* const end = at + width;
    char* next = end;
    for (; width >= 2; width -= 2, value /= 100) put_two_digits(next -= 2, static_cast<unsigned>(value % 100));
    if (width == 1) *--next = static_cast<char>('0' + value % 10);
    return end;
}

inline int digit_count(uint64_t value) {
    int count = 1;
    for (; value >= 10'000; value /= 10'000) count += 4;
    return count + (value >= 10) + (value >= 100) + (value >= 1000);
}

inline char* put_number(char* at, uint64_t value) {
    return put_digits(at, value, digit_count(value));
}

}  // namespace samebill
