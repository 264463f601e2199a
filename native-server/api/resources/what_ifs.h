// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/api/operation.h"

namespace samebill::api {

// What a catalog version, also a draft, would change in the bills of accounts.
Operations what_if_operations();

}  // namespace samebill::api
