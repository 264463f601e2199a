// SPDX-License-Identifier: MIT
#include "core/quote/run_scenario.h"

#include <algorithm>
#include <charconv>

#include "core/quote/class_usage.h"
#include "core/quote/purchases.h"
#include "core/timeline/walk_account.h"

namespace samebill {

namespace {

constexpr int64_t units_a_month = 20;  // of a class
constexpr int64_t units_an_event = 20;
constexpr int64_t walks_by_day = 16;  // on the mean of a month's days, each from its beginning

// One seed, month after month.
class Walker {
public:
    Walker(const Scenario& scenario, const Classes& classes, const SessionTable* records, uint64_t seed)
        : scenario_(scenario), classes_(classes), usage_(scenario, classes, records, seed), request_(scenario.base) {
        for (Index i = 0; i < classes.classes.size(); ++i) {
            const DeviceClass& made = classes.classes[i];
            const Cohort& cohort = scenario.cohorts[made.cohort];
            Device& device = request_.account.devices.emplace_back();
            device.id = class_id(made.cohort, i);
            device.carrier_technology = cohort.carrier_technology;
            device.service_area = cohort.service_area;
            device.lapses = cohort.lapses;
            device.weight = made.weight;
        }
        for (size_t event = 0; event < classes.events.size(); ++event) {
            if (first_events_.size() <= classes.events[event].device)
                first_events_.resize(classes.events[event].device + 1, event);
        }
        first_events_.resize(classes.classes.size(), classes.events.size());
    }

    Problems walk(const TakeMonth& take) {
        for (Month month = scenario_.base.from; month <= scenario_.base.through; ++month) {
            usage_.begin_month(month);
            request_.from = request_.through = month;
            take_events(month);
            add_all_purchases(month);
            BillRun run = make_bills(request_, usage_);
            if (!run.problems.empty()) return placed(run.problems);
            take({&request_, &run.bills.front(), &run.closing, &run.book, &usage_});
            request_.opening = std::move(run.closing);
        }
        return {};
    }

private:
    void take_events(Month month) {
        const Instant end = start_of_month(month + 1);
        request_.events.clear();
        for (Index device = 0; device < first_events_.size(); ++device) {
            size_t& next = first_events_[device];
            for (; next < classes_.events.size(); ++next) {
                const Event& event = classes_.events[next];
                if (event.device != device || event.at >= end) break;
                request_.events.push_back(event);
            }
        }
    }

    bool buys(Index device) const { return !scenario_.cohorts[classes_.classes[device].cohort].purchases.empty(); }

    // Only cohorts that buy are walked ahead, for their balances.
    void add_all_purchases(Month month) {
        bool any = false;
        for (const Cohort& cohort : scenario_.cohorts) any = any || !cohort.purchases.empty();
        if (!any) return;
        const PlanBook book = make_plan_book(request_.catalog, request_.account);
        const auto& until = request_.account.agreement.until;
        const Instant agreement_end = until ? start_of(*until + 1) : end_of_time;
        std::vector<DeviceState> states = opening_states(book, agreement_end);
        std::vector<Event> all;
        std::vector<Event> own;
        size_t next = 0;
        for (Index device = 0; device < classes_.classes.size(); ++device) {
            own.clear();
            for (; next < request_.events.size() && request_.events[next].device == device; ++next)
                own.push_back(request_.events[next]);
            if (buys(device)) {
                const auto first = std::find_if(own.begin(), own.end(),
                                                [&](const Event& event) { return event.at >= start_of_month(month); });
                all.insert(all.end(), own.begin(), first);
                own.erase(own.begin(), first);
                const PurchaseInput input{&book,     agreement_end, &scenario_,
                                          &classes_, &usage_,       &request_.account.devices[device],
                                          device,    month};
                add_purchases(input, states[device], own);
            }
            all.insert(all.end(), own.begin(), own.end());
        }
        request_.events = std::move(all);
    }

    // As the month's walk will begin, the history before the first month included (B6).
    std::vector<DeviceState> opening_states(const PlanBook& book, Instant agreement_end) const {
        AccountWalkInput input;
        input.context = {&book, agreement_end, false};
        input.devices = request_.account.devices;
        input.events = request_.events;
        input.usage = &usage_;
        input.from = request_.from;
        if (request_.opening) input.opening = &request_.opening->devices;
        AccountWalk walk(input);
        const std::span<const DeviceState> states = walk.states();
        return {states.begin(), states.end()};
    }

    // Problems at the members of the scenario that the events come from. What follows from another fault of the same
    // device is not told.
    Problems placed(const Problems& found) const {
        Problems all;
        const bool only_transitions = std::all_of(
            found.begin(), found.end(), [](const Problem& problem) { return problem.code == "invalid_transition"; });
        constexpr std::string_view events = "/events/";
        for (const Problem& problem : found) {
            if (problem.code == "invalid_transition" && !only_transitions) continue;
            Problem moved = problem;
            if (problem.path.substr(0, events.size()) == events) {
                const size_t slash = std::min(problem.path.find('/', events.size()), problem.path.size());
                size_t origin = 0;
                std::from_chars(problem.path.data() + events.size(), problem.path.data() + slash, origin);
                moved.path = classes_.origins[origin];
                moved.path += problem.path.substr(slash);
            }
            const bool known = std::any_of(all.begin(), all.end(), [&](const Problem& other) {
                return other.code == moved.code && other.path == moved.path;
            });
            if (!known) all.push_back(std::move(moved));
        }
        return all;
    }

