// SPDX-License-Identifier: MIT
#include "core/account/default_plans.h"

#include <algorithm>
#include <set>

#include "core/account/plan_book.h"
#include "core/base/assert.h"
#include "core/base/sorting.h"

namespace samebill {

void DefaultPlans::Names::list(const std::vector<std::string>& names, Rank rank, bool is_paired) {
    for (const std::string& name : names) {
        const auto next = static_cast<uint32_t>(size());
        const auto [at, is_new] = try_emplace(name);
        if (is_new) at->second.number = next;
        Ranks& ranks = is_paired ? at->second.paired : at->second.alone;
        if (ranks.empty() || ranks.back() != rank) ranks.push_back(rank);  // a plan may list a name twice
    }
}

const DefaultPlans::Name* DefaultPlans::Names::find_named(const std::string& name) const {
    if (name.empty() || empty()) return nullptr;
    const auto found = find(name);
    return found == end() ? nullptr : &found->second;
}

DefaultPlans::DefaultPlans(const std::vector<PlanInForce>& plans, std::span<const Device> devices) {
    for (Index i = 0; i < plans.size(); ++i) {
        const Plan& plan = plans[i].plan;
        if (plans[i].months() != 1 || !plans[i].listed) continue;
        candidates_.push_back({i, plan.available_from.value_or(INT32_MIN), plan.available_until.value_or(INT32_MAX)});
    }
    sort_list(candidates_, [&](const Candidate& a, const Candidate& b) {
        return plans[a.plan].plan.access_fee->amount < plans[b.plan].plan.access_fee->amount;
    });
    Ranks unnamed;
    for (Rank rank = 0; rank < candidates_.size(); ++rank) {
        const Plan& plan = plans[candidates_[rank].plan].plan;
        const bool is_paired = !plan.carrier_technologies.empty() && !plan.service_areas.empty();
        technologies_.list(plan.carrier_technologies, rank, is_paired);
        areas_.list(plan.service_areas, rank, is_paired);
        if (plan.carrier_technologies.empty() && plan.service_areas.empty()) unnamed.push_back(rank);
    }
    unnamed_ = days_of(unnamed);
    for (Names* names : {&technologies_, &areas_}) {
        for (auto& [text, name] : *names) name.days = days_of(name.alone);
    }
    for (const Device& device : devices) {
        const Name* technology = technologies_.find_named(device.carrier_technology);
        const Name* area = areas_.find_named(device.service_area);
        if (technology == nullptr || area == nullptr) continue;
        const auto [at, is_new] = paired_.try_emplace(pair_of(*technology, *area));
        if (!is_new) continue;
        const bool technology_has_fewer = technology->paired.size() < area->paired.size();
        const Ranks& few = (technology_has_fewer ? technology : area)->paired;
        const Ranks& many = (technology_has_fewer ? area : technology)->paired;
        Ranks common;
        for (const Rank rank : few) {
            if (std::binary_search(many.begin(), many.end(), rank)) common.push_back(rank);
        }
        at->second = days_of(common);
    }
}

DefaultPlans::Days DefaultPlans::days_of(const Ranks& ranks) const {
    struct Change {
        Date day;
        Rank rank;
        bool begins;
    };
    std::vector<Change> changes;
    for (const Rank rank : ranks) {
        const Candidate& candidate = candidates_[rank];
        if (candidate.from > candidate.until) continue;
        changes.push_back({candidate.from, rank, true});
        if (candidate.until < INT32_MAX) changes.push_back({candidate.until + 1, rank, false});
    }
    sort_list(changes, [](const Change& a, const Change& b) { return a.day < b.day; });
    Days days;
    std::set<Rank> available;
    for (size_t i = 0; i < changes.size(); ++i) {
        if (changes[i].begins)
            available.insert(changes[i].rank);
        else
            available.erase(changes[i].rank);
        if (i + 1 < changes.size() && changes[i + 1].day == changes[i].day) continue;
        const Rank first = available.empty() ? none : *available.begin();
        if (days.empty() || days.back().second != first) days.emplace_back(changes[i].day, first);
    }
    return days;
}

Index DefaultPlans::choose(const Device& device, Date day) const {
    Rank first = none;
    const auto take = [&](const Days& days) {
        const auto after = std::upper_bound(days.begin(), days.end(), day,
                                            [](Date wanted, const auto& entry) { return wanted < entry.first; });
        if (after != days.begin()) first = std::min(first, (after - 1)->second);
    };
    take(unnamed_);
    const Name* technology = technologies_.find_named(device.carrier_technology);
    const Name* area = areas_.find_named(device.service_area);
    if (technology != nullptr) take(technology->days);
    if (area != nullptr) take(area->days);
    if (technology != nullptr && area != nullptr) {
        const auto found = paired_.find(pair_of(*technology, *area));
        SAMEBILL_ASSERT(found != paired_.end());  // every device of the account has its pair
        take(found->second);
    }
    return first == none ? no_index : candidates_[first].plan;
}

}  // namespace samebill
