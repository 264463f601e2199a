// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/api/operation.h"

namespace samebill::api {

// Differences found in final months, and the bills that carry them.
Operations correction_operations();

}  // namespace samebill::api
