// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/money.h"

namespace samebill {

// Chance that is none: numbers that depend on a seed and on what they are for, and on nothing else, so that the same
// scenario always gives the same bytes, and a cohort added to it changes no other. The mixing is that of SplitMix64.

constexpr uint64_t mixed(uint64_t value) {
    value += 0x9E3779B97F4A7C15u;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
    return value ^ (value >> 31);
}

constexpr uint64_t mixed(uint64_t key, uint64_t with) {
    return mixed(key ^ mixed(with));
}

constexpr uint64_t key_of_text(std::string_view text) {
    uint64_t key = text.size();
    for (const char c : text) key = mixed(key, static_cast<uint8_t>(c));
    return key;
}

// In thousandths: 1000 and at most `percent` up or down, each whole number as likely as any other.
constexpr int64_t drawn_factor(uint64_t key, int64_t percent) {
    if (percent == 0) return 1000;
    const auto width = static_cast<uint64_t>(20 * percent + 1);
    const auto drawn = static_cast<int64_t>(static_cast<unsigned __int128>(mixed(key)) * width >> 64);
    return 1000 - 10 * percent + drawn;
}

}  // namespace samebill
