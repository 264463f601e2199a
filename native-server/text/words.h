// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// Words for values that the core has computed. Nothing here computes money: amounts are strings and stay as they are.

namespace samebill::text {

// Text from outside made safe for a terminal: control and direction characters become U+FFFD.
std::string plain(std::string_view value);

// Columns that a text takes on a terminal, one for each code point.
int width(std::string_view value);

// "4 MB", "~1.53 MB", "2 h 5 min 30 s", "12 messages"; "~" if two decimals do not give it exactly.
std::string readable(std::string_view kind, int64_t quantity, int64_t kilobyte_bytes);

// "4194304 bytes", "7530 s", "12 messages".
std::string exact(std::string_view kind, int64_t quantity);

// Both, the exact one in brackets if it is not the same: "4 MB (4194304 bytes)".
std::string readable_and_exact(std::string_view kind, int64_t quantity, int64_t kilobyte_bytes);

// "2026-03-01T09:30:00Z" as "2026-03-01 09:30:00 GMT".
std::string instant(std::string_view value);

// A rate as a percentage, by moving the point: "0.0725" as "7.25 %".
std::string percentage(std::string_view rate);

// An identifier of the documents as words: "data_trigger" as "data trigger".
std::string words(std::string_view identifier);

}  // namespace samebill::text
