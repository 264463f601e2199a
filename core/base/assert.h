// SPDX-License-Identifier: MIT
#pragma once

namespace samebill {

// Says what failed on standard error and ends the program.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

}  // namespace samebill

// A fault of ours, never of the input: stays on in release builds, because a wrong bill is worse than none.
#define SAMEBILL_ASSERT(condition) \
    ((condition) ? static_cast<void>(0) : ::samebill::assertion_failed(#condition, __FILE__, __LINE__))
