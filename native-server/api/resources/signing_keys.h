// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/api/operation.h"

namespace samebill::api {

// The keys that final bills are signed with: the public set, and a new one in place of the one in use.
Operations signing_key_operations();

}  // namespace samebill::api
