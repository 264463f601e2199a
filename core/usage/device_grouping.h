// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "core/base/pages.h"
#include "core/usage/column.h"

namespace samebill {

// Brings columns from input order into the order of devices, each device's values staying in input order. In two steps,
// so that each writes to few places at a time: first into some hundred groups of neighbouring devices (`gather`), then
// each group by device (`sort_groups`). With few devices the first step is all.
class DeviceGrouping {
public:
    // `device`: of each of the `count` values; it is given up.
    DeviceGrouping(Column<uint32_t>& device, uint64_t count, uint32_t device_count);

    // Where each device's values begin, and the end.
    Pages<uint64_t> take_offsets() { return std::move(offsets_); }

    // `values(first)` gives a pointer to the values from place `first` on, at least up to the next multiple of `span`,
    // or to `count`; `done(end)` is told that those before `end` are dealt with.
    static constexpr uint64_t span = Column<uint64_t>::chunk;
    template <class Value, class Values, class Done>
    void gather(Pages<Value>& to, Values values, Done done) const {
        to = Pages<Value>(count_);
        std::vector<uint32_t> next(group_begins_);
        Value* const out = to.data();
        for (uint64_t first = 0; first < count_; first += span) {
            const uint64_t size = std::min(span, count_ - first);
            const uint32_t* const devices = &device_[first];
            const Value* const from = values(first);
            for (uint64_t i = 0; i < size; ++i) out[next[devices[i] >> shift_]++] = from[i];
            done(first + size);
        }
    }
    // After the last `gather`: brings the devices themselves into the order of the groups.
    void finish_gathering();
    template <class Value>
    void sort_groups(Pages<Value>& column) const {
        if (shift_ == 0) return;
        std::vector<uint32_t> next(size_t{1} << shift_);
        Pages<Value> group(largest_group());
        for (size_t g = 0; g + 1 < group_begins_.size(); ++g) {
            const uint64_t begin = group_begins_[g];
            const uint64_t size = group_begins_[g + 1] - begin;
            if (size == 0) continue;
            std::memcpy(group.data(), column.data() + begin, static_cast<size_t>(size * sizeof(Value)));
            const uint32_t first_device = static_cast<uint32_t>(g << shift_);
            for (uint32_t d = 0; d < next.size() && first_device + d < device_count_; ++d)
                next[d] = static_cast<uint32_t>(offsets_[first_device + d]);
            const uint32_t* const devices = grouped_device_.data() + begin;
            for (uint64_t i = 0; i < size; ++i) column[next[devices[i] - first_device]++] = group[i];
        }
    }

private:
    uint64_t largest_group() const;

    Column<uint32_t>& device_;
    const uint64_t count_;
    const uint32_t device_count_;
    uint32_t shift_ = 0;                  // device number >> shift_ is its group
    Pages<uint64_t> offsets_;             // by device
    std::vector<uint32_t> group_begins_;  // by group, and the end
    Pages<uint32_t> grouped_device_;
};

}  // namespace samebill
