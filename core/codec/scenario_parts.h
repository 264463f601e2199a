// SPDX-License-Identifier: MIT
#pragma once

#include "core/codec/canonical_writer.h"
#include "core/quote/scenario.h"
#include "core/quote/scenario_result.h"

namespace samebill {

// Parts that the results of scenarios and of comparisons share; `digits` are the currency's.

void write_charges(CanonicalWriter& writer, const CategoryAmounts& charges, int digits);
void write_percentiles(CanonicalWriter& writer, const Percentiles& percentiles, int digits);
void write_term_totals(CanonicalWriter& writer, const TermTotals& totals, int digits);
// A list, one object a cohort.
void write_cohort_terms(CanonicalWriter& writer, const Scenario& scenario, const ScenarioResult& result);
// An amount by a number of devices, half up, away from zero, to six digits.
void write_cost(CanonicalWriter& writer, int64_t minor, int64_t devices, int digits);

}  // namespace samebill
