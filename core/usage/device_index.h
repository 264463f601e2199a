// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/pages.h"
#include "core/usage/id_store.h"

namespace samebill {

// Device ids and their numbers, in the order in which they came. A hash table whose slots hold ids of up to 16 bytes
// whole, so that finding one touches one cache line.
class DeviceIndex {
public:
    static constexpr uint32_t none = UINT32_MAX;

    uint32_t find(std::string_view id, const IdKey& key) const;
    uint32_t find_or_add(std::string_view id, const IdKey& key);
    void prefetch(const IdKey& key) const {
        if (slots_.count() != 0) __builtin_prefetch(&slots_[place(key.hash)]);
    }
    std::string_view id(uint32_t device) const { return ids_[device]; }
    uint32_t size() const { return static_cast<uint32_t>(ids_.size()); }
    uint64_t bytes() const { return slots_.bytes() + ids_.bytes(); }

private:
    struct Slot {
        uint64_t low;
        uint64_t high;
        uint32_t device;
        uint32_t length;  // 0: empty
        uint64_t unused;  // two slots a cache line
    };
    uint64_t place(uint64_t hash) const { return hash & (slots_.count() - 1); }
    uint64_t slot_of(std::string_view id, const IdKey& key) const;  // its own, or the empty one where it goes
    void grow();

    Pages<Slot> slots_;  // a power of two
    IdStore ids_;
};

}  // namespace samebill
