// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/usage/session.h"

namespace samebill {

// What comes in: usage records, one `add` each, in input order. What goes out: for every device id its sessions, duplicates
// dropped. Held in columns: at most 40 bytes a session plus the bytes of its id, and 2 kB a device, peak.
// Invariant: no two sessions have the same record id; the first record of an id stands (U3).
class SessionTable {
public:
    struct Record {
        std::string_view id;
        std::string_view device;
        Kind kind{};
        Instant start = 0;
        Instant end = 0;
        int64_t quantity = 0;
    };
    enum class Added : uint8_t { stored, duplicate, conflict };

    // `number` is the record's number in the input. Duplicates (identical to the first record of the id) are counted by
    // month of start; conflicts are not stored.
    Added add(const Record& record, uint32_t number);

    // Ends filling: groups the columns by device. After it only the readers below are called.
    void seal();

    uint32_t device_count() const;
    std::string_view device_id(uint32_t device) const;
    uint32_t find_device(std::string_view id) const;  // UINT32_MAX if no record names it

    // The sessions of a device in input order; `session(i)` for i in [begin, end).
    struct Range { uint64_t begin, end; };
    Range sessions_of(uint32_t device) const;
    Session session(uint64_t position) const;
    Instant start(uint64_t position) const;  // of that session
    std::string_view record_id(uint32_t record) const;

    struct Duplicate { Instant start; uint32_t device; };  // one for each dropped record
    const std::vector<Duplicate>& duplicates() const;
};

}  // namespace samebill
