// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/api/operation.h"

namespace samebill::api {

// What needs no store: GET /healthz and POST /v1/bills:preview.
Operations server_operations();

}  // namespace samebill::api
