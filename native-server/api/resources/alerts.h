// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/api/operation.h"

namespace samebill::api {

// Alert rules of accounts, and the alerts that they gave.
Operations alert_operations();

// Who is told of alerts, and what was sent there.
Operations webhook_operations();

}  // namespace samebill::api
