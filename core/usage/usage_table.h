// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/api.h"
#include "core/usage/intake.h"
#include "core/usage/record_reader.h"
#include "core/usage/rejects.h"
#include "core/usage/session_table.h"

namespace samebill {

// For usage that comes device by device in the order of their ids (core/api.h, SortedRun): whole devices are handed
// on when enough sessions are there, and forgotten. While `take` runs, `sessions` is sealed and holds nothing but
// theirs; `next` is the id of the device that comes after them, or empty if none came.
struct UsageByDevice {
    std::function<void(std::string_view next)> take;
    uint64_t enough = 1 << 18;
    uint32_t out_of_order = UINT32_MAX;  // the first such record: nothing is taken from there on
    Rejects unclaimed;                   // of the devices handed on
};

// What stands behind the streaming door (core/api.h). The JSON of its lists is written in codec/.
struct UsageTable::Impl {
    SessionTable sessions;
    Rejects rejects;  // of all inputs so far
    Intake intake{sessions, rejects};
    std::unique_ptr<RecordReader> reader;  // of the input begun last, until it ends
    std::vector<uint64_t> claimed;         // by device of the table, once sealed: the account billed with it, as a hash
    bool failed = false;                   // the memory did not suffice while it was filled: it cannot be billed

    const RunJobs* run_jobs = nullptr;  // the shell's threads, if it lends any

    std::optional<UsageByDevice> by_device;

    void feed(std::string_view chunk);
    // To be called once the table is sealed: hands on the devices that are left.
    void take_last_devices();
    // The rejects of all inputs so far, conflicts among them.
    const Rejects& settled_rejects();
    void seal(const RunJobs* threads);

    // Marks the table's devices that a request's account has (UINT32_MAX: none); a device id belongs to one account per
    // table: the first that another account has is returned (else no text), and then nothing is marked. Accounts that
    // share no device may do so at the same time.
    std::string_view claim(std::string_view account, std::span<const uint32_t> devices);
    // The sessions of devices that nobody claimed: code `unknown_device`.
    Rejects unclaimed_records() const;

    // The sessions at these positions of the sealed table as a list of one code and message, in the order of their
    // numbers.
    Rejects listed(std::span<const uint64_t> positions, std::string_view code, std::string_view message) const;

private:
    void read(std::string_view chunk);
    void feed_by_device(std::string_view chunk);
    void hand_on();
    void feed_in_stretches(std::string_view chunk);
    size_t read_at_once(std::string_view lines);

    std::vector<std::unique_ptr<Intake::Stretch>> stretches;  // of the lines read at once
};

}  // namespace samebill
