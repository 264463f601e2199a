// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <cstring>

#include "core/base/pages.h"

namespace samebill {

// Where the record ids seen so far stand, by their hashes: the duplicate check of a session table. 8 bytes a slot, 10 to 13.4 a
// record. Lines of eight slots, one cache line each; filled from the front, full ones overflow into the next. In parts that
// grow one by one, by a third, so that growing needs little memory beside.
class RecordIndex {
public:
    static constexpr uint32_t none = UINT32_MAX;

    void prefetch(uint64_t hash) const {
        const Part& part = parts_[part_of(hash)];
        if (part.lines.count() != 0) __builtin_prefetch(&part.lines[line_of(hash, part)], 1);
    }

    // The record of this hash for which `same(record)` holds, or none, and `record` is entered then.
    template <class Same>
    uint32_t find_or_add(uint64_t hash, uint32_t record, Same same) {
        Part& part = parts_[part_of(hash)];
        if (part.held >= part.limit) grow(part);
        const auto tag = static_cast<uint32_t>(hash);
        const uint64_t count = part.lines.count();
        for (uint64_t at = line_of(hash, part);; at = at + 1 == count ? 0 : at + 1) {
            Line& line = part.lines[at];
            const LineScan scan(line, tag);
            const uint32_t used = scan.used();
            for (uint32_t hits = scan.hits(); hits != 0; hits &= hits - 1) {
                const uint32_t found = line.record[__builtin_ctz(hits)] - 1;
                if (same(found)) return found;
            }
            if (used == slots) continue;
            line.tag[used] = tag;
            line.record[used] = record + 1;
            ++part.held;
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
    struct Part {
        Pages<Line> lines;
        uint64_t held = 0;
        uint64_t limit = 0;  // grows when it holds as many
    };
    static constexpr uint32_t part_bits = 2;

    static uint64_t part_of(uint64_t hash) { return hash >> (64 - part_bits); }
    // The low 32 bits, the tag, give the line too: a part grows without looking at the ids.
    static uint64_t line_of(uint64_t hash, const Part& part) {
        return (hash & UINT32_MAX) * part.lines.count() >> 32;
    }
    // Which slots of a line hold a tag, and how many are used, four at a time (vectors of the compiler, not of a machine).
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
    static void grow(Part& part);

    std::array<Part, 1 << part_bits> parts_;
};

}  // namespace samebill
