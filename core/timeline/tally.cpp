// SPDX-License-Identifier: MIT
#include "core/timeline/tally.h"

#include <algorithm>

#include "core/base/sorting.h"

namespace samebill {

namespace {

void append_usage(const StateTally& tally, State state, Index device, Index plan, MonthRecords& records) {
    for (Kind kind : all_kinds) {
        const auto k = static_cast<size_t>(index_of(kind));
        if (tally.sessions[k] == 0) continue;
        records.usage.push_back({device, plan, state, kind, tally.sessions[k], tally.quantity[k], tally.rated[k]});
    }
}

void append_charges(const StateTally& tally, State state, Index device, Index plan, MonthRecords& records) {
    for (Kind kind : all_kinds) {
        const auto k = static_cast<size_t>(index_of(kind));
        if (tally.chargeable[k] > 0) records.state_charges.push_back({device, plan, state, kind, tally.chargeable[k]});
    }
}

}  // namespace

PlanTally& DeviceTally::of(Index plan) {
    for (PlanTally& tally : plans_) {
        if (tally.plan == plan) return tally;
    }
    plans_.emplace_back();
    plans_.back().plan = plan;
    return plans_.back();
}

void DeviceTally::count_days(PlanTally& tally, Date first, Date last) {
    first = std::max(first, tally.counted_through == INT32_MIN ? first : tally.counted_through + 1);
    if (first > last) return;
    tally.billed_days += last - first + 1;
    tally.counted_through = last;
}

void DeviceTally::count_exception(ExceptionReason reason, Kind kind, int64_t quantity, bool& overflow) {
    Exceptions& row = exceptions_[static_cast<size_t>(index_of(kind))][static_cast<size_t>(reason)];
    row.sessions += 1;
    if (!add_checked(row.quantity, quantity)) overflow = true;
    any_exception_ = true;
}

void DeviceTally::close(const PlanBook& book, Index device, std::string_view device_id, MonthRecords& records) {
    sort_list(plans_, [](const PlanTally& a, const PlanTally& b) { return a.plan < b.plan; });
    for (const PlanTally& tally : plans_) {
        append_usage(tally.active, State::active_billed, device, tally.plan, records);
        append_usage(tally.provisioned, State::provisioned, device, tally.plan, records);
        append_usage(tally.suspended, State::suspended, device, tally.plan, records);
        append_charges(tally.provisioned, State::provisioned, device, tally.plan, records);
        append_charges(tally.suspended, State::suspended, device, tally.plan, records);
        if (tally.billed_days == 0) continue;
        const PlanInForce& plan = book.plans[tally.plan];
        const bool pooled = plan.terms.pooling_allowed.value && !plan.plan.prepaid;  // balances are never shared
        records.plan_months.push_back({device, tally.plan, pooled ? tally.group : no_index, tally.billed_days,
                                       tally.active.rated, tally.bucket, tally.bucket_from, tally.paid_through,
                                       tally.uncovered, tally.credited, tally.taken});
    }
    if (!any_exception_) return;
    for (Kind kind : all_kinds) {
        for (size_t reason = 0; reason < reason_count; ++reason) {
            const Exceptions& row = exceptions_[static_cast<size_t>(index_of(kind))][reason];
            if (row.sessions == 0) continue;
            records.exceptions.push_back(
                {device_id, kind, static_cast<ExceptionReason>(reason), row.sessions, row.quantity});
        }
    }
}

}  // namespace samebill
