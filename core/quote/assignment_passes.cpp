// SPDX-License-Identifier: MIT
#include "core/quote/assignment_passes.h"

#include <algorithm>
#include <map>

#include "core/base/sorting.h"
#include "core/charges/lines.h"
#include "core/rating/rate_month.h"
#include "core/timeline/walk_account.h"

namespace samebill {

namespace {

// What a device's usage leaves unbilled in the months compared, by kind; a plan that leaves more is not open to it.
struct Unserved {
    Quantities sessions{};
    Quantities quantity{};

    bool exceeds(const Unserved& other) const {
        for (size_t k = 0; k < kind_count; ++k) {
            if (sessions[k] > other.sessions[k] || quantity[k] > other.quantity[k]) return true;
        }
        return false;
    }
};

// What one walk of the fleet leaves besides its costs.
struct WalkedFleet {
    FleetPass pass;
    std::vector<Unserved> unserved;         // by device
    std::vector<bool> cancelled;            // at the end
    std::map<Index, std::string> problems;  // by device: the first code
    std::vector<Index> plan_before, group_before;
};

bool can_match(const std::vector<std::string>& offered, const std::string& named) {
    return offered.empty() || std::find(offered.begin(), offered.end(), named) != offered.end();
}

class FleetWalker {
public:
    FleetWalker(const Request& request, const DeviceUsage& usage, const AssignmentOffer& offer,
                const BillOptions& options, FleetPasses& out)
        : request_(request), usage_(usage), offer_(offer), options_(options), out_(out) {
        book_ = out.book;
        // Draws from buckets that a pool shares need all devices at once: here each has its own.
        for (PlanInForce& plan : book_.plans) {
            if (plan.months() > 1) plan.terms.pooling_allowed.value = false;
        }
    }

    WalkedFleet walk(Index plan) {
        const std::vector<Event> events = events_of(plan);
        WalkedFleet fleet;
        fleet.pass.plan = plan;
        const size_t devices = request_.account.devices.size();
        fleet.pass.own.resize(devices * static_cast<size_t>(out_.months) * category_count);
        fleet.unserved.resize(devices);
        shares_.clear();
        AccountWalk walk(input_of(events));
        for (Month month = request_.from; month <= request_.through; ++month) {
            if (month == offer_.changes_on) note_before(walk.states(), fleet);
            const MonthRecords records = walk.next_month();
            if (month >= offer_.changes_on) take_month(records, walk.states(), month, fleet);
            walk.end_month();
        }
        for (const DeviceState& state : walk.states()) fleet.cancelled.push_back(state.state == State::cancelled);
        note_problems(walk.problems(), events, fleet);
        sort_shares(fleet.pass);
        return fleet;
    }

private:
    // With every device asked to change to the plan, if there is one.
    std::vector<Event> events_of(Index plan) const {
        if (plan == no_index) return request_.events;
        std::vector<Event> changes;
        for (Index device = 0; device < request_.account.devices.size(); ++device)
            changes.push_back(plan_event(device, plan, offer_.changes_on));
        return with_events(request_, changes).events;
    }

    AccountWalkInput input_of(const std::vector<Event>& events) const {
        AccountWalkInput input;
        const std::optional<Date>& until = request_.account.agreement.until;
        input.context = {&book_, until ? start_of(*until + 1) : end_of_time, options_.ordered_only};
        input.devices = request_.account.devices;
        input.events = events;
        input.usage = &usage_;
        input.from = request_.from;
        input.run_jobs = options_.run_jobs;
        input.devices_a_job = options_.devices_a_job;
        if (request_.opening) input.opening = &request_.opening->devices;
        return input;
    }

    void note_before(std::span<const DeviceState> states, WalkedFleet& fleet) const {
        for (const DeviceState& state : states) {
            const bool changes =
                state.pending_plan != no_index && state.pending_at == start_of_month(offer_.changes_on);
            fleet.plan_before.push_back(changes ? state.pending_plan : state.plan);
            fleet.group_before.push_back(state.group);
        }
    }

    // "/events/7/plan": of the device of the event at position 7.
    static void note_problems(const Problems& problems, const std::vector<Event>& events, WalkedFleet& fleet) {
        if (problems.empty()) return;
        std::vector<Index> device_of(events.size());
        for (const Event& event : events) device_of[event.position] = event.device;
        for (const Problem& problem : problems) {
            size_t position = 0;
            for (const char c : problem.path.substr(std::string_view("/events/").size())) {
                if (c < '0' || c > '9') break;
                position = position * 10 + static_cast<size_t>(c - '0');
            }
            fleet.problems.emplace(device_of[position], problem.code);
        }
    }

