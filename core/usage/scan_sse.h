// SPDX-License-Identifier: MIT
#pragma once

#include <smmintrin.h>

#include <cstdint>

#include "core/usage/scan_plain.h"

namespace samebill {

// The same with all 16 bytes at once. The lower half of a byte gives the upper halves with which it is an id character,
// one bit each (2: + - .  3: digits and :  4, 5: @ A-Z _  6, 7: a-z).
struct SseScan {
    static ShortId id_run(const char* from) {
        const __m128i lower = _mm_setr_epi8(0x2E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E,   // 0 ... 7
                                            0x3E, 0x3E, 0x3E, 0x15, 0x14, 0x15, 0x15, 0x1C);  // 8 ... F
        const __m128i upper = _mm_setr_epi8(0, 0, 1, 2, 4, 8, 16, 32, 0, 0, 0, 0, 0, 0, 0, 0);
        const __m128i bytes = load(from);
        const __m128i high = _mm_and_si128(_mm_srli_epi16(bytes, 4), _mm_set1_epi8(15));
        // A byte of 0x80 or more gives 0 from `lower`.
        const __m128i fits = _mm_and_si128(_mm_shuffle_epi8(lower, bytes), _mm_shuffle_epi8(upper, high));
        const auto others =
            static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(fits, _mm_setzero_si128()))) | 1u << 16;
        const auto length = static_cast<uint32_t>(__builtin_ctz(others));
        const __m128i kept = _mm_and_si128(bytes, load(reinterpret_cast<const char*>(masks) + 16 - length));
        return {static_cast<uint64_t>(_mm_cvtsi128_si64(kept)), static_cast<uint64_t>(_mm_extract_epi64(kept, 1)),
                length};
    }

    static bool seconds(const char* first, const char* second, uint32_t& first_seconds, uint32_t& second_seconds) {
        const __m128i text =
            _mm_set_epi64x(static_cast<int64_t>(load_word(second)), static_cast<int64_t>(load_word(first)));
        const __m128i digits = _mm_sub_epi8(
            text, _mm_setr_epi8('0', '0', ':', '0', '0', ':', '0', '0', '0', '0', ':', '0', '0', ':', '0', '0'));
        const __m128i most = _mm_setr_epi8(2, 9, 0, 5, 9, 0, 5, 9, 2, 9, 0, 5, 9, 0, 5, 9);
        const __m128i wrong = _mm_subs_epu8(digits, most);
        const __m128i pairs =
            _mm_maddubs_epi16(digits, _mm_setr_epi8(10, 1, 0, 10, 1, 0, 10, 1, 10, 1, 0, 10, 1, 0, 10, 1));
        const __m128i sums = _mm_madd_epi16(pairs, _mm_setr_epi16(3600, 60, 60, 1, 3600, 60, 60, 1));
        const __m128i both = _mm_add_epi32(sums, _mm_srli_epi64(sums, 32));
        first_seconds = static_cast<uint32_t>(_mm_cvtsi128_si32(both));
        second_seconds = static_cast<uint32_t>(_mm_extract_epi32(both, 2));
        const bool digits_fit = _mm_testz_si128(wrong, wrong) != 0;
        return digits_fit & (first_seconds < 86'400) & (second_seconds < 86'400);
    }

    // 0 ... 2^53-1, without leading zeros.
    static bool quantity(const char*& at, uint64_t& quantity) {
        const __m128i digits = _mm_sub_epi8(load(at), _mm_set1_epi8('0'));
        const __m128i fits = _mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits);
        const auto others = ~static_cast<uint32_t>(_mm_movemask_epi8(fits));
        const auto count = static_cast<uint32_t>(__builtin_ctz(others));  // a 17th digit is not what must follow
        // To the end of the 16, zeros before.
        const __m128i places = load(reinterpret_cast<const char*>(shifts) + count);
        const __m128i pairs = _mm_maddubs_epi16(_mm_shuffle_epi8(digits, places), _mm_set1_epi16(10 | 1 << 8));
        const __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(100 | 1 << 16));
        const __m128i eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), _mm_set1_epi32(10'000 | 1 << 16));
        const auto both = static_cast<uint64_t>(_mm_cvtsi128_si64(eights));
        quantity = (both & 0xFFFFFFFF) * 100'000'000 + (both >> 32);
        const bool leading_zero = *at == '0' && count > 1;
        at += count;
        return count > 0 && !leading_zero && quantity <= static_cast<uint64_t>(max_quantity);
    }

private:
    static __m128i load(const char* from) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from)); }
    static constexpr int8_t shifts[32] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
                                          0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15};
    static constexpr int8_t masks[32] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
};

}  // namespace samebill
