// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/api/operation.h"

namespace samebill::api {

// API keys: made, listed, revoked. The text of a key stands in the answer that makes it and nowhere else.
Operations key_operations();

}  // namespace samebill::api
