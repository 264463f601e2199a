// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "native-server/api/operation.h"

namespace samebill::api {

// The whole route table, one part for each subject; without a store only what needs none.
std::vector<Operations> all_operations(bool stored);

}  // namespace samebill::api
