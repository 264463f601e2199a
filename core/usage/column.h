// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "core/base/pages.h"

namespace samebill {

// A column that grows at its end in chunks, so that growing never copies more than one chunk (a short column is one
// chunk that doubles), and that can be given back from its beginning while it is read. A long one takes eight chunks at
// a time, which fill a large page.
template <class T>
class Column {
public:
    static constexpr uint64_t chunk = (uint64_t{256} << 10) / sizeof(T);  // values

    void push(T value) {
        if (next_ == limit_) grow();
        *next_++ = value;
    }
    uint64_t size() const {
        return chunks_.empty() ? 0 : (used_ - 1) * chunk + static_cast<uint64_t>(next_ - chunks_[used_ - 1]);
    }
    T& operator[](uint64_t i) { return chunks_[static_cast<size_t>(i / chunk)][i % chunk]; }
    const T& operator[](uint64_t i) const { return chunks_[static_cast<size_t>(i / chunk)][i % chunk]; }

    // Gives back what holds no value from `i` on; nothing is pushed afterwards, and `clear` comes last.
    void drop_before(uint64_t i) {
        while (dropped_ < regions_.size() && region_begin_ + regions_[dropped_].count() <= i) {
            region_begin_ += regions_[dropped_].count();
            regions_[dropped_++] = Pages<T>();
        }
    }
    void clear() { *this = Column(); }
    uint64_t bytes() const {
        uint64_t sum = 0;
        for (const Pages<T>& region : regions_) sum += region.bytes();
        return sum;
    }

private:
    void grow() {
        constexpr uint64_t first = 64, together = 8, long_column = 64;  // values, chunks, chunks
        if (used_ == 1 && regions_[0].count() < chunk) {
            const uint64_t held = regions_[0].count();
            Pages<T> larger(held * 2);
            std::memcpy(larger.data(), regions_[0].data(), static_cast<size_t>(held * sizeof(T)));
            regions_[0] = std::move(larger);
            chunks_[0] = regions_[0].data();
            next_ = chunks_[0] + held;
            limit_ = chunks_[0] + 2 * held;
            return;
        }
        if (used_ == chunks_.size()) {
            const uint64_t more = used_ < long_column ? 1 : together;
            regions_.emplace_back(used_ == 0 ? first : more * chunk);
            for (uint64_t i = 0; i < more; ++i) chunks_.push_back(regions_.back().data() + i * chunk);
        }
        next_ = chunks_[used_++];
        limit_ = next_ + (used_ == 1 ? first : chunk);
    }

    std::vector<T*> chunks_;
    std::vector<Pages<T>> regions_;  // what the chunks lie in
    size_t used_ = 0;                // chunks begun
    size_t dropped_ = 0;             // regions given back
    uint64_t region_begin_ = 0;      // of the first that is not
    T* next_ = nullptr;
    T* limit_ = nullptr;
};

}  // namespace samebill
