// SPDX-License-Identifier: MIT
#include "core/bill/make_bill.h"

#include <algorithm>
#include <deque>
#include <string>
#include <tuple>

#include "core/base/assert.h"
#include "core/base/sorting.h"
#include "core/bill/totals.h"
#include "core/charges/lines.h"
#include "core/rating/rate_month.h"
#include "core/timeline/walk_account.h"

namespace samebill {

namespace {

using Exceptions = std::vector<ExceptionRow>;

// What the walk does not see: sessions before the period and of unknown devices.
void add_uncounted(const DeviceUsage& usage, int month, Exceptions& exceptions) {
    const auto add = [&](const std::vector<UncountedUsage>& sessions, ExceptionReason reason) {
        for (const UncountedUsage& row : sessions)
            exceptions.push_back({row.device, row.kind, reason, row.sessions, row.quantity});
    };
    if (month == 0) add(usage.before_period(), ExceptionReason::before_period);
    add(usage.unknown_devices(month), ExceptionReason::unknown_device);
}

// Adds what the walk did not see, and gives exceptions and notices the bill's order.
void add_uncounted(const Exceptions& exceptions, int64_t duplicates, Bill& bill) {
    bill.exceptions.insert(bill.exceptions.end(), exceptions.begin(), exceptions.end());
    sort_list(bill.exceptions, [](const ExceptionRow& a, const ExceptionRow& b) {
        return std::tie(a.device, a.kind, a.reason) < std::tie(b.device, b.kind, b.reason);
    });
    if (duplicates > 0) {
        Notice notice{NoticeType::duplicate_records};
        notice.count = duplicates;
        bill.notices.push_back(notice);
    }
    sort_list(bill.notices, [](const Notice& a, const Notice& b) {
        const auto reason = [](const Notice& n) { return name_of(n.reason); };
        return std::tuple(a.type, a.device, a.at, reason(a), a.event) <
               std::tuple(b.type, b.device, b.at, reason(b), b.event);
    });
}

Bill make_bill(const Request& request, const PlanBook& book, MonthRecords records, std::span<DeviceState> states,
               Month month, bool& overflow) {
    const std::span<const Device> devices = request.account.devices;
    const RatingInput rating{&book,         devices,        records.plan_months,
                             records.draws, days_in(month), last_day_of(month)};
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

AccountWalkInput walk_input(const Request& request, const PlanBook& book, const BillOptions& options) {
    AccountWalkInput input;
    input.context = {&book,
                     request.account.agreement.until ? start_of(*request.account.agreement.until + 1) : end_of_time,
                     options.ordered_only};
    input.devices = request.account.devices;
    input.events = request.events;
    input.from = request.from;
    input.run_jobs = options.run_jobs;
    input.devices_a_job = options.devices_a_job;
    if (request.opening) input.opening = &request.opening->devices;
    return input;
}

void close_run(const Request& request, AccountWalk& walk, bool overflow, BillRun& run) {
    run.problems = walk.problems();
    if (run.problems.empty() && overflow) {
        run.problems.push_back({"overflow", "",
                                "a sum passes 2^63-1 or an amount reaches 10^12; split the request or correct its "
                                "quantities and prices"});
    }
    run.closing.period = request.through;
    for (const DeviceState& state : walk.states()) run.closing.devices.emplace_back(state);
}

}  // namespace

BillRun make_bills(const Request& request, const DeviceUsage& usage, const BillOptions& options) {
    BillRun run;
    run.book = make_plan_book(request.catalog, request.account);
    AccountWalkInput input = walk_input(request, run.book, options);
    input.usage = &usage;
    AccountWalk walk(input);
    bool overflow = usage.overflow() || walk.history_overflow();
    for (Month month = request.from; month <= request.through; ++month) {
        run.bills.push_back(make_bill(request, run.book, walk.next_month(), walk.states(), month, overflow));
        walk.end_month();
        Exceptions exceptions;
        add_uncounted(usage, month - request.from, exceptions);
        add_uncounted(exceptions, usage.duplicates(month - request.from), run.bills.back());
    }
    close_run(request, walk, overflow, run);
    return run;
}

struct MonthlyBill::Parts {
    Parts(const Request& of, const BillOptions& options)
        : request(of),
          book(make_plan_book(of.catalog, of.account)),
          walk(walk_input(of, book, options)),
          overflow(walk.history_overflow()) {}

    const Request& request;
    PlanBook book;
    AccountWalk walk;
    MonthRecords records;
    size_t draws_enough = 1 << 16;  // then they are taken together
    Index next = 0;                 // device
    Exceptions exceptions;
    std::deque<std::string> texts;  // device ids of `exceptions`
    int64_t duplicates = 0;
    bool overflow;
};

MonthlyBill::MonthlyBill(const Request& request, const BillOptions& options)
    : parts_(std::make_unique<Parts>(request, options)) {
    SAMEBILL_ASSERT(request.from == request.through);
}
MonthlyBill::~MonthlyBill() = default;

void MonthlyBill::add(Index end, const DeviceUsage& usage) {
    Parts& parts = *parts_;
    MonthRecords walked = parts.walk.walk_devices(parts.next, end, usage);
    MonthRecords* const later[] = {&walked};
    append(parts.records, later);
    parts.next = end;
    if (parts.records.draws.size() >= parts.draws_enough) {
        merge_draws(parts.records.draws);
        parts.draws_enough = std::max(parts.draws_enough, 2 * parts.records.draws.size());
    }
    const size_t before = parts.exceptions.size();
    add_uncounted(usage, 0, parts.exceptions);
    for (size_t i = before; i < parts.exceptions.size(); ++i) {
        const std::string_view device = parts.exceptions[i].device;
        if (parts.texts.empty() || parts.texts.back() != device) parts.texts.emplace_back(device);
        parts.exceptions[i].device = parts.texts.back();
    }
    parts.duplicates += usage.duplicates(0);
    parts.overflow = parts.overflow || usage.overflow();
}

BillRun MonthlyBill::finish() {
    Parts& parts = *parts_;
    SAMEBILL_ASSERT(parts.next == parts.request.account.devices.size());
    BillRun run;
    bool overflow = parts.overflow;
    run.bills.push_back(make_bill(parts.request, parts.book, std::move(parts.records), parts.walk.states(),
                                  parts.request.from, overflow));
    parts.walk.end_month();
    add_uncounted(parts.exceptions, parts.duplicates, run.bills.back());
    close_run(parts.request, parts.walk, overflow, run);
    run.book = std::move(parts.book);
    return run;
}

}  // namespace samebill
