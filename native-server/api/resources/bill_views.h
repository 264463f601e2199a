// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "native-server/api/body.h"
#include "native-server/api/message.h"
#include "native-server/runs/kept.h"

// Final bills as answers. Amounts are taken from the engine's documents as they stand.

namespace samebill::api {

nlohmann::json head_json(const store::bills::Head& head);

// `format`: json (the signed document), csv or text (of the bill in it).
Response bill_response(const runs::KeptBill& kept, std::string_view format);

// What differs between two bills: the lines that only one has or that differ, and the sums, old and new.
nlohmann::json bill_difference(const runs::KeptBill& old, const runs::KeptBill& now);
extern const BodyForm difference_form;

}  // namespace samebill::api
