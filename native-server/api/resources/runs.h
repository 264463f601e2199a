// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/api/operation.h"

namespace samebill::api {

// Bill runs: start, look, approve, finalise.
Operations run_operations();

}  // namespace samebill::api
