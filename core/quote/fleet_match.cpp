// SPDX-License-Identifier: MIT
#include "core/quote/fleet_match.h"

#include <algorithm>
#include <string_view>
#include <tuple>

#include "core/base/sorting.h"

namespace samebill {

namespace {

// The first plan and report group that a device had, and when it began.
struct Placing {
    std::string_view plan;   // empty: none
    std::string_view group;  // empty: none
    Instant begin = end_of_time;
    Instant cancelled = end_of_time;
};

std::string_view plan_name(const Request& request, Index plan) {
    return plan == no_index ? std::string_view() : plan_id(request, plan);
}

void place_by_opening(const Request& request, std::vector<Placing>& placings) {
    if (!request.opening) return;
    for (size_t i = 0; i < placings.size(); ++i) {
        const auto& state = request.opening->devices[i];
        if (!state || state->state == State::pre_provisioned) continue;
        placings[i].begin = no_instant;
        if (state->state == State::cancelled) placings[i].cancelled = start_of_month(request.from);
        placings[i].plan = plan_name(request, state->plan);
        if (state->group != no_index) placings[i].group = request.groups[state->group];
    }
}

// `request` has the names of what the events refer to.
void place_by_events(const Request& request, const std::vector<Event>& events, std::vector<Placing>& placings) {
    for (const Event& event : events) {
        Placing& placing = placings[event.device];
        if (event.type == EventType::provision || event.type == EventType::activate)
            placing.begin = std::min(placing.begin, event.at);
        if (event.type == EventType::cancel) placing.cancelled = std::min(placing.cancelled, event.at);
        if (placing.plan.empty() && event.plan != no_index) placing.plan = plan_name(request, event.plan);
        if (placing.group.empty() && event.group != no_index) placing.group = request.groups[event.group];
    }
}

std::vector<Placing> billed_placings(const Request& request, const BillRun& run) {
    std::vector<Placing> out(request.account.devices.size());
    place_by_opening(request, out);
    place_by_events(request, request.events, out);
    for (const Bill& bill : run.bills) {  // a plan that nobody named is the default plan (P2)
        for (const Interval& interval : bill.intervals) {
            if (out[interval.device].plan.empty()) out[interval.device].plan = plan_name(request, interval.plan);
        }
    }
    return out;
}

std::vector<Placing> planned_placings(const MatchInput& input) {
    std::vector<Placing> out(input.classes.classes.size());
    place_by_events(input.quoted.base, input.classes.events, out);
    for (size_t i = 0; i < out.size(); ++i) {
        if (out[i].plan.empty()) out[i].plan = plan_name(input.quoted.base, input.default_plans[i]);
    }
    return out;
}

void sort_by_begin(std::vector<Index>& devices, const std::vector<Placing>& placings) {
    sort_list(devices,
              [&](Index a, Index b) { return std::tie(placings[a].begin, a) < std::tie(placings[b].begin, b); });
}

class Matcher {
public:
    explicit Matcher(const MatchInput& input)
        : input_(input),
          planned_(planned_placings(input)),
          own_(billed_placings(input.billed, input.billed_run)),
          cohorts_(static_cast<Index>(input.quoted.cohorts.size())) {
        out_.cohorts.resize(cohorts_);
        out_.like.assign(own_.size(), no_index);
    }

    FleetMatch match();

private:
    void sort_planned();
    void match_named();
    void match_like(Index first);
    void pair(Index cohort);
    bool is_like(Index one, Index other) const;
    // Cancelled by the quote's first month: it stands for no device of the quote.
    bool is_gone(size_t own) const { return own_[own].cancelled <= begin_; }

