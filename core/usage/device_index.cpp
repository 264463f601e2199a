// SPDX-License-Identifier: MIT
#include "core/usage/device_index.h"

#include "core/base/assert.h"

namespace samebill {

uint64_t DeviceIndex::slot_of(std::string_view id, const IdKey& key) const {
    for (uint64_t at = place(key.hash);; at = place(at + 1)) {
        const Slot& slot = slots_[at];
        if (slot.length == 0) return at;
        if (slot.low != key.low || slot.high != key.high || slot.length != id.size()) continue;
        if (id.size() <= 16 || ids_[slot.device] == id) return at;
    }
}

uint32_t DeviceIndex::find(std::string_view id, const IdKey& key) const {
    if (slots_.count() == 0) return none;
    const Slot& slot = slots_[slot_of(id, key)];
    return slot.length == 0 ? none : slot.device;
}

uint32_t DeviceIndex::find_or_add(std::string_view id, const IdKey& key) {
    if (slots_.count() == 0) grow();
    uint64_t at = slot_of(id, key);
    if (slots_[at].length != 0) return slots_[at].device;
    if (ids_.size() >= slots_.count() / 4 * 3) {
        grow();
        at = slot_of(id, key);
    }
    SAMEBILL_ASSERT(size() < none);
    slots_[at] = {key.low, key.high, size(), static_cast<uint32_t>(id.size()), 0};
    ids_.add(id, key);
    return size() - 1;
}

void DeviceIndex::grow() {
    Pages<Slot> old = std::move(slots_);
    slots_ = Pages<Slot>(old.count() == 0 ? 64 : old.count() * 2, Content::zeros);
    for (uint64_t i = 0; i < old.count(); ++i) {
        if (old[i].length == 0) continue;
        uint64_t at = place(key_of(ids_[old[i].device]).hash);
        while (slots_[at].length != 0) at = place(at + 1);
        slots_[at] = old[i];
    }
}

}  // namespace samebill
