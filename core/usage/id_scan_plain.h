// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>

namespace samebill {

// The id characters before the first other of 16, byte by byte.
struct PlainIdScan {
    static uint32_t id_run(const char* from) {
        uint32_t length = 0;
        while (length < 16 && characters[static_cast<unsigned char>(from[length])]) ++length;
        return length;
    }

private:
    static constexpr std::array<bool, 256> characters = [] {
        std::array<bool, 256> set{};
        for (int c = 0; c < 128; ++c) {
            const bool digit = c >= '0' && c <= '9';
            const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            set[static_cast<size_t>(c)] =
                digit || letter || c == '.' || c == '_' || c == ':' || c == '@' || c == '+' || c == '-';
        }
        return set;
    }();
};

}  // namespace samebill
