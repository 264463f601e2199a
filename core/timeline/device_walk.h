// SPDX-License-Identifier: MIT
#pragma once

#include "core/timeline/tally.h"
#include "core/timeline/walk.h"

namespace samebill {

// The walk of one device through one month, step by step (walk.h). Split over device_walk.cpp (instants and
// transitions), device_events.cpp (what the customer does) and device_sessions.cpp (what the device uses).
class DeviceWalk {
public:
    DeviceWalk(const WalkContext& context, const WalkMonth& month, const WalkDevice& device, DeviceState& state,
               MonthRecords& records, Problems& problems);

    void walk(std::span<const Session> sessions);

private:
    // Instants (M7), in device_walk.cpp.
    Instant next_due() const;
    void take_instant(Instant at);
    Instant expiry() const;  // S7; `end_of_time` outside a stay or without days
    void expire_if_over(Instant at);
    void fall_due(Instant at);
    void take_plan_change(Instant at);
    void settle(Instant at);
    void charge_period(Instant at);
    void close_month();

    // Transitions, in device_walk.cpp.
    void close_interval(Instant at);
    void enter(Instant at, State state, Cause cause);
    void activate(Instant at, Cause cause);
    void cancel(Instant at, Cause cause);
    void leave_plan();
    void charge(OneOffType type, Instant at, const std::optional<Decimal>& price, Cause cause = Cause::customer);

    // Events, in device_events.cpp. A handler that finds an error adds one problem and changes nothing.
    void take_event(const Event& event);
    void assign_plan(const Event& event);
    void provision(const Event& event);
    void suspend(const Event& event);
    void change_plan(const Event& event);
    void buy_credits(const Event& event);
    bool may_assign(const Event& event);
    void reject(const Event& event, const char* code, const char* member, std::string message);
    void reject_transition(const Event& event);

    // Sessions, in device_sessions.cpp.
    void take_session(const Session& session);
    int64_t rate(const Session& session, PlanTally& tally);
    bool takes_in_stay(const Session& session, int64_t rated, PlanTally& tally);
    void take_active(const Session& session, int64_t rated, PlanTally& tally);
    void take_prepaid(const Session& session, int64_t rated, PlanTally& tally);
    void take_included(const Session& session, int64_t rated, PlanTally& tally);
    void count(StateTally& tally, const Session& session, int64_t rated);
    void move_clock(Instant at);

    bool in_stay() const { return state_.state == State::provisioned || state_.state == State::suspended; }
    const PlanInForce& plan() const { return context_.book->plans[state_.plan]; }
    const TermsInForce& terms() const;
    const StateUse& state_use() const;
    void add(int64_t& sum, int64_t quantity);
    int64_t weighted(int64_t quantity);  // of all devices that this one stands for

    const WalkContext& context_;
    const WalkMonth& month_;
    const WalkDevice& device_;
    DeviceState& state_;
    MonthRecords& records_;
    Problems& problems_;
    DeviceTally tally_;
    Instant interval_from_ = 0;
    bool cancelled_here_ = false;
    size_t next_event_ = 0;
    bool due_moved_ = false;  // a session changed what is due next
};

}  // namespace samebill
