// SPDX-License-Identifier: MIT
#include "core/usage/record_index.h"

#include <algorithm>

namespace samebill {

// A block of empty lines: one that served before, or new memory, which is empty already.
RecordIndex::Line* RecordIndex::take_block() {
    if (!spare_.empty()) {
        Line* const again = spare_.back();
        spare_.pop_back();
        std::memset(again, 0, static_cast<size_t>(block * sizeof(Line)));
        return again;
    }
    if (unused_ == 0) {
        // Once the index is long, four blocks at a time, which fill a large page.
        unused_ = blocks_.size() < 16 ? 1 : 4;
        memory_.emplace_back(unused_ * block, Content::zeros);
    }
    return memory_.back().data() + --unused_ * block;
}

void RecordIndex::grow() {
    const uint64_t before = line_count_;
    const uint64_t count = before < block ? std::min(block, std::max(before + 1, before * 3 / 2))
                                          : std::max<uint64_t>(blocks_.size() + 1, blocks_.size() * 3 / 2) * block;
    Blocks to(static_cast<size_t>((count + block - 1) / block));
    // A short index is one piece of memory for itself.
    std::vector<Pages<Line>> short_memory;
    if (before < block) {
        short_memory = std::move(memory_);
        memory_.clear();
        memory_.emplace_back(count, Content::zeros);
        to[0] = memory_.back().data();
    }
    Pages<uint8_t> used(count, Content::zeros);  // slots, by line
    for (uint64_t i = 0; i < before; ++i) {
        const Line from = line(i);
        for (uint32_t slot = 0; slot < slots && from.record[slot] != 0; ++slot) {
            uint64_t at = home_of(from.tag[slot], count);
            while (used[at] == slots) at = at + 1 == count ? 0 : at + 1;
            Line*& target = to[static_cast<size_t>(at / block)];
            if (target == nullptr) target = take_block();
            const uint32_t place = used[at]++;
            target[at % block].tag[place] = from.tag[slot];
            target[at % block].record[place] = from.record[slot];
        }
        if ((i + 1) % block == 0) spare_.push_back(blocks_[static_cast<size_t>(i / block)]);
    }
    for (Line*& target : to) {
        if (target == nullptr) target = take_block();
    }
    blocks_ = std::move(to);
    line_count_ = count;
    limit_ = count * slots * 4 / 5;
}

uint64_t RecordIndex::bytes() const {
    uint64_t sum = 0;
    for (const Pages<Line>& pages : memory_) sum += pages.bytes();
    return sum;
}

}  // namespace samebill
