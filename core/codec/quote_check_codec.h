// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/base/problem.h"

namespace samebill {

// What comes in: the text of a samebill/quote_check/1 (decode_quote_check.h). What goes out:
// samebill/quote_check_result/1, or its problems.
Problems check_quote_text(std::string_view text, std::string& result);

}  // namespace samebill
