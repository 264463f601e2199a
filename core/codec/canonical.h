// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/codec/json.h"

namespace samebill {

// The canonical form (RFC 8785) of a document as read: no white space, members sorted by UTF-16 code units, strings
// escaped no more than needed. Nothing if it has a number with a fraction, an exponent or more than 64 bits: no
// document of ours has one.
std::optional<std::string> canonical_form(const Json& document);

// The same of a document whose long lists are not in it: each as its text, which stands for an empty list.
struct ListText {
    const Json* placeholder;
    std::string_view text;
};
std::optional<std::string> canonical_form(const Json& document, std::span<const ListText> lists);

// "sha256:" and the SHA-256 of the canonical form of an object, its member `without` left out. Nothing as above.
std::optional<std::string> canonical_digest(const Json& object, std::string_view without = {});

// The order of member names in canonical JSON: by UTF-16 code units. Both are valid UTF-8.
bool precedes(std::string_view a, std::string_view b);

}  // namespace samebill
