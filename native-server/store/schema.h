// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "native-server/store/connection.h"

namespace samebill::store {

inline constexpr int64_t schema_version = 4;

// Brings the schema from `version` (0: an empty file) to `schema_version`, each step in one transaction.
void migrate(Connection& connection, int64_t version, int64_t application_id);

}  // namespace samebill::store
