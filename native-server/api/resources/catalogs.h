// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/api/operation.h"

namespace samebill::api {

// Catalogs: drafts of versions, their publication for good, and how two versions differ.
Operations catalog_operations();

}  // namespace samebill::api