    const MatchInput& input_;
    const std::vector<Placing> planned_;  // of each class
    const std::vector<Placing> own_;      // of each billed device
    const Index cohorts_;
    const Instant begin_ = start_of_month(input_.quoted.base.from);
    std::vector<std::vector<Index>> classes_ = std::vector<std::vector<Index>>(cohorts_);  // of each cohort, by begin
    std::vector<bool> is_matched_ = std::vector<bool>(own_.size());
    std::vector<bool> has_names_ = std::vector<bool>(cohorts_);
    FleetMatch out_;
};

void Matcher::sort_planned() {
    const auto& classes = input_.classes.classes;
    for (Index i = 0; i < static_cast<Index>(classes.size()); ++i) {
        if (classes[i].weight == 0) continue;
        classes_[classes[i].cohort].push_back(i);
        out_.cohorts[classes[i].cohort].planned += classes[i].weight;
    }
    for (auto& of_cohort : classes_) sort_by_begin(of_cohort, planned_);
}

void Matcher::match_named() {
    const auto& devices = input_.billed.account.devices;
    for (const NamedMatch& named : input_.named) {
        has_names_[named.cohort] = true;
        for (const std::string& id : named.devices) {
            const auto found = std::lower_bound(devices.begin(), devices.end(), id,
                                                [](const Device& one, const std::string& due) { return one.id < due; });
            const auto at = static_cast<size_t>(found - devices.begin());
            if (found == devices.end() || found->id != id || is_matched_[at] || is_gone(at)) continue;
            if (classes_[named.cohort].empty()) continue;  // none of it has begun in the quote
            is_matched_[at] = true;
            out_.cohorts[named.cohort].own.push_back(static_cast<Index>(at));
        }
    }
}

bool Matcher::is_like(Index one, Index other) const {
    const auto& a = classes_[one];
    const auto& b = classes_[other];
    if (has_names_[other] || a.empty() || b.empty()) return false;
    return std::tie(planned_[a.front()].plan, planned_[a.front()].group) ==
           std::tie(planned_[b.front()].plan, planned_[b.front()].group);
}

// Fills the cohorts of one plan and group, of which `first` is the first.
void Matcher::match_like(Index first) {
    std::vector<Index> alike;
    for (Index other = first; other < cohorts_; ++other) {
        if (is_like(first, other)) alike.push_back(other);
    }
    const Placing& due = planned_[classes_[first].front()];
    std::vector<Index> own;
    for (Index i = 0; i < static_cast<Index>(own_.size()); ++i) {
        if (is_matched_[i] || is_gone(i) || own_[i].plan != due.plan || own_[i].group != due.group) continue;
        is_matched_[i] = true;
        own.push_back(i);
    }
    sort_by_begin(own, own_);
    size_t taken = 0;
    for (const Index cohort : alike) {
        CohortMatch& match = out_.cohorts[cohort];
        const size_t rest = own.size() - taken;
        const size_t count = cohort == alike.back() ? rest : std::min(rest, static_cast<size_t>(match.planned));
        match.own.assign(own.begin() + static_cast<std::ptrdiff_t>(taken),
                         own.begin() + static_cast<std::ptrdiff_t>(taken + count));
        taken += count;
        has_names_[cohort] = true;  // done
    }
}

void Matcher::pair(Index cohort) {
    const CohortMatch& match = out_.cohorts[cohort];
    size_t at = 0;       // the class
    int64_t passed = 0;  // planned devices of those before
    for (size_t i = 0; i < match.own.size(); ++i) {
        const auto planned = static_cast<int64_t>(Int128{match.planned} * static_cast<int64_t>(i) /
                                                  static_cast<int64_t>(match.own.size()));
        while (planned >= passed + input_.classes.classes[classes_[cohort][at]].weight)
            passed += input_.classes.classes[classes_[cohort][at++]].weight;
        out_.like[match.own[i]] = classes_[cohort][at];
    }
}

FleetMatch Matcher::match() {
    sort_planned();
    match_named();
    for (CohortMatch& cohort : out_.cohorts) sort_by_begin(cohort.own, own_);
    for (Index cohort = 0; cohort < cohorts_; ++cohort) {
        if (!has_names_[cohort] && !classes_[cohort].empty()) match_like(cohort);
    }
    for (Index cohort = 0; cohort < cohorts_; ++cohort) pair(cohort);
    for (size_t i = 0; i < own_.size(); ++i) {
        if (out_.like[i] != no_index) continue;
        out_.has_outside = true;
        if (!own_[i].plan.empty() && !is_gone(i)) out_.outside.push_back(input_.billed.account.devices[i].id);
    }
    return std::move(out_);
}

}  // namespace

FleetMatch match_fleet(const MatchInput& input) {
    return Matcher(input).match();
}

Classes billed_counts(const Classes& classes, const FleetMatch& match) {
    std::vector<int64_t> counts(classes.classes.size());
    for (const Index like : match.like) {
        if (like != no_index) ++counts[like];
    }
    Classes out;
    out.profiles = classes.profiles;
    out.seasons = classes.seasons;
    out.origins = classes.origins;
    std::vector<Index> position(counts.size(), no_index);
    for (size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0) continue;
        position[i] = static_cast<Index>(out.classes.size());
        out.classes.push_back(classes.classes[i]);
        out.classes.back().weight = counts[i];
    }
    for (Event event : classes.events) {
        event.device = position[event.device];
        if (event.device != no_index) out.events.push_back(std::move(event));
    }
    return out;
}

PartOfAccount matched_part(const Request& billed, const FleetMatch& match) {
    PartOfAccount out{billed, {}};
    Request& request = out.request;
    request.account.devices.clear();
    request.events.clear();
    if (request.opening) request.opening->devices.clear();
    std::vector<Index> position(match.like.size(), no_index);
    for (size_t i = 0; i < position.size(); ++i) {
        if (match.like[i] == no_index) continue;
        position[i] = static_cast<Index>(request.account.devices.size());
        request.account.devices.push_back(billed.account.devices[i]);
        if (request.opening) request.opening->devices.push_back(billed.opening->devices[i]);
        out.like.push_back(match.like[i]);
    }
    for (Event event : billed.events) {
        event.device = position[event.device];
        if (event.device != no_index) request.events.push_back(std::move(event));
    }
    return out;
}

}  // namespace samebill
