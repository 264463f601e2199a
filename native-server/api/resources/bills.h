// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/api/operation.h"

namespace samebill::api {

// Previews of stored accounts and final bills.
Operations bill_operations();
// Issuers, and whether the chains of their bills hold.
Operations issuer_operations();

}  // namespace samebill::api
