// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>

#include "core/base/quantity.h"
#include "core/usage/id_key.h"

namespace samebill {

// Up to 16 bytes of an id at once: how many before the first that is no id character, and those, zeros behind them.
struct ShortId {
    uint64_t low;
    uint64_t high;
    uint32_t length;
};

// Byte by byte, and in words of 8.
struct PlainScan {
    static ShortId id_run(const char* from) {
        uint32_t length = 0;
        while (length < 16 && characters[static_cast<unsigned char>(from[length])]) ++length;
        const uint64_t low = load_word(from), high = load_word(from + 8);
        if (length == 16) return {low, high, 16};
        if (length >= 8) return {low, high & ((uint64_t{1} << (8 * length - 64)) - 1), length};
        return {low & ((uint64_t{1} << (8 * length)) - 1), 0, length};
    }

    // The seconds of two times "hh:mm:ss"; false if one is none.
    static bool seconds(const char* first, const char* second, uint32_t& first_seconds, uint32_t& second_seconds) {
        return seconds(first, first_seconds) && seconds(second, second_seconds);
    }
    static bool seconds(const char* time, uint32_t& seconds) {
        // Less the zeros of digits and the colons: each byte at most the digit that may stand there.
        const uint64_t digits = load_word(time) ^ 0x30303A30303A3030u;
        const uint64_t wrong = ((digits + 0x767A7F767A7F767Du) | digits) & 0x8080808080808080u;
        const uint64_t pairs = digits * 10 + (digits >> 8);
        const uint32_t hour = pairs & 0xFF;
        seconds =
            hour * 3600 + static_cast<uint32_t>(pairs >> 24 & 0xFF) * 60 + static_cast<uint32_t>(pairs >> 48 & 0xFF);
        return (wrong == 0) & (hour < 24);
    }

    // 0 ... 2^53-1, without leading zeros.
    static bool quantity(const char*& at, uint64_t& quantity) {
        uint64_t value = 0;
        uint32_t count = read_digits(at, value);
        if (count == 0 || (*at == '0' && count > 1)) return false;
        if (count == 8) {
            static constexpr uint64_t powers[9] = {1,       10,        100,        1000,       10'000,
                                                   100'000, 1'000'000, 10'000'000, 100'000'000};
            uint64_t rest = 0;
            const uint32_t more = read_digits(at + 8, rest);
            value = value * powers[more] + rest;
            count += more;  // at 16 a further digit stays, and what must follow a value is not there
        }
        at += count;
        quantity = value;
        return value <= static_cast<uint64_t>(max_quantity);
    }

private:
    // Digits from here on: how many of 8, and their value.
    static uint32_t read_digits(const char* from, uint64_t& value) {
        const uint64_t word = load_word(from) ^ 0x3030303030303030u;
        const uint64_t wrong = ((word + 0x7676767676767676u) | word) & 0x8080808080808080u;
        const uint32_t count = wrong == 0 ? 8 : static_cast<uint32_t>(__builtin_ctzll(wrong)) / 8;
        if (count == 0) return 0;
        uint64_t digits = word << (64 - 8 * count);
        digits = digits * 10 + (digits >> 8);
        digits = ((digits & 0x000000FF000000FFu) * 0x000F424000000064u +
                  (digits >> 16 & 0x000000FF000000FFu) * 0x0000271000000001u) >>
                 32;
        value = digits;
        return count;
    }

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
