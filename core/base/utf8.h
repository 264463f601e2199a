// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace samebill {

// The bytes of the character that the text begins with, 1 ... 4; 0 if it is empty or does not begin with well-formed
// UTF-8 (no overlong forms, no surrogates, nothing above U+10FFFF).
size_t utf8_length(std::string_view text);

// Appends the character `code`, at most U+10FFFF and no surrogate.
void append_utf8(std::string& out, uint32_t code);

// True if all of the text is well-formed.
bool is_utf8(std::string_view text);

}  // namespace samebill
