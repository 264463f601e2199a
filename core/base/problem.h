// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace samebill {

// One error in the input: a stable code, the JSON Pointer (RFC 6901) of the place, and a sentence that names the
// remedy.
struct Problem {
    std::string code;
    std::string path;
    std::string message;
};

using Problems = std::vector<Problem>;

}  // namespace samebill
