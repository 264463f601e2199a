// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "core/usage/id_key.h"
#include "core/usage/session.h"

namespace samebill {

// What comes in: usage records, one `add` each, in input order. What goes out: for every device id its sessions,
// duplicates dropped. Held in columns: at most 40 bytes a session plus the bytes of its id, and 2 kB a device, peak.
// Invariant: no two sessions have the same record id; the first record of an id stands (U3).
// A table holds fewer than 2^32 - 1 records (dropped and rejected ones counted): one more is a fault (assert); callers
// that take more split their input by account.
class SessionTable {
public:
    struct Record {
        std::string_view id;
        std::string_view device;
        Kind kind{};
        Instant start = 0;
        Instant end = 0;  // >= start
        int64_t quantity = 0;
    };
    enum class Added : uint8_t { stored, duplicate, conflict };

    SessionTable();
    ~SessionTable();
    SessionTable(SessionTable&&) noexcept;
    SessionTable& operator=(SessionTable&&) noexcept;

    // `number` is the record's number in the input; it rises from call to call. Duplicates (identical to the first
    // record of the id) are counted; conflicts are not stored.
    Added add(const Record& record, uint32_t number);
    // The same in two steps, faster for many records: `keys_of` asks for the memory that `add` will look at, and should
    // come some dozen records before it.
    struct Keys {
        IdKey id;
        IdKey device;
    };
    Keys keys_of(const Record& record) const;
    Added add(const Record& record, const Keys& keys, uint32_t number);

    // Ends filling: groups the columns by device. After it only the readers below are called. May be called again.
    void seal();

    uint64_t size() const;  // sessions held
    int64_t bytes() const;  // memory held
    uint32_t device_count() const;
    std::string_view device_id(uint32_t device) const;  // devices in the order of their first records
    uint32_t find_device(std::string_view id) const;    // UINT32_MAX if no record names it

    // The sessions of a device in input order; `session(i)` for i in [begin, end).
    struct Range {
        uint64_t begin, end;
    };
    Range sessions_of(uint32_t device) const;
    Session session(uint64_t position) const;
    Instant start(uint64_t position) const { return start_in(when()[position]); }  // of that session
    uint32_t device_of(uint64_t position) const;
    // The columns themselves, by position: devices one after the other in the order of their numbers.
    const uint64_t* when() const;      // as packed in session.h
    const uint64_t* quantity() const;  // 0 ... 2^53-1
    const uint32_t* record() const;    // numbers in the input
    std::string_view record_id(uint32_t record) const;

    // How many records were dropped as duplicates, by device, then month of start.
    struct Duplicates {
        uint32_t device;
        Instant month_start;
        int64_t count;
    };
    const std::vector<Duplicates>& duplicates() const;

private:
    struct Columns;
    std::unique_ptr<Columns> columns_;
};

}  // namespace samebill
