// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include "core/account/plan_book.h"
#include "core/base/jobs.h"
#include "core/base/problem.h"
#include "core/bill/bill.h"
#include "core/bill/request.h"
#include "core/usage/device_usage.h"

namespace samebill {

// What comes in: a request and its usage. What goes out: a bill a month and the closing state, or problems (stages 3
// and 4) and nothing else. The one place that calls every stage. Invariant: the same request gives the same bills,
// whoever asks.

struct BillOptions {
    bool ordered_only = false;  // walk every device in time order (tests: the bills must not change)
    const RunJobs* run_jobs = nullptr;
    Index devices_a_job = 4096;  // enough that threads are worth it (tests take fewer: the bills must not change)
};

struct BillRun {
    PlanBook book;  // the plans as they hold for the account, which lines refer to by position
    std::vector<Bill> bills;
    AccountState closing;
    Problems problems;  // stage 3 in no order, or the one problem of stage 4
};

BillRun make_bills(const Request& request, const DeviceUsage& usage, const BillOptions& options = {});

// The same for a request of one month, whose usage comes device by device: `add` takes the usage of the next devices of
// the account up to `end` (they are its devices from 0 on), and of unknown devices that no other call has; it is not
// looked at later. The bill refers to texts held here.
class MonthlyBill {
public:
    MonthlyBill(const Request& request, const BillOptions& options);
    ~MonthlyBill();
    void add(Index end, const DeviceUsage& usage);
    // Once all devices were added.
    BillRun finish();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace samebill
