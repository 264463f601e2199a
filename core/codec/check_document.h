// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/base/problem.h"
#include "core/codec/reader.h"

namespace samebill {

// What comes in: the text of any document with a `schema` member. What goes out: its problems, empty if it is sound: of
// a request and of what quotes are asked with (scenarios, comparisons, assignments, drafts, quotes, their checks) those
// of stages 0 to 2, of any other document those of stages 0 and 1 (digests are not computed).
// `schema_name` receives what the document says it is, if the engine knows that. Example:
// {"schema":"samebill/catalog/1"} gives {schema, ""}: `id`, `currency` and `plans` are missing.
Problems check_document(std::string_view text, std::string& schema_name);

}  // namespace samebill