    void take_month(const MonthRecords& records, std::span<DeviceState> states, Month month, WalkedFleet& fleet) {
        const auto at = static_cast<uint16_t>(month - offer_.changes_on);
        out_.overflow = out_.overflow || records.overflow;
        std::vector<PlanMonth> alone = records.plan_months;
        for (PlanMonth& row : alone) row.group = no_index;
        const std::span<const Device> devices = request_.account.devices;
        const RatedMonth rated = rate_month({&book_, devices, alone, {}, days_in(month)}, states);
        out_.overflow = out_.overflow || rated.overflow;
        const ChargesInput charges{&book_,        &request_.catalog.currency, devices, &records, rated.overages,
                                   days_in(month)};
        add_shares(records, month, at);
        for (const Line& line : make_lines(charges, out_.overflow)) take_line(line, at, fleet.pass);
        for (const ExceptionRow& row : records.exceptions) {
            Unserved& unserved = fleet.unserved[device_at(row.device)];
            const auto k = static_cast<size_t>(index_of(row.kind));
            unserved.sessions[k] += row.sessions;
            if (!add_checked(unserved.quantity[k], row.quantity)) out_.overflow = true;
        }
    }

    Index device_at(std::string_view id) const {
        const auto& devices = request_.account.devices;
        const auto at =
            std::lower_bound(devices.begin(), devices.end(), id,
                             [](const Device& device, std::string_view wanted) { return device.id < wanted; });
        return static_cast<Index>(at - devices.begin());
    }

    // A share of every row whose cost other devices touch.
    void add_shares(const MonthRecords& records, Month month, uint16_t at) {
        month_begin_ = shares_.size();
        for (const PlanMonth& row : records.plan_months) {
            const PlanInForce& plan = out_.book.plans[row.plan];
            const bool pools = plan.terms.pooling_allowed.value && plan.months() > 0;
            Share share;
            share.month = at;
            share.pooled = pools && plan.months() == 1;
            share.buckets = pools && plan.months() > 1;
            share.volume = plan.plan.access_fee && !plan.plan.access_fee->volume.empty();
            if (!share.pooled && !share.buckets && !share.volume) continue;
            share.plan = row.plan;
            share.group = row.group;
            share.days = row.billed_days;
            for (size_t i = 0; i < shared_kinds.size() && share.pooled; ++i) {
                const auto k = static_cast<size_t>(index_of(shared_kinds[i]));
                share.used[i] = row.rated[k];
                share.included[i] = prorated_included(plan.plan.included[k], row.billed_days, days_in(month));
            }
            shares_.push_back({row.device, share});
        }
    }

    Share* share_of(Index device, Index plan) {
        const auto begin = shares_.begin() + static_cast<std::ptrdiff_t>(month_begin_);
        auto at = std::lower_bound(begin, shares_.end(), device,
                                   [](const OfDevice& share, Index wanted) { return share.device < wanted; });
        for (; at != shares_.end() && at->device == device; ++at) {
            if (at->share.plan == plan) return &at->share;
        }
        return nullptr;
    }

    // To the device's own cost, or to its share where other devices touch it.
    void take_line(const Line& line, uint16_t month, FleetPass& pass) {
        int64_t amount = 0;
        const int64_t weight = request_.account.devices[line.device].weight;
        if (__builtin_mul_overflow(line.amount, weight, &amount)) out_.overflow = true;
        Share* const share = share_of(line.device, line.plan);
        if (share != nullptr && share->volume && line.type == LineType::access_fee) {
            if (line.months > 0) ++share->fees;
            return;
        }
        if (share != nullptr && (share->pooled || share->buckets) && line.type == LineType::overage &&
            line.kind != Kind::voice) {
            share->own_overage += amount;
            return;
        }
        int64_t& own = pass.own[out_.own_at(line.device, month) + static_cast<size_t>(line.category)];
        if (__builtin_add_overflow(own, amount, &own)) out_.overflow = true;
    }

    void sort_shares(FleetPass& pass) {
        sort_list(shares_, [](const OfDevice& a, const OfDevice& b) { return a.device < b.device; });
        size_t at = 0;
        for (Index device = 0; device < request_.account.devices.size(); ++device) {
            pass.share_begins.push_back(static_cast<uint32_t>(at));
            while (at < shares_.size() && shares_[at].device == device) ++at;
        }
        pass.share_begins.push_back(static_cast<uint32_t>(at));
        for (const OfDevice& one : shares_) pass.shares.push_back(one.share);
    }

