// SPDX-License-Identifier: MIT
#include "core/quote/assignment.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/base/sorting.h"
#include "core/quote/assignment_passes.h"
#include "core/quote/assignment_search.h"

namespace samebill {

namespace {

// Which options the devices have. `frozen` keeps the devices of pools with buckets of several months (G4) where they
// are, and lets no other in: what such a pool comes to is not known before it is billed.
FleetOptions options_of(const FleetPasses& passes, const AssignmentOffer& offer, size_t devices, bool frozen) {
    FleetOptions fleet;
    const auto has = [&](Index device, uint16_t pass, bool (*holds)(const Share&)) {
        const FleetPass& of = passes.passes[pass];
        return std::any_of(of.shares.begin() + of.share_begins[device], of.shares.begin() + of.share_begins[device + 1],
                           holds);
    };
    const auto buckets = [](const Share& share) { return share.buckets; };
    for (Index device = 0; device < devices; ++device) {
        fleet.begins.push_back(static_cast<uint32_t>(fleet.options.size()));
        const bool fixed = frozen && passes.group_before[device] != no_index && has(device, 0, buckets);
        for (uint16_t pass = 0; pass < passes.passes.size(); ++pass) {
            if (!passes.passes[pass].open[device] || (fixed && pass > 0)) continue;
            const bool in_buckets = has(device, pass, buckets);
            if (pass == 0 || !frozen || !in_buckets) fleet.options.push_back({pass, keep_group});
            const bool pools = in_buckets || has(device, pass, [](const Share& share) { return share.pooled; });
            if (!pools || !passes.group_open[device] || fixed) continue;
            for (const Index group : offer.groups) {
                if (group == passes.group_before[device] || (frozen && in_buckets && group != no_index)) continue;
                fleet.options.push_back({pass, group});
            }
        }
    }
    fleet.begins.push_back(static_cast<uint32_t>(fleet.options.size()));
    return fleet;
}

// What is kept of a run: the months from that of the changes on, and each device's own lines. What pools, discounts,
// minimum and taxes come to is nobody's own.
struct BilledMonths {
    std::vector<MonthTotals> months;
    std::vector<int64_t> own;  // by device
    int64_t total = 0;
};

BilledMonths billed_months(const std::vector<Bill>& bills, Month from, size_t devices) {
    BilledMonths out;
    out.own.resize(devices);
    for (const Bill& bill : bills) {
        if (bill.period < from) continue;
        out.months.push_back({bill.period, bill.subtotal, bill.tax_total, bill.total});
        out.total += bill.total;
        for (const Line& line : bill.lines) {
            if (line.device != no_index) out.own[line.device] += line.amount * line.weight;
        }
    }
    return out;
}

class Assigner {
public:
    Assigner(const Request& request, const DeviceUsage& usage, const AssignmentOffer& offer,
             const AssignmentOptions& options)
        : request_(request), usage_(usage), offer_(offer), options_(options) {}

    Assignment assign() {
        present_ = bill(request_, result_.problems);
        if (!result_.problems.empty()) return std::move(result_);
        passes_ = walk_passes(request_, usage_, offer_, options_.bills);
        result_.excluded = passes_.excluded;
        propose_nothing();
        // A plan that makes a sum overflow cannot be weighed against others: all stay.
        if (!passes_.overflow) {
            try_options(false);
            if (has_buckets()) try_options(true);
        }
        count_plans();
        add_savings();
        if (result_.present_total >= amount_limit(request_.catalog.currency)) {
            result_.problems.push_back({"overflow", "", "the months together reach 10^12; take fewer"});
        }
        return std::move(result_);
    }

private:
    BilledMonths bill(const Request& request, Problems& problems) const {
        const BillRun run = make_bills(request, usage_, options_.bills);
        problems = run.problems;
        return billed_months(run.bills, offer_.changes_on, request.account.devices.size());
    }

    bool has_buckets() const {
        for (const FleetPass& pass : passes_.passes) {
            for (const Share& share : pass.shares) {
                if (share.buckets) return true;
            }
        }
        return false;
    }

    void propose_nothing() {
        proposed_ = present_;
        result_.modelled_total = present_.total;
        result_.method = AssignmentMethod::searched;
        chosen_.assign(request_.account.devices.size(), Option{0, keep_group});
    }

