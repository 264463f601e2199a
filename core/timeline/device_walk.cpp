// SPDX-License-Identifier: MIT
#include "core/timeline/device_walk.h"

#include <algorithm>

#include "core/base/assert.h"
#include "core/timeline/lapses.h"

namespace samebill {

namespace {

constexpr LapseReason lapse_order[] = {LapseReason::agreement_terminated, LapseReason::never_provisioned,
                                       LapseReason::prepaid_unfunded, LapseReason::inactive};

}  // namespace

DeviceWalk::DeviceWalk(const WalkContext& context, const WalkMonth& month, const WalkDevice& device, DeviceState& state,
                       MonthRecords& records, Problems& problems)
    : context_(context),
      month_(month),
      device_(device),
      state_(state),
      records_(records),
      problems_(problems),
      interval_from_(month.begin) {}

const TermsInForce& DeviceWalk::terms() const {
    return state_.plan == no_index ? context_.book->account_terms : plan().terms;
}

const StateUse& DeviceWalk::state_use() const {
    return state_.state == State::provisioned ? plan().plan.provisioned : plan().plan.suspended;
}

void DeviceWalk::add(int64_t& sum, int64_t quantity) {
    if (!add_checked(sum, quantity)) records_.overflow = true;
}

int64_t DeviceWalk::weighted(int64_t quantity) {
    int64_t product = 0;
    if (__builtin_mul_overflow(quantity, device_.device->weight, &product)) records_.overflow = true;
    return product;
}

void DeviceWalk::walk(std::span<const Session> sessions) {
    // An agreement that was extended after its end has an end to come, and to be noticed, again (N2, each liability).
    if (month_.recorded && context_.agreement_end != end_of_time && context_.agreement_end >= month_.begin)
        state_.noticed = static_cast<LapseReasons>(state_.noticed & ~bit_of(LapseReason::agreement_terminated));
    // Between two instants at which anything but a session is due, sessions are taken one after the other.
    size_t next = 0;
    for (Instant at = month_.begin; at < month_.end;) {
        take_instant(at);
        Instant due = next_due();
        while (next < sessions.size() && sessions[next].start < due) {
            due_moved_ = false;
            take_session(sessions[next++]);
            if (due_moved_) due = next_due();
        }
        SAMEBILL_ASSERT(due > at);
        at = due;
    }
    SAMEBILL_ASSERT(next_event_ == device_.events.size() && next == sessions.size());
    close_month();
}

// The next instant at which something other than a session takes place, or the end of the month.
Instant DeviceWalk::next_due() const {
    Instant next = std::min(expiry(), month_.end);
    if (state_.pending_plan != no_index) next = std::min(next, state_.pending_at);
    if (next_event_ < device_.events.size()) next = std::min(next, device_.events[next_event_].at);
    if (month_.recorded) {
        for (LapseReason reason : lapse_order)
            next = std::min(next, lapse_instant(reason, state_, *device_.device, terms(), context_.agreement_end));
    }
    return next;
}

// M7: everything of the instant but the sessions.
void DeviceWalk::take_instant(Instant at) {
    expire_if_over(at);
    fall_due(at);
    take_plan_change(at);
    if (at == month_.begin && state_.plan != no_index && plan().plan.prepaid)
        tally_.of(state_.plan).credited = state_.balances;
    while (next_event_ < device_.events.size() && device_.events[next_event_].at == at) {
        take_event(device_.events[next_event_++]);
        expire_if_over(at);
        fall_due(at);
    }
    settle(at);
}

Instant DeviceWalk::expiry() const {
    if (!in_stay() || state_use().days == unlimited) return end_of_time;
    return state_.stay_entry + state_use().days * seconds_a_day;
}

void DeviceWalk::expire_if_over(Instant at) {
    if (expiry() <= at) activate(at, Cause::days_trigger);
}

// N1, N2: a device cancelled for one reason is liable for no other.
void DeviceWalk::fall_due(Instant at) {
    if (!month_.recorded) return;
    for (LapseReason reason : lapse_order) {
        if (lapse_instant(reason, state_, *device_.device, terms(), context_.agreement_end) > at) continue;
        Notice notice{NoticeType::lapse_due, device_.index, at};
        notice.reason = reason;
        records_.notices.push_back(notice);
        state_.noticed |= bit_of(reason);
        if ((terms().automatic_cancellation.value & bit_of(reason)) != 0) cancel(at, cause_of(reason));
    }
}

void DeviceWalk::take_plan_change(Instant at) {
    if (state_.pending_plan == no_index || state_.pending_at > at) return;
    close_interval(at);
    leave_plan();
    state_.plan = state_.pending_plan;
    state_.pending_plan = no_index;
    state_.pending_at = no_instant;
    state_.cause = Cause::plan_change;
    if (state_.state == State::provisioned && plan().plan.prepaid) activate(at, Cause::prepaid);
    expire_if_over(at);
    fall_due(at);
}

// Once all events of an instant are taken, and after each session that changes the state: the group for the month (G2)
// and the fee of several months (F4).
void DeviceWalk::settle(Instant at) {
    if (state_.state != State::active_billed) return;
    const bool several_months = plan().months() > 1;
    if (several_months) charge_period(at);
    if (!month_.recorded) return;
    PlanTally& tally = tally_.of(state_.plan);
    if (tally.placed) return;
    tally.placed = true;
    tally.group = state_.group;
}

void DeviceWalk::charge_period(Instant at) {
    const Date day = date_at(at);
    auto period = std::find_if(state_.periods.begin(), state_.periods.end(),
                               [&](const PaidPeriod& p) { return p.plan == state_.plan; });
    const bool paid = period != state_.periods.end() && period->paid_through >= day;
    if (!paid) {
        if (period == state_.periods.end()) period = state_.periods.insert(period, PaidPeriod{state_.plan});
        const Month month = month_of(day);
        const bool first_day = day == first_day_of(month);
        period->paid_through = last_day_of(month + plan().months() - (first_day ? 1 : 0));
        for (size_t k = 0; k < kind_count; ++k) period->left[k] = weighted(plan().plan.included[k]);
        if (month_.recorded) records_.period_fees.push_back({device_.index, state_.plan, at, period->paid_through});
    }
    if (!month_.recorded) return;
    PlanTally& tally = tally_.of(state_.plan);
    if (tally.bucket_from != no_instant) return;
    tally.bucket = period->left;
    tally.bucket_from = paid ? month_.begin : at;
    tally.paid_through = period->paid_through;
}

void DeviceWalk::close_interval(Instant at) {
    const Instant from = interval_from_;
    interval_from_ = at;
    if (!month_.recorded || from >= at || state_.state == State::pre_provisioned) return;
    if (state_.state == State::cancelled && !cancelled_here_) return;
    records_.intervals.push_back({device_.index, state_.plan, from, at, state_.state, state_.cause});
    if (state_.state == State::active_billed)
        DeviceTally::count_days(tally_.of(state_.plan), date_at(from), date_at(at - 1));
}

void DeviceWalk::enter(Instant at, State state, Cause cause) {
    close_interval(at);
    state_.state = state;
    state_.cause = cause;
    const bool stays = in_stay();
    state_.stay_entry = stays ? at : no_instant;
    state_.stay_counts = {};
}

// S2, S9, C1: the fee of the first time, or of a return.
void DeviceWalk::activate(Instant at, Cause cause) {
    enter(at, State::active_billed, cause);
    const Fees& fees = plan().plan.fees;
    if (!state_.activated)
        charge(OneOffType::activation, at, fees.activation, cause);
    else
        charge(OneOffType::reactivation, at, fees.reactivation ? fees.reactivation : fees.activation, cause);
    state_.activated = true;
    due_moved_ = true;
    move_clock(at);
}

void DeviceWalk::cancel(Instant at, Cause cause) {
    const bool was_active = state_.state == State::active_billed;
    enter(at, State::cancelled, cause);
    cancelled_here_ = true;
    state_.pending_plan = no_index;
    state_.pending_at = no_instant;
    if (was_active && month_.recorded) {
        // F3: no refund of the rest of the month.
        PlanTally& tally = tally_.of(state_.plan);
        if (tally.billed_days > 0 && terms().cancellation_refund.value == CancellationRefund::none)
            DeviceTally::count_days(tally, date_at(at), date_at(month_.end - 1));
    }
    state_.active_since = no_instant;
    state_.balances = {};
    state_.exhausted_at = no_instant;
}

// C5: leaving a plan forfeits its balances and stops C4's clock.
void DeviceWalk::leave_plan() {
    state_.balances = {};
    state_.exhausted_at = no_instant;
    state_.noticed = static_cast<LapseReasons>(state_.noticed & ~bit_of(LapseReason::prepaid_unfunded));
}

// F1: a fee that the plan does not show makes no line.
void DeviceWalk::charge(OneOffType type, Instant at, const std::optional<Decimal>& price, Cause cause) {
    if (!month_.recorded || !price) return;
    records_.one_offs.push_back({type, cause, device_.index, state_.plan, at, *price, nullptr});
}

void DeviceWalk::close_month() {
    close_interval(month_.end);
    if (!month_.recorded) return;
    tally_.close(*context_.book, device_.index, device_.device->id, records_);
}

void walk_month(const WalkContext& context, const WalkMonth& month, const WalkDevice& device,
                std::span<const Session> sessions, DeviceState& state, MonthRecords& records, Problems& problems) {
    DeviceWalk(context, month, device, state, records, problems).walk(sessions);
}

}  // namespace samebill
