// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstring>
#include <map>
#include <string_view>
#include <vector>

#include "core/base/page_arena.h"
#include "core/usage/id_store.h"

namespace samebill {

// Device ids and their numbers, in the order in which they came. A hash table of lines of eight slots, one cache line
// each, filled from the front; full ones overflow into the next. An id is looked for in a limited number of lines, then
// in an ordered map: ids made to collide cost a logarithm each, not the length of the table.
class DeviceIndex {
public:
    static constexpr uint32_t none = UINT32_MAX;

    uint32_t find(std::string_view id, const IdKey& key) const;
    uint32_t find_or_add(std::string_view id, const IdKey& key) {
        const uint32_t found = find(id, key);
        return found != none ? found : add(id, key);
    }

    // Finding many, in three steps that do not wait for memory: `prefetch` each, some time before; then their
    // candidates, and `prefetch_id` of each; then whether they are it. A candidate that is not says nothing.
    void prefetch(uint64_t hash) const {
        if (lines_.count() != 0) __builtin_prefetch(&lines_[place(hash)]);
    }
    uint32_t candidate(uint64_t hash) const {
        if (lines_.count() == 0) return none;
        const Line& line = lines_[place(hash)];
        const uint32_t hits = LineScan(line, tag_of(hash)).hits();
        return hits == 0 ? none : line.device[__builtin_ctz(hits)] - 1;
    }
    void prefetch_id(uint32_t device) const { __builtin_prefetch(&keys_[device]); }
    bool is(uint32_t device, std::string_view id, const IdKey& key) const {
        const ShortKey& known = keys_[device];
        if (id.size() <= 16) return ((known.low ^ key.low) | (known.high ^ key.high)) == 0;
        return known.high == long_id && known.low == key.hash && ids_[device] == id;
    }

    std::string_view id(uint32_t device) const { return ids_[device]; }
    uint32_t size() const { return static_cast<uint32_t>(ids_.size()); }
    uint64_t bytes() const {
        return lines_.bytes() + keys_.capacity() * sizeof(ShortKey) + ids_.bytes() + memory_.bytes();
    }
    void clear() { *this = DeviceIndex(); }

private:
    static constexpr uint32_t slots = 8, most_lines = 8;
    struct Line {
        uint32_t tag[slots];
        uint32_t device[slots];  // plus 1; 0: empty, and so are those behind it
    };
    // Ids of up to 16 bytes are what their keys are; of others it is the hash, and a value that no id gives.
    struct ShortKey {
        uint64_t low;
        uint64_t high;
    };
    static constexpr uint64_t long_id = UINT64_MAX;

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
            const Lanes use = (Lanes(lanes(line.device) != none) & one) + (Lanes(lanes(line.device + 4) != none) & one);
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

    static uint32_t tag_of(uint64_t hash) { return static_cast<uint32_t>(hash >> 8); }
    uint64_t place(uint64_t hash) const { return hash >> shift_; }
    uint64_t next(uint64_t at) const { return (at + 1) & (lines_.count() - 1); }
    uint32_t add(std::string_view id, const IdKey& key);  // one that is not there
    void enter(std::string_view id, uint64_t hash, uint32_t device);
    void grow();

    Pages<Line> lines_;   // a power of two
    int shift_ = 64;      // the upper bits of a hash give its line
    uint64_t limit_ = 0;  // devices; then the lines grow
    std::vector<ShortKey> keys_;
    IdStore ids_;
    PageArena memory_;                              // of the ids
    std::map<std::string_view, uint32_t> crowded_;  // whose lines were all full
};

}  // namespace samebill
