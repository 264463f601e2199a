// SPDX-License-Identifier: MIT
#include "core/quote/comparison.h"

#include <algorithm>

#include "core/quote/comparison_runs.h"

namespace samebill {

namespace {

Quantities not_billed_of(const ScenarioResult& result) {
    Quantities sums{};
    for (const MonthResult& month : result.months) {
        for (const CohortMonth& cohort : month.cohorts) {
            for (size_t k = 0; k < kind_count; ++k) sums[k] += cohort.usage[k].not_billed;
        }
    }
    return sums;
}

bool serves_all(const ComparedAlternative& alternative) {
    return alternative.not_billed == Quantities{};
}

// The cheapest of those that bill all of their usage, if there are any; at equal totals the first.
Recommendation recommend(const std::vector<ComparedAlternative>& all) {
    const bool any_serves = std::any_of(all.begin(), all.end(), serves_all);
    const auto considered = [&](Index i) { return !any_serves || serves_all(all[i]); };
    Recommendation found;
    found.alternative = no_index;
    for (Index i = 0; i < all.size(); ++i) {
        if (!considered(i)) continue;
        if (found.alternative == no_index || all[i].totals.total < all[found.alternative].totals.total)
            found.alternative = i;
    }
    const int64_t total = all[found.alternative].totals.total;
    for (Index i = 0; i < all.size(); ++i) {
        if (i == found.alternative) continue;
        if (!considered(i)) {
            if (all[i].totals.total < total) found.passed_over.push_back(i);
            continue;
        }
        if (all[i].totals.total == total) found.equal.push_back(i);
        if (found.next == no_index || all[i].totals.total < all[found.next].totals.total) found.next = i;
    }
    found.reason = all.size() == 1              ? RecommendationReason::only_one
                   : !any_serves                ? RecommendationReason::none_serves_all
                   : !found.passed_over.empty() ? RecommendationReason::lowest_total_that_serves_all
                                                : RecommendationReason::lowest_total;
    return found;
}

}  // namespace

std::string_view name_of(RecommendationReason reason) {
    switch (reason) {
        case RecommendationReason::only_one: return "only_one";
        case RecommendationReason::lowest_total: return "lowest_total";
        case RecommendationReason::lowest_total_that_serves_all: return "lowest_total_that_serves_all";
        case RecommendationReason::none_serves_all: return "none_serves_all";
    }
    return {};
}

std::optional<int64_t> ComparisonRuns::total(Index alternative, const Scenario& scenario) {
    const SessionTable* records = comparison_.alternatives[alternative].records;
    ++runs_;
    Classes classes;
    Problems problems = make_classes(scenario, records, classes);
    int64_t sum = 0;
    bool overflow = false;
    int64_t work = 0;
    if (problems.empty()) problems = check_work(scenario, classes, records, work);
    if (problems.empty()) {
        work_left_ -= std::min(work_left_ + 1, work);
        if (work_left_ < 0) {
            problem_ = {no_index,
                        {"limit", "",
                         "The comparison comes to more than " + std::to_string(most_comparison_work) +
                             " units of work: ask for fewer points, or plan less."}};
            return std::nullopt;
        }
        problems = walk_scenario(scenario, classes, records, scenario.seed, [&](const ScenarioMonth& month) {
            overflow = !add_checked(sum, month.bill->total) || overflow;
        });
    }
    if (problems.empty() && overflow)
        problems.push_back({"overflow", "", "a sum passes 2^63-1: plan fewer devices or less usage"});
    if (problems.empty()) return sum;
    problem_ = {alternative, problems.front()};
    return std::nullopt;
}

ComparisonResult run_comparison(const Comparison& comparison) {
    ComparisonResult out;
    int64_t work = 0;
    for (Index i = 0; i < comparison.alternatives.size(); ++i) {
        const Alternative& alternative = comparison.alternatives[i];
        ScenarioRun run = run_scenario(alternative.scenario, alternative.records);
        for (Problem& problem : run.problems) out.problems.push_back({i, std::move(problem)});
        if (!run.problems.empty()) continue;
        work += run.result.work;
        if (work > most_comparison_work) {
            out.problems.push_back({no_index,
                                    {"limit", "/alternatives",
                                     "The alternatives come to more than " + std::to_string(most_comparison_work) +
                                         " units of work: leave some out, or plan less."}});
            return out;
        }
        ComparedAlternative& added = out.alternatives.emplace_back();
        added.totals = term_totals(run.result);
        added.not_billed = not_billed_of(run.result);
        added.result = std::move(run.result);
    }
    if (!out.problems.empty()) return out;
    out.recommendation = recommend(out.alternatives);
    ComparisonRuns runs(comparison, most_comparison_work - work);
    for (size_t i = 0; i < comparison.break_even.size(); ++i) {
        auto found = find_break_even(comparison, comparison.break_even[i], out.alternatives, runs);
        if (!found) {
            Problem problem = runs.problem().problem;
            problem.message = "At a number of the range: " + problem.message;
            problem.path = "/break_even/" + std::to_string(i);
            out.problems.push_back({no_index, std::move(problem)});
            return out;
        }
        out.break_even.push_back(std::move(*found));
    }
    if (!comparison.sensitivity) return out;
    const Index wished = comparison.sensitivity->alternative;
    const Index alternative = wished == no_index ? out.recommendation.alternative : wished;
    out.sensitivity = find_sensitivity(comparison, alternative, comparison.sensitivity->percent,
                                       out.alternatives[alternative].totals.total, runs);
    if (!out.sensitivity) {
        Problem problem = runs.problem().problem;
        problem.message = "With an assumption changed: " + problem.message;
        problem.path = "/sensitivity";
        out.problems.push_back({no_index, std::move(problem)});
    }
    return out;
}

}  // namespace samebill
