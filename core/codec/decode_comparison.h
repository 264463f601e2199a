// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "core/codec/decode_scenario.h"
#include "core/quote/comparison.h"

namespace samebill {

// What comes in: the text of a samebill/comparison/1. What goes out: its alternatives as scenarios, each the base with
// the alternative's patch, and the wishes; or every problem of the first stage that has any. A problem of a patched
// scenario is told at the deepest place of the patch on the way to it. Example: a patch whose plan the catalog lacks:
// {unknown_plan, /alternatives/1/patch/cohorts/0/plan}.
class ComparisonText {
public:
    // Empty if the comparison is sound. `comparison` comes in empty; it does not outlive this.
    Problems read(std::string_view text, const ScenarioOptions& options, Comparison& comparison);

    // Problems of a run at their places in the text.
    Problems placed(const std::vector<ComparisonProblem>& problems) const;
    // Of an alternative, as patched.
    const Json& scenario(Index alternative) const { return scenarios_[alternative]; }

private:
    void read_alternatives(const ScenarioOptions& options, Comparison& comparison, ProblemList& problems);
    void place(ProblemList& problems, Index alternative, const Problem& problem) const;

    Document document_;
    std::vector<Json> scenarios_;
};

}  // namespace samebill
