// SPDX-License-Identifier: MIT
#pragma once

#include "core/quote/comparison.h"

namespace samebill {

// Runs of varied scenarios for break-even points and sensitivity, counted against the work that the alternatives left.
class ComparisonRuns {
public:
    ComparisonRuns(const Comparison& comparison, int64_t work) : comparison_(comparison), work_left_(work) {}

    // The total of the term in minor units; nothing if there was a problem, or the work is used up.
    std::optional<int64_t> total(Index alternative, const Scenario& scenario);

    int64_t runs() const { return runs_; }
    // Of the run that gave nothing, its path in the scenario; `limit` if the work was used up.
    const ComparisonProblem& problem() const { return problem_; }
    // It was the rules that did not let it run, not a limit.
    bool is_refused() const { return problem_.problem.code != "limit" && problem_.problem.code != "overflow"; }

private:
    const Comparison& comparison_;
    int64_t work_left_;
    int64_t runs_ = 0;
    ComparisonProblem problem_;
};

// Nothing if a run had a problem. `given` are the alternatives as they stand.
std::optional<BreakEvenResult> find_break_even(const Comparison& comparison, const BreakEven& wish,
                                               const std::vector<ComparedAlternative>& given, ComparisonRuns& runs);
std::optional<SensitivityResult> find_sensitivity(const Comparison& comparison, Index alternative, int64_t percent,
                                                  int64_t total, ComparisonRuns& runs);

}  // namespace samebill
