// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/page_arena.h"
#include "core/usage/device_index.h"
#include "core/usage/id_store.h"
#include "core/usage/session.h"

namespace samebill {

// A usage record on its way into a table. The texts stay the caller's.
struct UsageRecord {
    std::string_view id;
    std::string_view device;
    Kind kind{};
    Instant start = 0;
    Instant end = 0;  // >= start
    int64_t quantity = 0;
};

// Where parts lie. What is needed for shorter than the rest is by itself.
struct PartMemory {
    PageArena whens{4 << 20};  // of eight full parts
    PageArena quantities{4 << 20};
    PageArena devices{2 << 20};
    PageArena entries{4 << 20};
    PageArena ids{2 << 20};

    // Where the pieces are whole parts of any size: what is left at the end of a block is little then.
    void use_long_blocks() {
        for (PageArena* arena : {&whens, &quantities, &devices, &entries, &ids}) arena->set_largest(16 << 20);
    }
    void reuse() {
        for (PageArena* arena : {&whens, &quantities, &devices, &entries, &ids}) arena->reuse();
    }
    uint64_t bytes() const {
        return whens.bytes() + quantities.bytes() + devices.bytes() + entries.bytes() + ids.bytes();
    }
};

// Up to 65,536 sessions in input order, in columns: what a session table is filled with, part by part. Parts can be
// filled at the same time: one that must not touch the table's devices gives those it does not find there numbers of
// its own, which are replaced when another part takes it over. 28 bytes a session while ids are to be compared, 20
// afterwards, and its id.
class SessionPart {
public:
    static constexpr uint32_t most = 1u << 16;
    static constexpr uint32_t dropped = UINT32_MAX;  // the device of a session that was taken out

    // Device numbers come from `known`; those not in it from `fresh`. Both the same: they are added to it.
    SessionPart(PartMemory& memory, const DeviceIndex& known, DeviceIndex& fresh)
        : memory_(&memory), known_(&known), fresh_(&fresh) {}

    uint32_t count() const { return count_; }
    bool is_full() const { return count_ == most || holds_others_; }  // nothing more goes in
    // Memory for as many at once.
    void reserve(uint32_t sessions) {
        const uint32_t blocks = sessions / IdStore::block + 1;
        if (sessions > capacity_) grow(sessions < most ? blocks * IdStore::block : most);
    }

    // Record numbers, from that of the part's first record: the next session's is `number`.
    void number_next(uint32_t number) {
        if (!marks_.empty() && number - marks_.back().number == count_ - marks_.back().row) return;
        if (!marks_.empty() && marks_.back().row == count_) marks_.pop_back();
        marks_.push_back({count_, number});
    }
    void add(const UsageRecord& record);

    // Several at once: the caller fills in up to `room` rows, whose devices are looked up when they are all there.
    struct DeviceName {
        IdKey key;
        const char* text;
        uint32_t length;
    };
    struct Writer {
        uint64_t* when;
        uint64_t* quantity;
        uint64_t* entry;  // of the id's hash: `entry_of`
        IdStore::Writer ids;
        uint32_t first_row;
        uint32_t room;
        const DeviceIndex* known;  // to ask for memory ahead of time
    };
    Writer begin_writing();
    void end_writing(uint32_t rows, char* next_id, const DeviceName* devices);

    // Upper 48 bits of a hash, and the row.
    static uint64_t entry_of(uint64_t hash, uint32_t row) { return (hash & ~uint64_t{most - 1}) | row; }

    // Takes over what parts filled elsewhere have, at most `most` sessions: first memory for them here and the devices,
    // then, at the same time as others, the rest of each. Of an empty part; nothing else goes in.
    struct Filled {
        const SessionPart* part;
        uint32_t first_number;  // of its first record in the table
    };
    struct Adopted {
        const SessionPart* part;
        uint32_t first_row;             // here
        char* ids;                      // here
        std::vector<uint32_t> devices;  // the numbers that stand for its own
    };
    std::vector<Adopted> adopt(std::span<const Filled> parts);
    void copy(const Adopted& adopted);

    // Which session is which, and what it says.
    uint32_t number_of(uint32_t row) const;        // of its record, from that of the part's first
    uint32_t row_of(uint32_t number) const;        // of a record that is in it
    int64_t long_duration_of(uint32_t row) const;  // in seconds, where `when` does not hold it
    bool same(uint32_t row, const SessionPart& other, uint32_t other_row) const;  // all but the id
    uint64_t when(uint32_t row) const { return when_[row]; }
    int64_t quantity(uint32_t row) const { return static_cast<int64_t>(quantity_[row]); }
    uint32_t device(uint32_t row) const { return device_[row]; }
    std::string_view id(uint32_t row) const { return ids_[row]; }
    bool numbers_run_on() const { return marks_.size() == 1; }

    void drop(uint32_t row) { device_[row] = dropped; }
    uint64_t* entries() { return entry_; }
    const uint64_t* entries() const { return entry_; }

    // The columns, for who brings them into another order.
    uint64_t* whens() { return when_; }
    uint64_t* quantities() { return quantity_; }
    uint32_t* devices() { return device_; }
    uint64_t bytes() const;

    uint32_t first_number = 0;   // of its first record in the table
    uint32_t first_place = 0;    // of its first session in the table
    std::vector<uint32_t> runs;  // where the entries of each share of the hashes begin, once they are in their order

private:
    static constexpr uint32_t fresh_device = 1u << 31;

    void set_memory(uint32_t sessions);
    void grow(uint32_t sessions);
    uint32_t number_of_device(std::string_view id, const IdKey& key) {
        if (known_ == fresh_) return fresh_->find_or_add(id, key);
        const uint32_t found = known_->find(id, key);
        return found != DeviceIndex::none ? found : fresh_device | fresh_->find_or_add(id, key);
    }

    PartMemory* memory_;
    const DeviceIndex* known_;
    DeviceIndex* fresh_;
    uint32_t count_ = 0;
    uint32_t capacity_ = 0;
    uint64_t* when_ = nullptr;
    uint64_t* quantity_ = nullptr;
    uint32_t* device_ = nullptr;
    uint64_t* entry_ = nullptr;
    IdStore ids_;
    bool holds_others_ = false;
    struct NumberMark {  // from this row on, numbers rise with rows
        uint32_t row;
        uint32_t number;
    };
    std::vector<NumberMark> marks_;
    struct LongDuration {
        uint32_t row;
        int64_t seconds;
    };
    std::vector<LongDuration> long_durations_;
};

}  // namespace samebill
