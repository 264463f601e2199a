// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/api/operation.h"

namespace samebill::api {

// The audit log: who changed what, and when. Listed by pages, or as a whole to be kept elsewhere.
Operations audit_operations();

}  // namespace samebill::api
