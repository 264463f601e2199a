// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "core/usage/column.h"
#include "core/usage/id_key.h"

namespace samebill {

// Ids of 1 to 128 bytes in the order in which they came: their bytes one after the other, a byte of length each, and
// where every 64th begins. 1 1/8 bytes an id beside its own.
class IdStore {
public:
    // `key` is that of the id.
    void add(std::string_view id, const IdKey& key) {
        if (count_ % block == 0) begin_block();
        ++count_;
        lengths_.push(static_cast<uint8_t>(id.size()));
        if (id.size() <= 16) {
            std::memcpy(next_, &key.low, 8);
            std::memcpy(next_ + 8, &key.high, 8);
        } else {
            std::memcpy(next_, id.data(), id.size());
        }
        next_ += id.size();
    }
    std::string_view operator[](uint64_t at) const {
        const uint8_t* const lengths = &lengths_[at / block * block];
        return {blocks_[at / block] + sum(lengths, at % block), lengths[at % block]};
    }
    uint64_t size() const { return count_; }
    uint64_t bytes() const {
        uint64_t sum = lengths_.bytes() + blocks_.bytes();
        for (const auto& pages : pages_) sum += pages.bytes();
        return sum;
    }

private:
    static constexpr uint64_t block = 64;
    static constexpr uint64_t longest_block = block * 128 + 16;  // ids are written in words of 16 bytes

    void begin_block() {
        if (room_end_ - next_ < static_cast<std::ptrdiff_t>(longest_block)) {
            // Doubling to 256 KiB, then as much again and again, then large pages.
            constexpr uint64_t chunk = 256 << 10, large = 2 << 20;
            const uint64_t wanted = pages_.empty() ? 2 * longest_block : 2 * pages_.back().count();
            pages_.emplace_back(pages_.size() >= 64 ? large : wanted < chunk ? wanted : chunk);
            next_ = pages_.back().data();
            room_end_ = next_ + pages_.back().count();
        }
        blocks_.push(next_);
    }
    // Of the first `count` lengths, at most 63, eight at a time in lanes of 16 bits.
    static uint64_t sum(const uint8_t* lengths, uint64_t count) {
        constexpr uint64_t even = 0x00FF00FF00FF00FFu;
        uint64_t lanes = 0;
        uint64_t at = 0;
        for (; at + 8 <= count; at += 8) {
            const uint64_t word = load_word(reinterpret_cast<const char*>(lengths + at));
            lanes += (word & even) + (word >> 8 & even);
        }
        uint64_t total = lanes * 0x0001000100010001u >> 48;
        for (; at < count; ++at) total += lengths[at];
        return total;
    }

    Column<uint8_t> lengths_;
    Column<const char*> blocks_;
    std::vector<Pages<char>> pages_;
    char* next_ = nullptr;
    char* room_end_ = nullptr;
    uint64_t count_ = 0;
};

}  // namespace samebill
