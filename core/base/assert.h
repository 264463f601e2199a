// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <cstdlib>

// A fault of ours, never of the input: stays on in release builds, because a wrong bill is worse than none.
#define SAMEBILL_ASSERT(condition)                                                                                    \
    ((condition) ? static_cast<void>(0)                                                                               \
                 : (std::fprintf(stderr, "samebill: assertion failed: %s (%s:%d)\n", #condition, __FILE__, __LINE__), \
                    std::abort()))
