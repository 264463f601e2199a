// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "native-server/api/message.h"
#include "native-server/api/router.h"

namespace samebill::api {

// GET /healthz: that the process answers, its version and that of the rules.
Response healthz(const Request& request);

// POST /v1/bills:preview: a samebill/request/1 in, the exact bytes of the result out, nothing stored.
Response preview(const Request& request);

// The routes of the interface; `max_body` in bytes.
void add_routes(Router& router, int64_t max_body);

}  // namespace samebill::api
