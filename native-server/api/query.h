// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/problem.h"
#include "native-server/api/operation.h"

namespace samebill::api {

// What "%41" and "+" stand for; nothing if it is not well-formed UTF-8 without control characters.
std::optional<std::string> decode_component(std::string_view text);

// The parameters of a query as the operation's table has them (and `limit` and `cursor` of lists). What is wrong with
// them goes to `problems`, with the parameter's name as the path.
std::vector<std::pair<std::string, std::string>> read_query(std::string_view query, const Operation& operation,
                                                            Problems& problems);

extern const std::array<QueryParameter, 2> list_parameters;

}  // namespace samebill::api
