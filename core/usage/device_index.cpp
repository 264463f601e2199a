// SPDX-License-Identifier: MIT
#include "core/usage/device_index.h"

#include "core/base/assert.h"

namespace samebill {

uint32_t DeviceIndex::find(std::string_view id, const IdKey& key) const {
    if (lines_.count() == 0) return none;
    uint64_t at = place(key.hash);
    for (uint32_t i = 0; i < most_lines; ++i, at = next(at)) {
        const Line& line = lines_[at];
        const LineScan scan(line, tag_of(key.hash));
        for (uint32_t hits = scan.hits(); hits != 0; hits &= hits - 1) {
            const uint32_t device = line.device[__builtin_ctz(hits)] - 1;
            if (is(device, id, key)) return device;
        }
        if (scan.used() < slots) return none;
    }
    const auto found = crowded_.find(id);
    return found == crowded_.end() ? none : found->second;
}

uint32_t DeviceIndex::add(std::string_view id, const IdKey& key) {
    if (ids_.size() >= limit_) grow();
    SAMEBILL_ASSERT(size() < INT32_MAX);
    const uint32_t device = size();
    ids_.add(id, memory_);
    keys_.push_back(id.size() <= 16 ? ShortKey{key.low, key.high} : ShortKey{key.hash, long_id});
    enter(ids_[device], key.hash, device);
    return device;
}

void DeviceIndex::enter(std::string_view id, uint64_t hash, uint32_t device) {
    uint64_t at = place(hash);
    for (uint32_t i = 0; i < most_lines; ++i, at = next(at)) {
        Line& line = lines_[at];
        const uint32_t used = LineScan(line, 0).used();
        if (used == slots) continue;
        line.tag[used] = tag_of(hash);
        line.device[used] = device + 1;
        return;
    }
    crowded_.emplace(id, device);
}

void DeviceIndex::grow() {
    constexpr uint64_t first = 8;
    const bool was_empty = lines_.count() == 0;
    lines_ = Pages<Line>(was_empty ? first : lines_.count() * 2, Content::zeros);
    shift_ = was_empty ? 61 : shift_ - 1;
    limit_ = lines_.count() * slots * 3 / 4;
    crowded_.clear();
    for (uint32_t device = 0; device < size(); ++device) {
        const ShortKey& key = keys_[device];
        enter(ids_[device], key.high == long_id ? key.low : id_hash::of_short(key.low, key.high), device);
    }
}

}  // namespace samebill
