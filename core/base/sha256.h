// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace samebill {

// SHA-256 (FIPS 180-4). On x86 with SHA instructions these are used; the bytes are the same everywhere.
class Sha256 {
public:
    void update(std::string_view bytes);
    // The digest as 64 lower-case hexadecimal digits. Nothing can be added afterwards.
    std::string finish_hex();

private:
    std::array<uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<uint8_t, 64> block_{};  // bytes that do not fill a block yet
    uint32_t held_ = 0;                // how many of them
    uint64_t length_ = 0;              // of all bytes so far
};

std::string sha256_hex(std::string_view bytes);

// Takes `count` blocks of 64 bytes into the state. The plain form is portable; `sha256_blocks` gives the fastest form
// that this machine has (sha256_x86.cpp on x86, sha256_wasm.cpp in the module with SIMD, sha256_portable.cpp
// elsewhere).
using Sha256Blocks = void (*)(uint32_t* state, const uint8_t* blocks, uint64_t count);
void sha256_blocks_plain(uint32_t* state, const uint8_t* blocks, uint64_t count);
Sha256Blocks sha256_blocks();

extern const std::array<uint32_t, 64> sha256_constants;

}  // namespace samebill
