// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace samebill {

static_assert(std::endian::native == std::endian::little, "bytes are compared and read in words");

inline uint64_t load_word(const char* from) {
    uint64_t word;
    std::memcpy(&word, from, 8);
    return word;
}

// The first 16 bytes of an id, zeros behind a shorter one, and a hash of all of it, best in its upper bits. Ids of up
// to 16 bytes are equal when their keys are (no id holds a zero byte).
struct IdKey {
    uint64_t low = 0;
    uint64_t high = 0;
    uint64_t hash = 0;
};

namespace id_hash {

inline constexpr uint64_t odd_a = 0x9E3779B97F4A7C15u, odd_b = 0xC2B2AE3D27D4EB4Fu, odd_c = 0xD6E8FEB86659FD93u;

inline uint64_t finish(uint64_t a, uint64_t b) {
    const uint64_t both = a ^ std::rotl(b, 32);
    return (both ^ (both >> 32)) * odd_c;
}
// Of an id of up to 16 bytes.
inline uint64_t of_short(uint64_t low, uint64_t high) {
    return finish(low * odd_a, high * odd_b);
}

}  // namespace id_hash

inline IdKey key_of(std::string_view id) {
    const char* const text = id.data();
    const size_t size = id.size();
    IdKey key;
    if (size >= 16) {
        key.low = load_word(text);
        key.high = load_word(text + 8);
    } else if (size > 8) {
        key.low = load_word(text);
        key.high = load_word(text + size - 8) >> (128 - 8 * size);
    } else if (size == 8) {
        key.low = load_word(text);
    } else if (size >= 4) {
        uint32_t begin, end;
        std::memcpy(&begin, text, 4);
        std::memcpy(&end, text + size - 4, 4);
        key.low = begin | uint64_t{end} << (8 * size - 32);
    } else if (size > 0) {
        const auto byte = [&](size_t i) { return uint64_t{static_cast<unsigned char>(text[i])}; };
        key.low = byte(0) | byte(size / 2) << (size / 2 * 8) | byte(size - 1) << (8 * size - 8);
    }
    uint64_t a = key.low * id_hash::odd_a;
    uint64_t b = key.high * id_hash::odd_b;
    for (size_t at = 16; at < size; at += 8) {
        // The last word may reach back over bytes already taken: the size is part of the hash then.
        a = (a ^ (a >> 32)) * id_hash::odd_c + b + size;
        b = load_word(text + (at + 8 <= size ? at : size - 8)) * id_hash::odd_b;
    }
    key.hash = id_hash::finish(a, b);
    return key;
}

}  // namespace samebill
