// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/api/operation.h"

namespace samebill::api {

// People who log in by browser: invited, given roles, disabled. They set their passwords themselves, by an invitation.
Operations people_operations();

}  // namespace samebill::api
