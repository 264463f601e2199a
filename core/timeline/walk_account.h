// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "core/base/jobs.h"
#include "core/timeline/walk.h"
#include "core/usage/device_usage.h"

namespace samebill {

// What comes in: an account's devices, events (by device, `at`, order) and usage, and the states at the beginning. What
// goes out: month after month, the records of all devices and their states at the end. Implements B5 and B6.

struct AccountWalkInput {
    WalkContext context;
    std::span<const Device> devices;
    std::span<const Event> events;
    const DeviceUsage* usage = nullptr;  // of all devices; null: `walk_devices` alone is called
    Month from = 0;
    // Parallel to `devices`; null without an opening state (B6).
    const std::vector<std::optional<DeviceState>>* opening = nullptr;
    const RunJobs* run_jobs = nullptr;  // null: on this thread
    Index devices_a_job = 4096;         // the cut looks at nothing else
};

class AccountWalk {
public:
    // Without an opening state the history before `from` is walked here, and makes no records.
    explicit AccountWalk(const AccountWalkInput& input);

    // Walks all devices through the month, which is `from` at first.
    MonthRecords next_month() { return walk_devices(0, static_cast<Index>(states_.size()), *input_.usage); }
    // The same for the devices in [first, last) alone: `usage` is theirs, and they are its devices from 0 on.
    MonthRecords walk_devices(Index first, Index last, const DeviceUsage& usage);

    // To be called once the month is walked and rated: drops the paid periods that end with it, whose buckets were
    // still in use, and goes on to the next month.
    void end_month();

    std::span<DeviceState> states() { return states_; }
    const Problems& problems() const { return problems_; }
    bool history_overflow() const { return history_overflow_; }

private:
    // What one job makes of its devices.
    struct Part {
        MonthRecords records;
        Problems problems;
        std::vector<Session> sessions;  // scratch
    };

    WalkDevice take_events(Index device, Instant until);
    void begin_device(Index device, Part& part);
    bool nothing_is_due(const DeviceState& state) const;
    void walk_history(Index device, Part& part);
    struct UsageOf {
        const DeviceUsage* devices;
        Index device;  // in it
    };
    void walk_device(Index device, const WalkMonth& month, const UsageOf& usage, Part& part);
    SteadySums sum_sessions(const UsageOf& usage, Index device) const;
    // Cuts the devices [first, last) into jobs, runs `work` on each device, and puts the parts together in the devices'
    // order.
    MonthRecords run(Index first, Index last, const std::function<void(Index, Part&)>& work);

    AccountWalkInput input_;
    std::vector<DeviceState> states_;
    std::vector<size_t> next_events_;  // of each device, into `events`
    bool history_overflow_ = false;
    Problems problems_;
    Month month_ = 0;  // to be walked
};

}  // namespace samebill
