// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/codec/decode_comparison.h"
#include "core/quote/comparison.h"

namespace samebill {

// samebill/comparison_result/1; `text` is what the comparison was read from.
std::string write_comparison(const Comparison& comparison, const ComparisonText& text, const ComparisonResult& result);

}  // namespace samebill
