// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "core/usage/fields.h"

namespace samebill {

// One usage record as a JSON object on one line (RFC 8259), read strictly: members id, device, kind, start, end
// (strings) and quantity (a number), in any order, each once, nothing else.
struct JsonLine {
    FieldTexts texts;    // by Field; decoded, the number as written
    FieldOrder order{};  // as they stand
    std::array<uint64_t, field_count>
        begins{};  // by Field: byte of the line at which the value begins (a string: its quote)
    std::array<uint64_t, field_count> ends{};  // and the byte after it
    bool escaped = false;                      // a member's name or value was written with escapes
    std::deque<std::string> decoded;           // what was written with escapes
};

struct JsonFault {
    uint64_t at = 0;  // byte of the line
    std::string_view message;
};

// Fills `line`; the texts refer to `text` or to `decoded`. A fault if the text is anything else.
std::optional<JsonFault> read_json_line(std::string_view text, JsonLine& line);

}  // namespace samebill
