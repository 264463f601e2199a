// SPDX-License-Identifier: MIT
#pragma once

#include "core/codec/canonical_writer.h"
#include "core/quote/comparison.h"

namespace samebill {

// The parts of samebill/comparison_result/1 that were searched for.

void write_break_even(CanonicalWriter& writer, const Comparison& comparison, const BreakEven& wish,
                      const BreakEvenResult& found);
// `total` is that of the alternative as it stands.
void write_sensitivity(CanonicalWriter& writer, const Comparison& comparison, const SensitivityResult& found,
                       int64_t total);

}  // namespace samebill
