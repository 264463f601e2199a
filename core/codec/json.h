// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "core/codec/problem_list.h"

namespace samebill {

// A document as read: members in the order of the text, integers exact, every other number a float (and so never taken
// where an integer is due).
using Json = nlohmann::ordered_json;

inline constexpr int most_levels = 32;  // of nesting, the document itself being the first

// Reads a text (RFC 8259, strict UTF-8, no byte order mark, nothing after the document, at most `levels` deep).
// False: `problems` has the one problem `parse`. True: `root` is the document; of a member given twice it has the
// first, and `problems` has `schema` at the member, once for each. `document` is the place of the text itself.
bool parse_json(std::string_view text, Json& root, ProblemList& problems, const Place& document = {},
                int levels = most_levels);

// The members of an object, in the order of the text.
inline const Json::object_t& members_of(const Json& object) {
    return object.get_ref<const Json::object_t&>();
}
// A member by name, null if the object has none (or it is no object). Compares names one by one.
const Json* find_member(const Json& object, std::string_view name);
inline const std::string& text_of(const Json& value) {
    return value.get_ref<const Json::string_t&>();
}

inline bool is_text(const Json& value, std::string_view text) {
    return value.is_string() && text_of(value) == text;
}

}  // namespace samebill
