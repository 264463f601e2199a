// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/account/plan_book.h"
#include "core/base/jobs.h"
#include "core/base/problem.h"
#include "core/bill/bill.h"
#include "core/bill/request.h"
#include "core/usage/account_usage.h"

namespace samebill {

// What comes in: a request and its usage. What goes out: a bill a month and the closing state, or problems (stages 3
// and 4) and nothing else. The one place that calls every stage. Invariant: the same request gives the same bills,
// whoever asks.

struct BillOptions {
    bool ordered_only = false;  // walk every device in time order (tests: the bills must not change)
    const RunJobs* run_jobs = nullptr;
};

struct BillRun {
    PlanBook book;  // the plans as they hold for the account, which lines refer to by position
    std::vector<Bill> bills;
    AccountState closing;
    Problems problems;  // stage 3 in no order, or the one problem of stage 4
};

BillRun make_bills(const Request& request, const AccountUsage& usage, const BillOptions& options = {});

}  // namespace samebill
