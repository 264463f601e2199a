// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/api/operation.h"

namespace samebill::api {

// Logging in and out by browser, and the sessions of people.
Operations session_operations();

}  // namespace samebill::api
