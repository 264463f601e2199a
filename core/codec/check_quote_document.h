// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/problem.h"
#include "core/codec/reader.h"

namespace samebill {

// The documents of quotes: those that are asked through stage 2, results through stage 1. False if `root` is of none
// of them; problems are reported to the reader, or are in `found` where the whole text was decoded.
bool check_quote_document(Reader& reader, const Value& root, std::string_view text, Problems& found);

}  // namespace samebill
