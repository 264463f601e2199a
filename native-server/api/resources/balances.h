// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/api/operation.h"

namespace samebill::api {

// Balances of an account in the present month, and what its bill may come to; its report groups.
Operations balance_operations();

}  // namespace samebill::api
