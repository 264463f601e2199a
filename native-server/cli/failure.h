// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>

namespace samebill::cli {

// Exit codes of the binary.
inline constexpr int exit_ok = 0;
inline constexpr int exit_fault = 1;      // a fault of ours or of the machine: out of memory, the disk is full
inline constexpr int exit_bad_input = 2;  // the input or the command line is wrong, or a bill does not match

// Ends the command with a message on stderr (none if it is empty).
struct Failure : std::runtime_error {
    Failure(int exit_code, const std::string& message) : std::runtime_error(message), code(exit_code) {}
    int code;
};

}  // namespace samebill::cli
