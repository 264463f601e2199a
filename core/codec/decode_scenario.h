// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "core/base/problem.h"
#include "core/codec/reader.h"
#include "core/quote/scenario.h"
#include "core/usage/session_table.h"

namespace samebill {

// What comes in: the text of a samebill/scenario/1. What goes out: the scenario as plain values, its references
// resolved, and the records that it holds in a table; or every problem of the first stage that has any, as of a request
// (decode.h). Example: a cohort of a plan that the catalog lacks: {unknown_plan, /cohorts/0/plan}.

struct ScenarioOptions {
    // Sealed; the scenario's own `records` must then be empty. Null: its own.
    const SessionTable* records = nullptr;
};

// Empty if the scenario is sound. `scenario` and `own_records` (sealed) come in empty.
Problems decode_scenario(std::string_view text, const ScenarioOptions& options, Scenario& scenario,
                         SessionTable& own_records);
// The same of a document that is read already.
Problems decode_scenario(const Json& document, const ScenarioOptions& options, Scenario& scenario,
                         SessionTable& own_records);

// A cohort whose references are still names, which point into the document.
struct NamedCohort {
    Cohort cohort;
    std::string_view plan = {};
    std::string_view group = {};
    std::string_view sim_product = {};
    std::vector<std::string_view> change_plans = {};  // of `plan_changes`
};
void read_cohort(Reader& reader, const Value& value, NamedCohort& named);

// A behaviour, and what a cohort's devices have apart (decode_behaviour.cpp).
void read_behaviour(Reader& reader, const Value& value, Behaviour& behaviour);
void read_variation(Reader& reader, const Value* value, Variation& variation);

}  // namespace samebill
