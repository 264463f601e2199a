// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace samebill::security {

// RFC 4648 section 5, without padding.
std::string base64url(std::string_view bytes);
// Nothing if the text is not exactly what base64url() gives for some bytes.
std::optional<std::string> from_base64url(std::string_view text);

std::string base62(uint64_t value, size_t digits);

// SHA-256 as 32 bytes, and as it stands in documents: "sha256:" and 64 hexadecimal digits.
std::string sha256(std::string_view bytes);
std::string digest_of(std::string_view bytes);

// Whether two texts are equal, in a time that tells nothing of where they differ.
bool same_secret(std::string_view one, std::string_view other);

}  // namespace samebill::security
