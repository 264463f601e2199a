// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

// Documents as they lie in the store: deflated, since a bill's JSON takes a tenth of its room then.

namespace samebill::store {

// Before the deflated bytes (zlib, RFC 1950) stand eight with the text's size, least significant first.
std::string pack(std::string_view text);

// Throws Damaged if the bytes are not what pack() gives.
std::string unpack(std::string_view bytes);

}  // namespace samebill::store
