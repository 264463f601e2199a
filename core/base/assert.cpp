// SPDX-License-Identifier: MIT
#include "core/base/assert.h"

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>

namespace samebill {

// Without printf, which would be a large part of the WebAssembly module for this alone.
void assertion_failed(const char* condition, const char* file, int line) {
    char digits[16] = {};
    std::to_chars(digits, digits + sizeof digits - 1, line);
    for (const char* part :
         {"samebill: assertion failed: ", condition, " (", file, ":", static_cast<const char*>(digits), ")\n"}) {
        std::fputs(part, stderr);
    }
    std::abort();
}

}  // namespace samebill
