// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>

#include "core/codec/json.h"

namespace samebill {

// Calls `tell` for the places at which two documents differ, deepest first found, with the values there (null: it is
// not there). Objects are compared by member, in the order of `a` and then what only `b` has; lists by position.
// Example: {"a":[1,2]} and {"a":[1,3],"b":0}: /a/1 with 2 and 3, /b with null and 0.
using TellDifference = std::function<void(const std::string& pointer, const Json* a, const Json* b)>;
void differences(const Json& a, const Json& b, const TellDifference& tell);

}  // namespace samebill
