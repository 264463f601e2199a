// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "core/base/jobs.h"
#include "core/timeline/walk.h"
#include "core/usage/account_usage.h"

namespace samebill {

// What comes in: an account's devices, events (by device, `at`, order) and usage, and the states at the beginning. What
// goes out: month after month, the records of all devices and their states at the end. Implements B5 and B6.

struct AccountWalkInput {
    WalkContext context;
    std::span<const Device> devices;
    std::span<const Event> events;
    const AccountUsage* usage = nullptr;
    Month from = 0;
    // Parallel to `devices`; null without an opening state (B6).
    const std::vector<std::optional<DeviceState>>* opening = nullptr;
    const RunJobs* run_jobs = nullptr;  // null: on this thread
};

class AccountWalk {
public:
    // Without an opening state the history before `from` is walked here, and makes no records.
    explicit AccountWalk(const AccountWalkInput& input);

    // Walks the next month, from `from` on.
    MonthRecords next_month();

    // To be called once the month is rated: drops the paid periods that end with it, whose buckets were still in use.
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
    void walk_device(Index device, const WalkMonth& month, Part& part);
    SteadySums sum_sessions(const AccountUsage::Positions& positions, Index device) const;
    // Cuts the devices into jobs, runs `work` on each device, and puts the parts together in the devices' order.
    MonthRecords run(const std::function<void(Index, Part&)>& work);

    AccountWalkInput input_;
    std::vector<DeviceState> states_;
    std::vector<size_t> next_events_;  // of each device, into `events`
    bool history_overflow_ = false;
    Problems problems_;
    Month next_month_ = 0;
};

}  // namespace samebill
