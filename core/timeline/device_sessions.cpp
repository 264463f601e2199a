// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/timeline/device_walk.h"

namespace samebill {

namespace {

size_t at_kind(const Session& session) {
    return static_cast<size_t>(index_of(session.kind));
}

Cause trigger_of(Kind kind) {
    switch (kind) {
        case Kind::data: return Cause::data_trigger;
        case Kind::sms: return Cause::sms_trigger;
        case Kind::voice: return Cause::voice_trigger;
    }
    return Cause::data_trigger;
}

}  // namespace

void DeviceWalk::take_session(const Session& session) {
    if (state_.state == State::pre_provisioned || state_.state == State::cancelled) {  // S11
        const ExceptionReason reason =
            state_.state == State::cancelled ? ExceptionReason::cancelled : ExceptionReason::pre_provisioned;
        return tally_.count_exception(reason, session.kind, session.quantity, records_.overflow);
    }
    if (!plan().offered[at_kind(session)]) {  // U9
        return tally_.count_exception(ExceptionReason::kind_not_offered, session.kind, session.quantity,
                                      records_.overflow);
    }
    const int64_t rated = rate(session, tally_.of(state_.plan));
    if (in_stay() && takes_in_stay(session, rated, tally_.of(state_.plan))) return;
    take_active(session, rated, tally_.of(state_.plan));
}

// U1: what the session adds to the running sum once that is rounded up.
int64_t DeviceWalk::rate(const Session& session, PlanTally& tally) {
    if (session.kind == Kind::sms) return session.quantity;
    const TermsInForce& in_force = plan().terms;
    const RoundingRule& rule =
        session.kind == Kind::data ? in_force.data_rounding.value : in_force.voice_rounding.value;
    const size_t k = at_kind(session);
    int64_t before = 0;
    int64_t* sum = &before;
    if (rule.per == RoundingPer::month) sum = &tally.month_sums[k];
    if (rule.per == RoundingPer::day) {
        const Date day = date_at(session.start);
        if (tally.days[k] != day) tally.day_sums[k] = 0;
        tally.days[k] = day;
        sum = &tally.day_sums[k];
    }
    int64_t rounded_before = 0;
    int64_t rounded_after = 0;
    bool fits = round_up(*sum, rule.increment, rounded_before);
    fits = add_checked(*sum, session.quantity) && fits;
    fits = round_up(*sum, rule.increment, rounded_after) && fits;
    if (!fits) records_.overflow = true;
    return fits ? rounded_after - rounded_before : 0;
}

// S6, S7: true if the session stays in provisioned or suspended and is taken there; false once it has moved the device
// to active_billed with effect from its start.
bool DeviceWalk::takes_in_stay(const Session& session, int64_t rated, PlanTally& tally) {
    const StateUse& use = state_use();
    const size_t k = at_kind(session);
    const int64_t before = state_.stay_counts[k];
    int64_t count = before;
    add(count, rated);
    const bool over_amount = rated > 0 && use.triggers[k] != unlimited && count > use.triggers[k];
    const Instant expires = expiry();
    const bool over_days = session.start < expires && expires < session.end;
    if (over_amount || over_days) {
        activate(session.start, over_amount ? trigger_of(session.kind) : Cause::days_trigger);
        settle(session.start);
        return false;
    }
    state_.stay_counts[k] = count;
    StateTally& sums = state_.state == State::provisioned ? tally.provisioned : tally.suspended;
    this->count(sums, session, rated);
    const int64_t free = use.complimentary[k];
    if (use.rates[k]) add(sums.chargeable[k], std::max(count, free) - std::max(before, free));
    return true;
}

void DeviceWalk::take_active(const Session& session, int64_t rated, PlanTally& tally) {
    if (plan().plan.prepaid) return take_prepaid(session, rated, tally);
    count(tally.active, session, rated);
    if (plan().months() > 1) take_included(session, rated, tally);
    if (session.kind != Kind::voice && session.quantity > 0) move_clock(session.end);
}

// C3, C4.
void DeviceWalk::take_prepaid(const Session& session, int64_t rated, PlanTally& tally) {
    int64_t& balance = state_.balances[at_kind(session)];
    const int64_t taken = std::min(balance, rated);
    balance -= taken;
    add(tally.taken[at_kind(session)], taken);
    if (taken < rated)
        tally_.count_exception(ExceptionReason::prepaid_exhausted, session.kind, rated - taken, records_.overflow);
    if (taken == 0 && rated > 0) return;
    count(tally.active, session, taken);
    if (session.kind != Kind::voice && session.quantity > 0) move_clock(session.end);
    if (taken == 0 || state_.balances != Quantities{}) return;
    records_.notices.push_back({NoticeType::prepaid_exhausted, device_.index, session.end});
    state_.exhausted_at = session.end;
    due_moved_ = true;
    state_.noticed = static_cast<LapseReasons>(state_.noticed & ~bit_of(LapseReason::prepaid_unfunded));
}

// U7, G4: data and SMS of a pool are drawn once all devices of the month are known; all else from the device's own
// bucket.
void DeviceWalk::take_included(const Session& session, int64_t rated, PlanTally& tally) {
    if (rated == 0) return;
    const bool pooled = plan().terms.pooling_allowed.value && tally.group != no_index && session.kind != Kind::voice;
    if (pooled) {
        records_.draws.push_back({session.start, state_.plan, tally.group, session.kind, weighted(rated)});
        return;
    }
    const auto period = std::find_if(state_.periods.begin(), state_.periods.end(),
                                     [&](const PaidPeriod& p) { return p.plan == state_.plan; });
    int64_t& left = period->left[at_kind(session)];
    const int64_t wanted = weighted(rated);
    const int64_t taken = std::min(left, wanted);
    left -= taken;
    add(tally.uncovered[at_kind(session)], wanted - taken);
}

void DeviceWalk::count(StateTally& sums, const Session& session, int64_t rated) {
    const size_t k = at_kind(session);
    sums.sessions[k] += 1;
    add(sums.quantity[k], session.quantity);
    add(sums.rated[k], rated);
}

// The inactivity clock stands at the entry into active_billed or at the end of the last session, whichever is later
// (N1).
void DeviceWalk::move_clock(Instant at) {
    if (!device_.device->lapses || at <= state_.active_since) return;
    state_.active_since = at;
    if ((state_.noticed & bit_of(LapseReason::inactive)) == 0) return;
    state_.noticed = static_cast<LapseReasons>(state_.noticed & ~bit_of(LapseReason::inactive));
    due_moved_ = true;  // a new liability begins
}

}  // namespace samebill
