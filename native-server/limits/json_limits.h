// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "native-server/limits/limits.h"

namespace samebill {

// What a JSON text exceeds, as a sentence for its sender, or nothing. Looks at brackets, strings and numbers alone, so
// it costs next to nothing and says nothing of whether the text is JSON; several texts in one (NDJSON) are looked at
// alike.
std::string_view exceeded_json_limit(std::string_view text, const Limits& limits);

}  // namespace samebill
