// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/timeline/lapses.h"
#include "core/timeline/walk.h"

namespace samebill {

bool is_steady(const WalkContext& context, const WalkMonth& month, const WalkDevice& device, const DeviceState& state) {
    if (context.ordered_only || !month.recorded || !device.events.empty()) return false;
    if (state.state != State::active_billed) return false;
    if (state.pending_plan != no_index && state.pending_at < month.end) return false;
    if (state.exhausted_at != no_instant) return false;  // of a plan that a new catalog version made postpaid
    const PlanInForce& plan = context.book->plans[state.plan];
    if (plan.months() != 1) return false;
    if (plan.terms.data_rounding.value.per != RoundingPer::session) return false;
    if (plan.terms.voice_rounding.value.per != RoundingPer::session) return false;
    // A liability that had its notice can come up again within the month: a renewed agreement, a short inactivity
    // clock.
    if ((state.noticed & (bit_of(LapseReason::agreement_terminated) | bit_of(LapseReason::inactive))) != 0)
        return false;
    for (LapseReason reason : {LapseReason::agreement_terminated, LapseReason::inactive}) {
        if (lapse_instant(reason, state, *device.device, plan.terms, context.agreement_end) < month.end) return false;
    }
    return true;
}

void close_steady_month(const WalkContext& context, const WalkMonth& month, const WalkDevice& device,
                        const SteadySums& sums, DeviceState& state, MonthRecords& records) {
    const PlanInForce& plan = context.book->plans[state.plan];
    records.intervals.push_back({device.index, state.plan, month.begin, month.end, State::active_billed, state.cause});
    PlanMonth plan_month;
    plan_month.device = device.index;
    plan_month.plan = state.plan;
    plan_month.group = plan.terms.pooling_allowed.value ? state.group : no_index;
    plan_month.billed_days = static_cast<int32_t>((month.end - month.begin) / seconds_a_day);
    for (Kind kind : all_kinds) {
        const auto k = static_cast<size_t>(index_of(kind));
        if (sums.sessions[k] == 0) continue;
        if (sums.quantity_overflow[k] || (sums.rated_overflow[k] && plan.offered[k])) records.overflow = true;
        if (!plan.offered[k]) {  // U9
            records.exceptions.push_back(
                {device.device->id, kind, ExceptionReason::kind_not_offered, sums.sessions[k], sums.quantity[k]});
            continue;
        }
        plan_month.rated[k] = sums.rated[k];
        records.usage.push_back(
            {device.index, state.plan, State::active_billed, kind, sums.sessions[k], sums.quantity[k], sums.rated[k]});
    }
    records.plan_months.push_back(plan_month);
    if (device.device->lapses && sums.last_end > state.active_since) {
        state.active_since = sums.last_end;
        state.noticed = static_cast<LapseReasons>(state.noticed & ~bit_of(LapseReason::inactive));
    }
}

}  // namespace samebill
