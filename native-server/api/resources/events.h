// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/api/operation.h"

namespace samebill::api {

// Events of devices: taken only if the engine takes them with all that is there, voided only if the rest still holds.
Operations event_operations();

}  // namespace samebill::api
