// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/usage/account_usage.h"

namespace samebill {

// What comes in: the canonical head of a request (its text without `usage`) and the sessions that it takes. What goes out:
// `inputs` as bills show it (B4): "sha256:" and the SHA-256 of the head, a line feed, and a line for each session in U3's
// order. Sessions at or after the end of the last month are left out: they are errors or rejects. Whether the sessions came
// inline or from a table makes no difference.
// Example line: s-1,meter-1,data,1772323200,1772323260,1000
std::string inputs_digest(std::string_view hashed_head, const UsageQuery& query);

}  // namespace samebill
