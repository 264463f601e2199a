// SPDX-License-Identifier: MIT
#include "core/timeline/device_walk.h"

namespace samebill {

void DeviceWalk::reject(const Event& event, const char* code, const char* member, std::string message) {
    problems_.push_back({code, "/events/" + std::to_string(event.position) + member, std::move(message)});
}

void DeviceWalk::reject_transition(const Event& event) {
    reject(event, "invalid_transition", "",
           "`" + std::string(name_of(event.type)) + "` is not possible: device " + device_.device->id + " is " +
               std::string(name_of(state_.state)) + " at " + format_instant(event.at) +
               "; remove the event or correct its instant");
}

void DeviceWalk::take_event(const Event& event) {
    const bool cancelled = state_.state == State::cancelled;
    const bool no_effect = (cancelled && is_lapse(state_.cause)) ||
                           (event.type == EventType::activate && state_.state == State::active_billed);
    if (no_effect) {  // S5
        if (!month_.recorded) return;
        Notice notice{NoticeType::event_ignored, device_.index, event.at};
        notice.event = event.type;
        records_.notices.push_back(notice);
        return;
    }
    if (cancelled) return reject_transition(event);
    switch (event.type) {
        case EventType::activate:
            if (!in_stay()) return reject_transition(event);
            return activate(event.at, Cause::customer);
        case EventType::assign_plan: return assign_plan(event);
        case EventType::buy_credits: return buy_credits(event);
        case EventType::cancel: return cancel(event.at, event.by_provider ? Cause::provider : Cause::customer);
        case EventType::change_plan: return change_plan(event);
        case EventType::provision: return provision(event);
        case EventType::set_group: state_.group = event.group; return;
        case EventType::suspend: return suspend(event);
    }
}

// P3, looked at on the day of the event only.
bool DeviceWalk::may_assign(const Event& event) {
    const PlanInForce& chosen = context_.book->plans[event.plan];
    if (assignable(chosen, date_at(event.at))) return true;
    reject(event, "plan_not_available", "/plan",
           "plan " + chosen.plan.id + " cannot be assigned on " + format_date(date_at(event.at)) + ": " +
               (chosen.listed ? "the day lies outside its availability; choose another plan or day"
                              : "the agreement does not list it; choose a listed plan"));
    return false;
}

void DeviceWalk::assign_plan(const Event& event) {
    if (state_.state != State::pre_provisioned) return reject_transition(event);
    if (may_assign(event)) state_.plan = event.plan;
}

void DeviceWalk::provision(const Event& event) {
    if (state_.state != State::pre_provisioned) return reject_transition(event);
    if (event.plan != no_index) {
        if (!may_assign(event)) return;
        state_.plan = event.plan;
    } else if (state_.plan == no_index) {
        const Index chosen = default_plan(*context_.book, *device_.device, date_at(event.at));
        if (chosen == no_index) {
            return reject(event, "no_default_plan", "",
                          "device " + device_.device->id +
                              " has no plan, and no monthly postpaid plan is available to it on " +
                              format_date(date_at(event.at)) + "; name a plan in the event");
        }
        state_.plan = chosen;
    }
    enter(event.at, State::provisioned, Cause::provision);
    charge(OneOffType::provisioning, event.at, plan().plan.fees.provisioning);
    if (plan().plan.prepaid) activate(event.at, Cause::prepaid);  // C1
}

void DeviceWalk::suspend(const Event& event) {
    if (state_.state != State::provisioned && state_.state != State::active_billed) return reject_transition(event);
    if (!terms().suspension_allowed.value) {
        return reject(event, "not_permitted", "",
                      "plan " + plan().plan.id + " does not allow suspension (terms `suspension_allowed`)");
    }
    enter(event.at, State::suspended, Cause::customer);
    charge(OneOffType::suspension, event.at, plan().plan.fees.suspension);
}

void DeviceWalk::change_plan(const Event& event) {
    if (state_.state == State::pre_provisioned) return reject_transition(event);
    const PlanChange when = terms().plan_change.value;
    if (when == PlanChange::not_allowed) {
        return reject(event, "not_permitted", "",
                      "plan " + plan().plan.id + " does not allow a change of plan (terms `plan_change`)");
    }
    if (event.plan == state_.plan) {  // H1: withdraws the pending change
        state_.pending_plan = no_index;
        state_.pending_at = no_instant;
        return;
    }
    if (!may_assign(event)) return;
    const Date day = date_at(event.at);
    state_.pending_plan = event.plan;
    state_.pending_at = when == PlanChange::next_day ? start_of(day + 1) : start_of_month(month_of(day) + 1);
}

void DeviceWalk::buy_credits(const Event& event) {
    if (state_.state == State::pre_provisioned) return reject_transition(event);
    if (!plan().plan.prepaid) {
        return reject(event, "not_permitted", "",
                      "plan " + plan().plan.id + " is not prepaid: credits cannot be bought on it");
    }
    const Pack* pack = find_pack(plan(), event.pack);
    if (pack == nullptr) {
        return reject(event, "unknown_pack", "/pack",
                      "plan " + plan().plan.id + " has no prepaid pack " + event.pack + "; name one of its packs");
    }
    PlanTally& tally = tally_.of(state_.plan);
    for (size_t k = 0; k < kind_count; ++k) {
        add(state_.balances[k], pack->amounts[k]);
        add(tally.credited[k], pack->amounts[k]);
    }
    state_.exhausted_at = no_instant;
    state_.noticed = static_cast<LapseReasons>(state_.noticed & ~bit_of(LapseReason::prepaid_unfunded));
    if (month_.recorded) {
        records_.one_offs.push_back(
            {OneOffType::credits, Cause::customer, device_.index, state_.plan, event.at, pack->price, pack});
    }
}

}  // namespace samebill
