// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "core/base/pages.h"

namespace samebill {

// A column that grows at its end in chunks, so that growing never copies more than one chunk (a short column is one chunk that
// doubles), and that can be given back chunk by chunk.
template <class T>
class Column {
public:
    static constexpr uint64_t chunk = (uint64_t{512} << 10) / sizeof(T);  // values

    void push(T value) {
        if (next_ == limit_) grow();
        *next_++ = value;
    }
    uint64_t size() const {
        return chunks_.empty() ? 0 : (chunks_.size() - 1) * chunk + static_cast<uint64_t>(next_ - chunks_.back().data());
    }
    T& operator[](uint64_t i) { return chunks_[static_cast<size_t>(i / chunk)][i % chunk]; }
    const T& operator[](uint64_t i) const { return chunks_[static_cast<size_t>(i / chunk)][i % chunk]; }

    uint64_t chunk_count() const { return chunks_.size(); }
    const T* chunk_data(uint64_t at) const { return chunks_[static_cast<size_t>(at)].data(); }
    uint64_t chunk_size(uint64_t at) const { return at + 1 < chunks_.size() ? chunk : size() - at * chunk; }
    void drop_chunk(uint64_t at) { chunks_[static_cast<size_t>(at)] = Pages<T>(); }
    void clear() {
        chunks_.clear();
        next_ = limit_ = nullptr;
    }
    uint64_t bytes() const {
        uint64_t sum = 0;
        for (const Pages<T>& pages : chunks_) sum += pages.bytes();
        return sum;
    }

private:
    void grow() {
        constexpr uint64_t first = 64;
        if (chunks_.size() != 1 || chunks_[0].count() == chunk) {
            chunks_.emplace_back(chunks_.empty() ? first : chunk);
            next_ = chunks_.back().data();
        } else {
            const uint64_t held = chunks_[0].count();
            Pages<T> larger(held * 2 < chunk ? held * 2 : chunk);
            std::memcpy(larger.data(), chunks_[0].data(), static_cast<size_t>(held * sizeof(T)));
            chunks_[0] = std::move(larger);
            next_ = chunks_[0].data() + held;
        }
        limit_ = chunks_.back().data() + chunks_.back().count();
    }

    std::vector<Pages<T>> chunks_;
    T* next_ = nullptr;
    T* limit_ = nullptr;
};

}  // namespace samebill
