// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace samebill::text {

// The places where two JSON documents differ, as a list of {"path", "old"?, "new"?}, the deepest that say it all.
// Elements of lists that have an `id`, `code` or `plan` are found by it and stand in the path with it
// ("/plans/basic/overage/data/price"); other lists are compared as a whole.
nlohmann::json differences(const nlohmann::json& before, const nlohmann::json& after);

// The differences of two catalogs to be read: what holds for all, then plan by plan, a line for each parameter.
std::string catalog_differences_text(const nlohmann::json& differences);

}  // namespace samebill::text
