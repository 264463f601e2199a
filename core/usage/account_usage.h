// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/usage/device_usage.h"
#include "core/usage/session_table.h"

namespace samebill {

// What comes in: a sealed session table, the device ids of one account (bytewise), and the months of a request. What
// goes out: for each device and month its sessions, and what no device's walk will see: sessions before the first
// month, of devices that the account does not have, after the last month, and dropped duplicates. Implements U3, U4,
// S11 and B6 as far as they need no state. Invariant: every session of the table that the request takes is in exactly
// one of these.

struct UsageQuery {
    const SessionTable* table = nullptr;
    std::span<const std::string_view> devices;  // of the account, bytewise
    Month from = 0;
    Month through = 0;
    bool own_records_only = false;  // leave out the records of devices that the account does not have
};

class AccountUsage final : public DeviceUsage {
public:
    explicit AccountUsage(const UsageQuery& query);

    // The positions in the table of a device's sessions that start in a month, in input order.
    Columns columns(uint32_t device, int month) const override;
    Session session(const Columns&, uint64_t position) const override { return table_->session(position); }
    void sorted_sessions(uint32_t device, int month, std::vector<Session>& sessions) const override;

    const std::vector<UncountedUsage>& before_period() const override { return before_; }
    const std::vector<UncountedUsage>& unknown_devices(int month) const override {
        return unknown_[static_cast<size_t>(month)];
    }
    int64_t duplicates(int month) const override { return duplicates_[static_cast<size_t>(month)]; }
    // Positions of the sessions that start at or after the end of the last month: errors or rejects (`period`).
    const std::vector<uint64_t>& after_period() const { return after_; }
    bool overflow() const override { return overflow_; }

    // The table's numbers of the account's devices; UINT32_MAX of one without records.
    std::span<const uint32_t> table_devices() const { return table_devices_; }

private:
    bool in_one_month() const;
    int month_of_start(Instant start) const;  // -1 before the first, month_count() after the last
    int month_count() const { return static_cast<int>(month_begins_.size()) - 1; }
    void place_device(uint32_t table_device, size_t device, bool known);
    void count_uncounted(std::vector<UncountedUsage>& list, std::string_view device, const Session& session);
    void count_duplicates(std::span<const uint32_t> owner);

    const SessionTable* table_;
    bool own_records_only_;
    std::vector<Instant> month_begins_;    // of each month, and the end of the last
    std::vector<uint32_t> table_devices_;  // of each device of the account; UINT32_MAX: no records
    std::vector<uint32_t> order_;          // positions by device and month, unless `plain_`
    std::vector<uint64_t> offsets_;        // into `order_`, month_count() a device, and the end
    bool plain_ = true;                    // every session of every device lies in the one month
    std::vector<UncountedUsage> before_;
    std::vector<std::vector<UncountedUsage>> unknown_;
    std::vector<int64_t> duplicates_;
    std::vector<uint64_t> after_;
    bool overflow_ = false;
};

}  // namespace samebill
