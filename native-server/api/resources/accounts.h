// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>

#include "native-server/api/operation.h"
#include "native-server/store/accounts.h"

namespace samebill::api {

// Accounts: agreement, pricing attachments, tax data, with every edit kept; and which catalog version holds from when.
Operations account_operations();
Operations schedule_operations();

// As answers and the audit log show an account, its devices left out.
nlohmann::json account_json(const store::accounts::Account& account);

}  // namespace samebill::api
