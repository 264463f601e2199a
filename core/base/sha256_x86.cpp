// SPDX-License-Identifier: MIT
#include <cpuid.h>
#include <immintrin.h>

#include "core/base/sha256.h"

namespace samebill {

namespace {

// Intel's SHA extensions hold the state as the words ABEF and CDGH, and make two rounds an instruction.
__attribute__((target("sha,sse4.1"))) void sha256_blocks_sha(uint32_t* state, const uint8_t* blocks, uint64_t count) {
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    const __m128i dcba = _mm_shuffle_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(state)), 0xB1);
    const __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(state + 4)), 0x1B);
    __m128i abef = _mm_alignr_epi8(dcba, hgfe, 8);
    __m128i cdgh = _mm_blend_epi16(hgfe, dcba, 0xF0);
    for (; count > 0; --count, blocks += 64) {
        const __m128i abef_before = abef;
        const __m128i cdgh_before = cdgh;
        __m128i words[4];
        for (int group = 0; group < 16; ++group) {
            __m128i& now = words[group & 3];
            if (group < 4) {
                now = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(blocks + 16 * group)),
                                       big_endian);
            } else {
                const __m128i last = words[(group + 3) & 3];
                const __m128i seven_back = _mm_alignr_epi8(last, words[(group + 2) & 3], 4);
                now = _mm_add_epi32(_mm_sha256msg1_epu32(now, words[(group + 1) & 3]), seven_back);
                now = _mm_sha256msg2_epu32(now, last);
            }
            const auto* constants = reinterpret_cast<const __m128i*>(sha256_constants.data() + 4 * group);
            const __m128i sum = _mm_add_epi32(now, _mm_loadu_si128(constants));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    const __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
    const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(state), _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

// Compilers older than g++ 13 do not know "sha" in __builtin_cpu_supports.
bool has_sha_instructions() {
    uint32_t a = 0, b = 0, c = 0, d = 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b >> 29 & 1) != 0 && __builtin_cpu_supports("sse4.1") != 0;
}

}  // namespace

Sha256Blocks sha256_blocks() {
    __builtin_cpu_init();
    return has_sha_instructions() ? sha256_blocks_sha : sha256_blocks_plain;
}

}  // namespace samebill
