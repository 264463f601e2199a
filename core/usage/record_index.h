// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "core/base/pages.h"

namespace samebill {

// Where the record ids seen so far stand, by their hashes: the duplicate check of a session table. 8 bytes a slot, 10
// to 15 a record. Lines of eight slots, one cache line each; filled from the front, full ones overflow into the next.
// The lines lie in blocks: growing by half goes through them in order, and a block that is done serves again, so that
// it needs no memory beside.
class RecordIndex {
public:
    static constexpr uint32_t none = UINT32_MAX;

    void prefetch(uint64_t hash) const {
        if (line_count_ != 0) __builtin_prefetch(&line(home_of(static_cast<uint32_t>(hash), line_count_)));
    }

    // The record of this hash for which `same(record)` holds, or none, and `record` is entered then.
    template <class Same>
    uint32_t find_or_add(uint64_t hash, uint32_t record, Same same) {
        if (held_ >= limit_) grow();
        const auto tag = static_cast<uint32_t>(hash);
        for (uint64_t at = home_of(tag, line_count_);; at = at + 1 == line_count_ ? 0 : at + 1) {
            Line& found_in = line(at);
            const LineScan scan(found_in, tag);
            const uint32_t used = scan.used();
            for (uint32_t hits = scan.hits(); hits != 0; hits &= hits - 1) {
                const uint32_t found = found_in.record[__builtin_ctz(hits)] - 1;
                if (same(found)) return found;
            }
            if (used == slots) continue;
            found_in.tag[used] = tag;
            found_in.record[used] = record + 1;
            ++held_;
            return none;
        }
    }
    uint64_t bytes() const;

private:
    static constexpr uint32_t slots = 8;
    struct Line {
        uint32_t tag[slots];
        uint32_t record[slots];  // plus 1; 0: empty, and so are those behind it
    };
    static constexpr uint64_t block = 8192;  // lines: 512 KiB
    using Blocks = std::vector<Line*>;

    // Which slots of a line hold a tag, and how many are used, four at a time (vectors of the compiler, not of a
    // machine).
    class LineScan {
    public:
        LineScan(const Line& line, uint32_t tag) {
            const Lanes tags{tag, tag, tag, tag}, none{};
            const Lanes first{1, 2, 4, 8}, second{16, 32, 64, 128}, one{used_one, used_one, used_one, used_one};
            const auto lanes = [](const uint32_t* from) {
                Lanes values;
                std::memcpy(&values, from, sizeof values);
                return values;
            };
            const Lanes hit = (Lanes(lanes(line.tag) == tags) & first) | (Lanes(lanes(line.tag + 4) == tags) & second);
            const Lanes use = (Lanes(lanes(line.record) != none) & one) + (Lanes(lanes(line.record + 4) != none) & one);
            const Lanes both = hit + use;
            sum_ = both[0] + both[1] + both[2] + both[3];
        }
        uint32_t used() const { return sum_ / used_one; }
        uint32_t hits() const { return sum_ & ((1u << used()) - 1); }

    private:
        typedef uint32_t Lanes __attribute__((vector_size(16)));
        static constexpr uint32_t used_one = 256;
        uint32_t sum_;
    };

    // Lines rise with tags: those of one line go to neighbouring lines when the index grows.
    static uint64_t home_of(uint32_t tag, uint64_t lines) { return tag * lines >> 32; }
    Line& line(uint64_t at) const { return blocks_[static_cast<size_t>(at / block)][at % block]; }
    Line* take_block();
    void grow();

    Blocks blocks_;  // a short index is one block of fewer lines
    uint64_t line_count_ = 0;
    uint64_t held_ = 0;
    uint64_t limit_ = 0;               // grows when it holds as many
    std::vector<Pages<Line>> memory_;  // what the blocks lie in
    uint64_t unused_ = 0;              // blocks at the beginning of the last of it
    Blocks spare_;                     // blocks that served
};

}  // namespace samebill