    const Scenario& scenario_;
    const Classes& classes_;
    ClassUsage usage_;
    Request request_;
    std::vector<size_t> first_events_;  // of each class, the next to come
};

// Walks of a month's sessions before a buyer's month is billed.
int64_t walks_of_buyers(const Scenario& scenario) {
    const auto buys = [](const Cohort& cohort) { return !cohort.purchases.empty(); };
    if (std::none_of(scenario.cohorts.begin(), scenario.cohorts.end(), buys)) return 0;
    const PlanBook book = make_plan_book(scenario.base.catalog, scenario.base.account);
    return rounds_by_month(book) ? walks_by_day : 1;
}

// The most that a device with the profile has in a month; of a sample, whose days are counted round, twice its records.
int64_t month_sessions(const Scenario& scenario, const Profile& profile, const SessionTable* records) {
    if (profile.sample == no_index) return most_entries(scenario.cohorts[profile.cohort]);
    const auto range = records->sessions_of(profile.sample);
    return 2 * static_cast<int64_t>(range.end - range.begin);
}

}  // namespace

int64_t work_of(const Scenario& scenario, const Classes& classes, const SessionTable* records) {
    std::vector<int64_t> packs;
    for (const Cohort& cohort : scenario.cohorts) packs.push_back(most_packs(scenario, cohort));
    const int64_t walks = walks_of_buyers(scenario);
    const Month months = scenario.base.through - scenario.base.from + 1;
    Int128 units = 0;
    for (const DeviceClass& device : classes.classes) {
        const int64_t sessions = month_sessions(scenario, classes.profiles[device.profile], records);
        units += sessions + units_a_month;
        if (!scenario.cohorts[device.cohort].purchases.empty())
            units += Int128{walks} * (sessions + units_a_month + units_an_event * packs[device.cohort]);
    }
    units *= months;
    units += Int128{units_an_event} * static_cast<int64_t>(classes.events.size());
    units *= scenario.seeds.empty() ? 1 : static_cast<int64_t>(scenario.seeds.size() + 1);
    return static_cast<int64_t>(std::min<Int128>(units, INT64_MAX));
}

Problems walk_scenario(const Scenario& scenario, const Classes& classes, const SessionTable* records, uint64_t seed,
                       const TakeMonth& take) {
    return Walker(scenario, classes, records, seed).walk(take);
}

Problems check_work(const Scenario& scenario, const Classes& classes, const SessionTable* records, int64_t& work) {
    work = work_of(scenario, classes, records);
    if (work > most_work) {
        return {{"limit", "",
                 "The scenario comes to " + std::to_string(work) + " units of work, " + std::to_string(most_work) +
                     " are the most: plan fewer months, seeds, usage classes or sessions."}};
    }
    Int128 sessions = 0;
    for (const Profile& profile : classes.profiles) sessions += month_sessions(scenario, profile, records);
    if (sessions <= most_month_sessions) return {};
    return {
        {"limit", "/cohorts",
         "More than " + std::to_string(most_month_sessions) + " different sessions in a month: plan coarser usage."}};
}

ScenarioRun run_scenario(const Scenario& scenario, const SessionTable* records) {
    ScenarioRun run;
    Classes classes;
    run.problems = make_classes(scenario, records, classes);
    if (!run.problems.empty()) return run;
    run.problems = check_work(scenario, classes, records, run.result.work);
    if (!run.problems.empty()) return run;
    std::vector<Index> cohort_of;
    for (const DeviceClass& device : classes.classes) cohort_of.push_back(device.cohort);
    run.result.classes = static_cast<uint32_t>(classes.classes.size());
    bool overflow = false;
    run.problems = walk_scenario(scenario, classes, records, scenario.seed, [&](const ScenarioMonth& month) {
        const CollectInput input{month.request, month.bill, month.closing, cohort_of, scenario.cohorts.size()};
        run.result.months.push_back(collect_month(input, overflow));
    });
    const size_t months = run.result.months.size();
    std::vector<std::vector<int64_t>> totals(months);
    std::vector<int64_t> terms;
    for (const uint64_t seed : scenario.seeds) {
        if (!run.problems.empty()) break;
        int64_t term = 0;
        size_t next = 0;
        run.problems = walk_scenario(scenario, classes, records, seed, [&](const ScenarioMonth& month) {
            totals[next++].push_back(month.bill->total);
            overflow = !add_checked(term, month.bill->total) || overflow;
        });
        terms.push_back(term);
    }
    if (run.problems.empty() && overflow)
        run.problems.push_back({"overflow", "", "a sum passes 2^63-1: plan fewer devices or less usage"});
    if (!run.problems.empty() || scenario.seeds.empty()) return run;
    for (const auto& each : totals) run.result.month_percentiles.push_back(percentiles_of(each));
    run.result.term_percentiles = percentiles_of(terms);
    return run;
}

}  // namespace samebill
