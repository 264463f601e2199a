// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "core/base/page_arena.h"
#include "core/usage/id_key.h"

namespace samebill {

// Ids of 1 to 128 bytes in the order in which they came: their bytes one after the other, a byte of length each, and
// where every 64th begins. 1 1/8 bytes an id beside its own.
class IdStore {
public:
    static constexpr uint32_t block = 64;
    static constexpr uint32_t longest = 128;

    void add(std::string_view id, PageArena& memory) {
        if (count_ % block == 0) begin_block(memory);
        std::memcpy(next_, id.data(), id.size());
        blocks_.back().lengths[count_ % block] = static_cast<uint8_t>(id.size());
        next_ += id.size();
        ++count_;
    }

    // The same for several ids, which the caller writes: up to the end of the block of 64 that the next one falls in.
    // Each has room for `longest` bytes and 16 more behind.
    struct Writer {
        char* next = nullptr;
        uint8_t* lengths = nullptr;
        uint32_t room = 0;  // ids
    };
    Writer begin_writing(PageArena& memory) {
        if (count_ % block == 0) begin_block(memory);
        const auto begun = static_cast<uint32_t>(count_ % block);
        return {next_, blocks_.back().lengths + begun, block - begun};
    }
    void end_writing(char* next, uint32_t ids) {
        next_ = next;
        count_ += ids;
        if (ids == 0 && count_ % block == 0) blocks_.pop_back();
    }

    std::string_view operator[](uint64_t at) const {
        const Block& in = blocks_[static_cast<size_t>(at / block)];
        return {in.bytes + sum(in.lengths, at % block), in.lengths[at % block]};
    }
    uint64_t size() const { return count_; }
    uint64_t bytes() const { return blocks_.capacity() * sizeof(Block); }  // beside the arena's

    uint64_t id_bytes() const {
        uint64_t sum = 0;
        for (size_t i = 0; i < blocks_.size(); ++i) sum += bytes_in(i);
        return sum;
    }

    // Of an empty store that is to hold several others, one behind the other: room for so many ids, to which
    // `copy` brings those of each, at the same time. `at`: how many stand before them; `to`: their bytes, which follow
    // those before. Nothing is added afterwards.
    void resize(uint64_t ids) {
        blocks_.resize(static_cast<size_t>((ids + block - 1) / block));
        count_ = ids;
    }
    void copy(const IdStore& other, uint64_t at, char* to) {
        for (size_t i = 0; i < other.blocks_.size(); ++i) {
            const Block& from = other.blocks_[i];
            const uint64_t size = other.bytes_in(i);
            std::memcpy(to, from.bytes, static_cast<size_t>(size));
            const uint64_t ids = other.ids_in(i), first = at % block, fit = std::min(ids, block - first);
            Block& into = blocks_[static_cast<size_t>(at / block)];
            if (first == 0) into.bytes = to;
            std::memcpy(into.lengths + first, from.lengths, static_cast<size_t>(fit));
            if (fit < ids) {
                Block& next = *(&into + 1);
                next.bytes = to + sum(from.lengths, fit);
                std::memcpy(next.lengths, from.lengths + fit, static_cast<size_t>(ids - fit));
            }
            at += ids;
            to += size;
        }
    }

private:
    struct Block {
        const char* bytes;
        uint8_t lengths[block];
    };
    static constexpr uint64_t longest_block = block * longest + 16;

    void begin_block(PageArena& memory) {
        if (room_end_ - next_ < static_cast<std::ptrdiff_t>(longest_block)) {
            // Little at first, then 32 in a large page.
            const uint64_t size = blocks_.empty() ? 2 * longest_block : 64 << 10;
            next_ = memory.take(size);
            room_end_ = next_ + size;
        }
        blocks_.push_back({next_, {}});
    }
    uint64_t ids_in(size_t at) const { return at + 1 < blocks_.size() ? block : (count_ - 1) % block + 1; }
    uint64_t bytes_in(size_t at) const {
        const uint64_t ids = ids_in(at);
        const uint8_t* const lengths = blocks_[at].lengths;
        return ids < block ? sum(lengths, ids) : sum(lengths, block - 1) + lengths[block - 1];
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

    std::vector<Block> blocks_;
    char* next_ = nullptr;
    char* room_end_ = nullptr;
    uint64_t count_ = 0;
};

}  // namespace samebill
