// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/api/operation.h"

namespace samebill::api {

// Devices of an account, one by one or many at once.
Operations device_operations();

}  // namespace samebill::api
