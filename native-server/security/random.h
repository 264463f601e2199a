// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

// Chance from the operating system, by libsodium. Every function here may be called from any thread.

namespace samebill::security {

// Prepares libsodium. Called once at the start of the process; throws std::runtime_error if there is no source of
// chance.
void start();

std::string random_bytes(size_t count);

// `digits` characters of [0-9A-Za-z], each equally likely (5.95 bits a digit).
std::string random_base62(size_t digits);

// An id that cannot be guessed: `prefix`, "_", 22 characters (131 bits). Example: "key_4fQ0s…".
std::string random_id(std::string_view prefix);

}  // namespace samebill::security
