// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/api/operation.h"

namespace samebill::api {

// /v1/quotes: quotes and their versions; sending, accepting and declining them; bills set against them.
Operations quote_operations();
Operations quote_decision_operations();
Operations quote_check_operations();

}  // namespace samebill::api
