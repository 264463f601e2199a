// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "native-server/api/call.h"

// What one person proposes and another decides: publishing a catalog's version, approving a bill run, corrections of
// payments. The second person is another principal, and no other key of the same person: a log-in and the keys that it
// made are one person. Keys made by an administrator's key, behind which no log-in stands, are each for themselves.

namespace samebill::api {

// 403 with this sentence unless the call's principal is a second person beside `by`, who proposed.
void require_second_person(const Call& call, store::Transaction& transaction, const std::string& by,
                           const std::string& sentence);

}  // namespace samebill::api
