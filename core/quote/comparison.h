// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/quote/order_changes.h"
#include "core/quote/run_scenario.h"
#include "core/quote/varied_scenario.h"

namespace samebill {

// What comes in: up to eight scenarios of one term and currency. What goes out: what each comes to, which is
// recommended and why, where the order of two of them changes, and which assumption matters most. Nothing is computed
// here: every total is a run of the engine (run_scenario.h). Invariant: what A costs more than B, B costs less than A,
// to the cent, in whatever order they are given.

struct Alternative {
    std::string name;
    Scenario scenario;
    const SessionTable* records = nullptr;
};

// Totals over the fleet's size, a usage, or the months of the term (cumulated).
struct BreakEven {
    bool by_month = false;
    Assumed over = Assumed::devices;  // devices, usage or amount, if not by month
    std::string cohort;               // empty: the fleet
    std::string behaviour;            // of amounts
    ComparedRange range;
};

struct Sensitivity {
    Index alternative = no_index;  // none: the one that is recommended
    int64_t percent = 10;
};

struct Comparison {
    std::vector<Alternative> alternatives;
    Index reference = 0;
    std::vector<BreakEven> break_even;
    std::optional<Sensitivity> sensitivity;
    std::string digest;                                // of the document's canonical form
    std::vector<std::unique_ptr<SessionTable>> tables;  // records of the scenarios
};

struct ComparedAlternative {
    ScenarioResult result;
    TermTotals totals;
    Quantities not_billed{};  // usage that is in no line: cheaper because it serves less
};

enum class RecommendationReason : uint8_t { only_one, lowest_total, lowest_total_that_serves_all, none_serves_all };
std::string_view name_of(RecommendationReason reason);

struct Recommendation {
    Index alternative = 0;
    RecommendationReason reason{};
    Index next = no_index;           // the cheapest of the others that were considered
    std::vector<Index> equal;        // others with the same total
    std::vector<Index> passed_over;  // cheaper, but not all of their usage is billed
};

// From `from` through `through` these are the cheapest.
struct CheapestRange {
    int64_t from = 0;
    int64_t through = 0;
    std::vector<Index> cheapest;
};

struct BreakEvenResult {
    std::vector<std::vector<int64_t>> totals;  // at each point of the range, by alternative
    std::vector<OrderChange> changes;
    std::vector<CheapestRange> ranges;
    int64_t runs = 0;  // of scenarios
};

struct AssumedChange {
    AssumedNumber number;
    Decimal stated, low, high;
    int64_t total_low = 0;
    int64_t total_high = 0;
    int64_t swing = 0;  // from the lowest to the highest of the three totals
};

struct SensitivityResult {
    Index alternative = 0;
    std::vector<AssumedChange> changes;  // the largest swing first
};

// A problem of an alternative's scenario, its path in that; or of the comparison itself.
struct ComparisonProblem {
    Index alternative = no_index;
    Problem problem;
};

struct ComparisonResult {
    std::vector<ComparisonProblem> problems;
    std::vector<ComparedAlternative> alternatives;
    Recommendation recommendation;
    std::vector<BreakEvenResult> break_even;
    std::optional<SensitivityResult> sensitivity;
};

inline constexpr size_t most_alternatives = 8;
inline constexpr size_t most_break_evens = 8;
inline constexpr int64_t most_points = 200;
// Units of work (scenario.h) of the alternatives, break-even points and sensitivity together.
inline constexpr int64_t most_comparison_work = 2'000'000'000;

ComparisonResult run_comparison(const Comparison& comparison);

}  // namespace samebill
