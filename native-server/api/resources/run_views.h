// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>

#include "native-server/api/body.h"
#include "native-server/store/runs.h"

// Bill runs and their items as answers.

namespace samebill::api {

// With the number of its items by state.
nlohmann::json run_json(store::Transaction& transaction, const store::runs::Run& run);
nlohmann::json item_json(const store::runs::Item& item);
extern const BodyForm run_form;
extern const BodyForm item_form;

}  // namespace samebill::api
