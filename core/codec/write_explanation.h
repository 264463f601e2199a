// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/bill/explain.h"

namespace samebill {

// What comes in: a line of a computed bill and its explanation. What goes out: samebill/explanation/1.
std::string write_explanation(const Request& request, const Bill& bill, size_t line, const Explanation& explanation);

}  // namespace samebill
