// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/jobs.h"
#include "core/usage/session.h"
#include "core/usage/session_part.h"

namespace samebill {

// What comes in: usage records in input order, one by one or in parts. What goes out: for every device id its sessions,
// duplicates dropped. Held in columns: at most 40 bytes a session plus the bytes of its id, and 2 kB a device, peak.
// Invariant of a sealed table: no two sessions have the same record id; the first record of an id stands (U3).
// A table holds fewer than 2^32 - 1 records (dropped and rejected ones counted): one more is a fault (assert); callers
// that take more split their input by account.
class SessionTable {
public:
    using Record = UsageRecord;

    SessionTable();
    ~SessionTable();
    SessionTable(SessionTable&&) noexcept;
    SessionTable& operator=(SessionTable&&) noexcept;

    // `number` is the record's number in the input; it rises from call to call.
    void add(const Record& record, uint32_t number);

    // The same for many. The part to be filled now, with room for a session at least; `number_next` takes numbers of
    // the whole input less the part's `first_number`, which is `number` if it is a new one.
    SessionPart& open_part(uint32_t number);
    // A part to be filled elsewhere, at the same time as others, while nothing is added here; and takes several over,
    // which come in input order. Numbers in a part are those from its first on.
    SessionPart new_part(PartMemory& memory, DeviceIndex& fresh) const;
    void take_parts(std::span<const SessionPart::Filled> filled, const RunJobs* run_jobs);

    // Compares the ids of all records so far. A record whose id came before is taken out: if it is identical to the
    // first of its id it counts as a duplicate, else it is in conflict. `report`, if there is one, hears of
    // every record taken out since the last call, by rising number.
    struct TakenOut {
        uint32_t number;
        bool in_conflict;
        Record record;
    };
    using Report = std::function<void(const TakenOut&)>;
    void settle(const Report& report, const RunJobs* run_jobs = nullptr);

    // For records that come device by device, in the order of the device ids, in several tables one after the other.
    // To be called while the table is empty: `settle` compares ids within each device alone.
    void compare_within_devices();
    // The number of the first record since the last call, settled ones not counted, whose device comes before that of
    // a record ahead of it; UINT32_MAX if there is none.
    uint32_t first_out_of_order();
    // Of a settled table in that order: moves what it has of its last device to `rest`, an empty table that compares
    // within devices, too. Returns the number of the first record moved; UINT32_MAX, and nothing is moved, if
    // there is no other device.
    uint32_t move_last_device(SessionTable& rest);

    // Ends filling: settles, and groups the columns by device. After it only the readers below are called. May be
    // called again.
    void seal(const RunJobs* run_jobs = nullptr);

    uint64_t size() const;  // sessions held: those taken out are not counted
    int64_t bytes() const;  // memory held
    uint32_t device_count() const;
    std::string_view device_id(uint32_t device) const;  // devices in the order of their first records
    uint32_t find_device(std::string_view id) const;    // UINT32_MAX if no record names it
    std::vector<uint32_t> find_devices(std::span<const std::string_view> ids) const;

    // The sessions of a device in input order; `session(i)` for i in [begin, end).
    struct Range {
        uint64_t begin, end;
    };
    Range sessions_of(uint32_t device) const;
    Session session(uint64_t position) const;
    // True if every session starts at `from` or later, and before `until`.
    bool starts_within(Instant from, Instant until) const;
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