    struct OfDevice {
        Index device;
        Share share;
    };

    const Request& request_;
    const DeviceUsage& usage_;
    const AssignmentOffer& offer_;
    const BillOptions& options_;
    FleetPasses& out_;
    PlanBook book_;
    std::vector<OfDevice> shares_;
    size_t month_begin_ = 0;
};

// Sets which devices a plan is open to, and counts those that it is not.
class Openness {
public:
    Openness(const Request& request, FleetPasses& out) : request_(request), out_(out) {}

    void judge(WalkedFleet& fleet, const WalkedFleet& stays) {
        const Plan& plan = out_.book.plans[fleet.pass.plan].plan;
        std::map<Exclusion, int64_t> excluded;
        for (Index device = 0; device < request_.account.devices.size(); ++device) {
            const Device& one = request_.account.devices[device];
            const std::optional<Exclusion> reason = reason_of(plan, device, fleet, stays);
            const bool is_there = stays.plan_before[device] == fleet.pass.plan;
            fleet.pass.open.push_back(!reason && !is_there);
            if (reason && !is_there && !stays.cancelled[device]) excluded[*reason] += one.weight;
        }
        for (const auto& [reason, devices] : excluded) out_.excluded.push_back({fleet.pass.plan, reason, devices});
    }

private:
    std::optional<Exclusion> reason_of(const Plan& plan, Index device, const WalkedFleet& fleet,
                                       const WalkedFleet& stays) const {
        const Device& one = request_.account.devices[device];
        if (!can_match(plan.carrier_technologies, one.carrier_technology) ||
            !can_match(plan.service_areas, one.service_area))
            return Exclusion::no_match;
        const auto problem = fleet.problems.find(device);
        if (problem != fleet.problems.end()) {
            if (problem->second == "invalid_transition") return Exclusion::not_provisioned;
            return problem->second == "plan_not_available" ? Exclusion::plan_not_available : Exclusion::not_permitted;
        }
        if (fleet.cancelled[device] != stays.cancelled[device]) return Exclusion::cancels;
        if (fleet.unserved[device].exceeds(stays.unserved[device])) return Exclusion::unserved;
        return std::nullopt;
    }

    const Request& request_;
    FleetPasses& out_;
};

// A device whose group is set by the request's own events later on keeps to these.
std::vector<bool> groups_open(const Request& request, const AssignmentOffer& offer) {
    std::vector<bool> open(request.account.devices.size(), true);
    for (const Event& event : request.events) {
        if (event.type == EventType::set_group && event.at >= start_of_month(offer.changes_on))
            open[event.device] = false;
        if (event.type == EventType::cancel && event.at <= start_of_month(offer.changes_on)) open[event.device] = false;
    }
    return open;
}

}  // namespace

Event plan_event(Index device, Index plan, Month changes_on) {
    Event event;
    event.at = start_of_month(changes_on) - 1;  // with `next_month` and `next_day` alike it takes effect a second later
    event.device = device;
    event.plan = plan;
    event.type = EventType::change_plan;
    return event;
}

Event group_event(Index device, Index group, Month changes_on) {
    Event event;
    event.at = start_of_month(changes_on);
    event.device = device;
    event.group = group;
    event.type = EventType::set_group;
    return event;
}

FleetPasses walk_passes(const Request& request, const DeviceUsage& usage, const AssignmentOffer& offer,
                        const BillOptions& options) {
    FleetPasses out;
    out.book = make_plan_book(request.catalog, request.account);
    out.months = request.through - offer.changes_on + 1;
    FleetWalker walker(request, usage, offer, options, out);
    WalkedFleet stays = walker.walk(no_index);
    stays.pass.open.assign(request.account.devices.size(), true);
    Openness openness(request, out);
    out.passes.emplace_back();
    for (const Index plan : offer.plans) {
        WalkedFleet fleet = walker.walk(plan);
        openness.judge(fleet, stays);
        out.passes.push_back(std::move(fleet.pass));
    }
    out.group_open = groups_open(request, offer);
    for (Index device = 0; device < stays.cancelled.size(); ++device) {
        if (stays.cancelled[device]) out.group_open[device] = false;
    }
    out.plan_before = std::move(stays.plan_before);
    out.group_before = std::move(stays.group_before);
    out.passes.front() = std::move(stays.pass);
    return out;
}

}  // namespace samebill
