// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

// API keys: "sb_", 8 characters that may be shown, 43 that carry 256 random bits, 6 of checksum; all [0-9A-Za-z].
// The checksum lets scanners tell a leaked key from noise, and the server refuse a mistyped one without a look-up. The
// store holds the SHA-256 of the whole text, which is safe because nobody can guess 256 bits.

namespace samebill::security {

struct NewApiKey {
    std::string text;    // shown once, kept nowhere
    std::string shown;   // "sb_" and the 8 public characters: how lists name the key, and how it is looked up
    std::string digest;  // 32 bytes, SHA-256 of the text
};

NewApiKey make_api_key();

struct GivenApiKey {
    std::string shown;
    std::string digest;
};

// Nothing if the text is no key at all (form or checksum).
std::optional<GivenApiKey> read_api_key(std::string_view text);

}  // namespace samebill::security
