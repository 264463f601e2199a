// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "core/codec/read_usage.h"

namespace samebill {

// The fast way for long `usage` lists: from the text straight into the table, without a document in between. Whatever
// is unusual is left to the general way, record by record, or as a whole; both give the same sessions and problems.
// Invariant: a text that this takes, with `[]` in the place of the list, is JSON if and only if the text is.

struct UsageSpan {
    size_t begin;  // of the bracket
    size_t end;    // after the closing one
};

// The list that is the member `usage` of the object that the text is; nothing if there is none, or one with anything in
// it but flat objects.
std::optional<UsageSpan> find_usage(std::string_view text);

// Reads the list that `text` is; `list` is an empty one in the same place. False if it is not JSON: nothing is reported
// then that can be relied on, and the sessions are of no use.
bool read_usage_text(Reader& reader, const Value& list, std::string_view text, UsageInput& usage);

}  // namespace samebill
