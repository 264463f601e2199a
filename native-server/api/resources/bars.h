// SPDX-License-Identifier: MIT
#pragma once

#include "native-server/api/operation.h"

namespace samebill::api {

// Bars by the provider (acceptable use), with reason and clause: proposed, and put once a second person approves. While
// an account is barred its own keys and people are not let in; its billing goes on.
Operations bar_operations();

}  // namespace samebill::api
