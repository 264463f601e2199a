// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

// A line of a bill in words. In: the line as the bill has it. Out: what it is for (`heading`) and how it came about
// (`detail`): "meter-1, plan basic: access fee" and "17 of 31 days at 9.00 a month (F2)".

namespace samebill::text {

struct LineWords {
    std::string heading;
    std::string detail;
};

// The category that a line counts in, by its type (a discount names its own).
std::string category(const nlohmann::json& line);

LineWords line_words(const nlohmann::json& line, int64_t kilobyte_bytes);

// A member as text: "" if it is not there, a string without quotes, anything else as JSON.
std::string member(const nlohmann::json& object, std::string_view name);

// A whole number, 0 if it is not there.
int64_t number(const nlohmann::json& object, std::string_view name);

}  // namespace samebill::text
