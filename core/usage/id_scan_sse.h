// SPDX-License-Identifier: MIT
#pragma once

#include <smmintrin.h>

#include <cstdint>

namespace samebill {

// The id characters before the first other of 16, all at once: the lower half of a byte gives the upper halves with
// which it is an id character, one bit each (2: + - .  3: digits and :  4, 5: @ A-Z _  6, 7: a-z).
struct SseIdScan {
    static uint32_t id_run(const char* from) {
        const __m128i lower = _mm_setr_epi8(0x2E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E,   // 0 ... 7
                                            0x3E, 0x3E, 0x3E, 0x15, 0x14, 0x15, 0x15, 0x1C);  // 8 ... F
        const __m128i upper = _mm_setr_epi8(0, 0, 1, 2, 4, 8, 16, 32, 0, 0, 0, 0, 0, 0, 0, 0);
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
        const __m128i high = _mm_and_si128(_mm_srli_epi16(bytes, 4), _mm_set1_epi8(15));
        const __m128i both = _mm_and_si128(_mm_shuffle_epi8(lower, bytes), _mm_shuffle_epi8(upper, high));
        const int others = _mm_movemask_epi8(_mm_cmpeq_epi8(both, _mm_setzero_si128()));
        return static_cast<uint32_t>(__builtin_ctz(static_cast<uint32_t>(others) | 0x10000));
    }
};

}  // namespace samebill
