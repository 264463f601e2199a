// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>

#include "native-server/api/operation.h"

// What an operator or sales proposes for an account and a second person decides: negotiated prices (discounts and
// the minimum charge of the agreement, pricing attachments) and bars. Nothing of a proposal holds before it is
// approved.

namespace samebill::api {

Operations proposal_operations();

// Refuses an account's document whose negotiated prices are others than those of `before`: such are proposed.
void require_same_prices(const nlohmann::json& before, const nlohmann::json& after);

}  // namespace samebill::api
