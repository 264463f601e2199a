// SPDX-License-Identifier: MIT
#pragma once

#include <civetweb.h>

#include "native-server/http/gate.h"

namespace samebill::http {

// The head of a request as CivetWeb has it, with what it lost on the way.
RawRequest raw_request(const mg_request_info& info);

// For log and metrics: a method that we know, or "other".
std::string_view known_method(std::string_view method);

}  // namespace samebill::http
