// SPDX-License-Identifier: MIT
#include "native-server/api/refusal.h"

#include <utility>

#include "native-server/api/problem.h"

namespace samebill::api {

void refuse(int status, std::string_view detail) {
    throw Refused{problem(status, detail)};
}

void refuse(int status, const Problems& problems) {
    throw Refused{problem(status, problems)};
}

void refuse(int status, std::string code, std::string path, std::string message) {
    refuse(status, Problems{{std::move(code), std::move(path), std::move(message)}});
}

}  // namespace samebill::api
