// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/api/operation.h"

namespace samebill::api {

// The interface about itself: /v1, /openapi.json, and a page that shows it.
Operations description_operations();

}  // namespace samebill::api
