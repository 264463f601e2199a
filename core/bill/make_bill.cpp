// SPDX-License-Identifier: MIT
#include "core/bill/make_bill.h"

#include <algorithm>
#include <tuple>

#include "core/bill/totals.h"
#include "core/charges/lines.h"
#include "core/rating/rate_month.h"
#include "core/timeline/walk_account.h"

namespace samebill {

namespace {

void add_exceptions(const std::vector<UncountedUsage>& sessions, ExceptionReason reason, Bill& bill) {
    for (const UncountedUsage& row : sessions)
        bill.exceptions.push_back({row.device, row.kind, reason, row.sessions, row.quantity});
}

// What the walk does not see: sessions before the period or of unknown devices, dropped duplicates; and the bill's
// order.
void add_uncounted(const AccountUsage& usage, int month, Bill& bill) {
    if (month == 0) add_exceptions(usage.before_period(), ExceptionReason::before_period, bill);
    add_exceptions(usage.unknown_devices(month), ExceptionReason::unknown_device, bill);
    std::sort(bill.exceptions.begin(), bill.exceptions.end(), [](const ExceptionRow& a, const ExceptionRow& b) {
        return std::tie(a.device, a.kind, a.reason) < std::tie(b.device, b.kind, b.reason);
    });
    if (usage.duplicates(month) > 0) {
        Notice notice{NoticeType::duplicate_records};
        notice.count = usage.duplicates(month);
        bill.notices.push_back(notice);
    }
    std::stable_sort(bill.notices.begin(), bill.notices.end(), [](const Notice& a, const Notice& b) {
        const auto reason = [](const Notice& n) { return name_of(n.reason); };
        return std::tuple(a.type, a.device, a.at, reason(a), a.event) <
               std::tuple(b.type, b.device, b.at, reason(b), b.event);
    });
}

Bill make_bill(const Request& request, const PlanBook& book, MonthRecords records, std::span<DeviceState> states,
               Month month, bool& overflow) {
    const std::span<const Device> devices = request.account.devices;
    const RatingInput rating{&book, devices, records.plan_months, records.draws, days_in(month)};
    RatedMonth rated = rate_month(rating, states);
    overflow = overflow || records.overflow || rated.overflow;
    Bill bill;
    bill.period = month;
    bill.lines =
        make_lines({&book, &request.catalog.currency, devices, &records, rated.overages, days_in(month)}, overflow);
    if (month == request.from) bill.adjustments = request.adjustments;
    add_discounts(bill, request.catalog, request.account.agreement, overflow);
    add_minimum(bill, request.catalog, request.account.agreement, overflow);
    add_totals(bill, request.catalog, request.account, overflow);
    bill.intervals = std::move(records.intervals);
    bill.usage = std::move(records.usage);
    bill.allowances = std::move(rated.allowances);
    bill.exceptions = std::move(records.exceptions);
    bill.notices = std::move(records.notices);
    return bill;
}

}  // namespace

BillRun make_bills(const Request& request, const AccountUsage& usage, const BillOptions& options) {
    BillRun run;
    run.book = make_plan_book(request.catalog, request.account);
    AccountWalkInput input;
    input.context = {&run.book,
                     request.account.agreement.until ? start_of(*request.account.agreement.until + 1) : end_of_time,
                     options.ordered_only};
    input.devices = request.account.devices;
    input.events = request.events;
    input.usage = &usage;
    input.from = request.from;
    input.run_jobs = options.run_jobs;
    if (request.opening) input.opening = &request.opening->devices;
    AccountWalk walk(input);
    bool overflow = usage.overflow() || walk.history_overflow();
    for (Month month = request.from; month <= request.through; ++month) {
        run.bills.push_back(make_bill(request, run.book, walk.next_month(), walk.states(), month, overflow));
        walk.end_month();
        add_uncounted(usage, month - request.from, run.bills.back());
    }
    run.problems = walk.problems();
    if (run.problems.empty() && overflow) {
        run.problems.push_back({"overflow", "",
                                "a sum passes 2^63-1 or an amount reaches 10^12; split the request or correct its "
                                "quantities and prices"});
    }
    run.closing.period = request.through;
    for (const DeviceState& state : walk.states()) run.closing.devices.emplace_back(state);
    return run;
}

}  // namespace samebill
