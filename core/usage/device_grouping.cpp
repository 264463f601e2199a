// SPDX-License-Identifier: MIT
#include "core/usage/device_grouping.h"

#include <utility>

namespace samebill {

DeviceGrouping::DeviceGrouping(Column<uint32_t>& device, uint64_t count, uint32_t device_count)
    : device_(device), count_(count), device_count_(device_count), offsets_(device_count + 1, Content::zeros) {
    constexpr uint32_t few = 2048, most_groups = 256;
    if (device_count > few) {
        while ((device_count - 1) >> shift_ >= most_groups) ++shift_;
    }
    for (uint64_t first = 0; first < count; first += span) {
        const uint64_t size = std::min(span, count - first);
        const uint32_t* const devices = &device[first];
        for (uint64_t i = 0; i < size; ++i) ++offsets_[devices[i]];
    }
    uint64_t sum = 0;
    for (uint32_t d = 0; d <= device_count; ++d) sum += std::exchange(offsets_[d], sum);
    for (uint32_t d = 0; d < device_count; d += 1u << shift_)
        group_begins_.push_back(static_cast<uint32_t>(offsets_[d]));
    group_begins_.push_back(static_cast<uint32_t>(count));
}

void DeviceGrouping::finish_gathering() {
    if (shift_ > 0) {
        gather(
            grouped_device_, [&](uint64_t first) { return &std::as_const(device_)[first]; },
            [&](uint64_t end) { device_.drop_before(end); });
    }
    device_.clear();
}

uint64_t DeviceGrouping::largest_group() const {
    uint64_t largest = 0;
    for (size_t g = 0; g + 1 < group_begins_.size(); ++g)
        largest = std::max<uint64_t>(largest, group_begins_[g + 1] - group_begins_[g]);
    return largest;
}

}  // namespace samebill
