// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/base/problem.h"
#include "native-server/api/message.h"

namespace samebill::api {

// Thrown by handlers, also out of a transaction, which is then undone; the dispatcher answers with it.
struct Refused {
    Response response;
};

[[noreturn]] void refuse(int status, std::string_view detail = {});
[[noreturn]] void refuse(int status, const Problems& problems);
// One problem at one place: refuse(422, "unknown_plan", "/plan", "…").
[[noreturn]] void refuse(int status, std::string code, std::string path, std::string message);

}  // namespace samebill::api
