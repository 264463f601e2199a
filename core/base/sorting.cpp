// SPDX-License-Identifier: MIT
#include "core/base/sorting.h"

namespace samebill {

namespace {

constexpr size_t run = 8;  // as many are put in order by insertion before runs are merged

void insert_in_order(uint32_t* order, size_t count, const Precedes& precedes) {
    for (size_t i = 1; i < count; ++i) {
        const uint32_t one = order[i];
        size_t at = i;
        for (; at > 0 && precedes.call(precedes.context, one, order[at - 1]); --at) order[at] = order[at - 1];
        order[at] = one;
    }
}

// Two runs that follow each other, `left` long the first; of equals those of the first come first.
void merge(std::span<const uint32_t> runs, size_t left, uint32_t* out, const Precedes& precedes) {
    size_t a = 0;
    size_t b = left;
    while (a < left && b < runs.size()) {
        *out++ = precedes.call(precedes.context, runs[b], runs[a]) ? runs[b++] : runs[a++];
    }
    while (a < left) *out++ = runs[a++];
    while (b < runs.size()) *out++ = runs[b++];
}

}  // namespace

std::vector<uint32_t> order_of(size_t count, const Precedes& precedes) {
    std::vector<uint32_t> order(count);
    for (size_t i = 0; i < count; ++i) order[i] = static_cast<uint32_t>(i);
    for (size_t first = 0; first < count; first += run) {
        insert_in_order(order.data() + first, count - first < run ? count - first : run, precedes);
    }
    std::vector<uint32_t> merged(count > run ? count : 0);
    for (size_t length = run; length < count; length *= 2) {
        for (size_t first = 0; first < count; first += 2 * length) {
            const size_t both = count - first < 2 * length ? count - first : 2 * length;
            merge({order.data() + first, both}, both < length ? both : length, merged.data() + first, precedes);
        }
        order.swap(merged);
    }
    return order;
}

}  // namespace samebill
