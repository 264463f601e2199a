// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "native-server/api/message.h"

namespace samebill::http {

// The one function that writes the head of a response: status line, every security header, the response's own. A name
// or value with a control character is a fault of ours and asserted against.
std::string head_of(const api::Response& response, bool close);

}  // namespace samebill::http
