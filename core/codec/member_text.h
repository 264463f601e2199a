// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "core/codec/reader.h"

namespace samebill {

// Documents that hold other documents: each inner one is decoded by itself, as if it were the whole text.

// The bytes of a member's value in the text of an object that is sound JSON; empty if it is not there, or what comes
// before has a member twice.
std::string_view member_text(std::string_view object, std::string_view name);
// The bytes of each element in the text of a list that is sound JSON; empty ones from an element on that has a member
// twice.
std::vector<std::string_view> element_texts(std::string_view list, size_t count);

// Calls `reach` with the deepest value on the way that a pointer names, and what is left of the pointer.
void follow(const Value& from, std::string_view pointer,
            const std::function<void(const Value&, std::string_view)>& reach);

// Puts the problems of an inner document, which is `value` of the outer one, among those of the outer one.
void place_problems(ProblemList& problems, const Value& value, const Problems& inner);

// The problems of a part of a document that was computed from, with paths into the whole.
Problems placed_at(std::string_view place, Problems problems);

}  // namespace samebill
