// SPDX-License-Identifier: MIT
#include "core/usage/record_index.h"

#include <algorithm>

namespace samebill {

void RecordIndex::grow(Part& part) {
    const uint64_t before = part.lines.count();
    Part larger;
    larger.lines = Pages<Line>(std::max(before + 1, before * 4 / 3), Content::zeros);
    larger.held = part.held;
    larger.limit = larger.lines.count() * slots * 4 / 5;
    const uint64_t count = larger.lines.count();
    Pages<uint8_t> used(count, Content::zeros);  // slots, by line
    for (uint64_t i = 0; i < before; ++i) {
        const Line& line = part.lines[i];
        for (uint32_t slot = 0; slot < slots && line.record[slot] != 0; ++slot) {
            uint64_t at = line_of(line.tag[slot], larger);
            while (used[at] == slots) at = at + 1 == count ? 0 : at + 1;
            const uint32_t to = used[at]++;
            larger.lines[at].tag[to] = line.tag[slot];
            larger.lines[at].record[to] = line.record[slot];
        }
    }
    part = std::move(larger);
}

uint64_t RecordIndex::bytes() const {
    uint64_t sum = 0;
    for (const Part& part : parts_) sum += part.lines.bytes();
    return sum;
}

}  // namespace samebill