    // Takes the assignment that is found if the engine bills it lower than what is proposed so far.
    void try_options(bool frozen) {
        const FleetOptions fleet = options_of(passes_, offer_, request_.account.devices.size(), frozen);
        const FoundAssignment found = search_assignment(request_, passes_, fleet, options_, offer_.changes_on);
        if (!frozen) {
            result_.method = found.method;
            result_.bound_total = found.bound;
        }
        if (!found.total) return;
        std::vector<Option> chosen;
        for (Index device = 0; device < found.chosen.size(); ++device)
            chosen.push_back(fleet.of(device, found.chosen[device]));
        std::vector<Event> events = events_of(chosen);
        if (events.empty()) return;
        Problems problems;
        BilledMonths billed = bill(with_events(request_, events), problems);
        if (!problems.empty() || billed.total >= proposed_.total) return;
        proposed_ = std::move(billed);
        result_.modelled_total = *found.total;
        result_.events = std::move(events);
        chosen_ = std::move(chosen);
    }

    Index plan_after(Index device) const {
        const Option& option = chosen_[device];
        return option.pass == 0 ? passes_.plan_before[device] : passes_.passes[option.pass].plan;
    }
    Index group_after(Index device) const {
        const Option& option = chosen_[device];
        return option.group == keep_group ? passes_.group_before[device] : option.group;
    }

    std::vector<Event> events_of(const std::vector<Option>& chosen) const {
        std::vector<Event> events;
        for (Index device = 0; device < chosen.size(); ++device) {
            const Option& option = chosen[device];
            if (option.pass != 0)
                events.push_back(plan_event(device, passes_.passes[option.pass].plan, offer_.changes_on));
            if (option.group != keep_group) events.push_back(group_event(device, option.group, offer_.changes_on));
        }
        return events;
    }

    void count_plans() {
        std::map<Index, PlanCount> counts;
        for (Index device = 0; device < chosen_.size(); ++device) {
            const int64_t weight = request_.account.devices[device].weight;
            const Index before = passes_.plan_before[device];
            if (before == no_index) continue;
            counts[before].present += weight;
            counts[plan_after(device)].proposed += weight;
        }
        for (auto& [plan, count] : counts) {
            count.plan = plan;
            result_.counts.push_back(count);
        }
    }

    void add_savings() {
        result_.present = present_.months;
        result_.present_total = present_.total;
        result_.proposed = proposed_.months;
        result_.proposed_total = proposed_.total;
        result_.bound_total = std::min(result_.bound_total, proposed_.total);
        for (Index device = 0; device < chosen_.size(); ++device) {
            if (chosen_[device].pass == 0 && chosen_[device].group == keep_group) continue;
            result_.changes.push_back({device, passes_.plan_before[device], plan_after(device),
                                       passes_.group_before[device], group_after(device), present_.own[device],
                                       proposed_.own[device]});
        }
    }

    const Request& request_;
    const DeviceUsage& usage_;
    const AssignmentOffer& offer_;
    const AssignmentOptions& options_;
    FleetPasses passes_;
    BilledMonths present_, proposed_;
    std::vector<Option> chosen_;  // by device, as proposed
    Assignment result_;
};

}  // namespace

std::string_view name_of(Exclusion exclusion) {
    constexpr std::string_view names[] = {"cancels",         "no_match",           "not_permitted",
                                          "not_provisioned", "plan_not_available", "unserved"};
    return names[static_cast<size_t>(exclusion)];
}

std::string_view name_of(AssignmentMethod method) {
    constexpr std::string_view names[] = {"enumerated", "independent", "searched"};
    return names[static_cast<size_t>(method)];
}

Request with_events(const Request& request, const std::vector<Event>& events) {
    Request out = request;
    auto position = static_cast<Index>(request.events.size());
    for (Event event : events) {
        event.position = position++;
        out.events.push_back(event);
    }
    sort_list(out.events, [](const Event& a, const Event& b) {
        return std::tie(a.device, a.at, a.position) < std::tie(b.device, b.at, b.position);
    });
    return out;
}

Assignment best_assignment(const Request& request, const DeviceUsage& usage, const AssignmentOffer& offer,
                           const AssignmentOptions& options) {
    return Assigner(request, usage, offer, options).assign();
}

}  // namespace samebill
