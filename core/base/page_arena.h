// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/base/pages.h"

namespace samebill {

// Memory handed out piece by piece from ever larger blocks, and given back as a whole.
class PageArena {
public:
    // Blocks grow up to `largest` bytes, a multiple of 2 MiB so that they fill large pages.
    explicit PageArena(uint64_t largest = 2 << 20) : largest_(largest) {}

    void set_largest(uint64_t bytes) { largest_ = bytes; }  // of blocks to come

    // Aligned to 64 bytes.
    char* take(uint64_t bytes) {
        const uint64_t whole = (bytes + 63) / 64 * 64;
        if (end_ - next_ < static_cast<std::ptrdiff_t>(whole)) add_block(whole);
        return std::exchange(next_, next_ + whole);
    }
    // Hands out the same memory again.
    void reuse() {
        in_use_ = 0;
        next_ = end_ = nullptr;
    }
    void clear(SparePages& spare) {
        for (Pages<char>& block : blocks_) block.leave_to(spare);
        blocks_.clear();
        reuse();
    }
    uint64_t bytes() const {
        uint64_t sum = 0;
        for (const auto& block : blocks_) sum += block.bytes();
        return sum;
    }

private:
    void add_block(uint64_t bytes) {
        while (in_use_ < blocks_.size() && blocks_[in_use_].count() < bytes) ++in_use_;
        if (in_use_ == blocks_.size()) {
            constexpr uint64_t first = 16 << 10;
            const uint64_t grown = blocks_.empty() ? first : 2 * blocks_.back().count();
            blocks_.emplace_back(std::max(bytes, std::min(grown, largest_)));
        }
        next_ = blocks_[in_use_].data();
        end_ = next_ + blocks_[in_use_].count();
        ++in_use_;
    }

    uint64_t largest_;
    std::vector<Pages<char>> blocks_;
    size_t in_use_ = 0;  // blocks handed out from
    char* next_ = nullptr;
    char* end_ = nullptr;
};

}  // namespace samebill
