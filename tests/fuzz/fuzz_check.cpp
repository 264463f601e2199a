// SPDX-License-Identifier: MIT
// Any document through `check` and `digest`.
#include "tests/fuzz/expect.h"

using namespace samebill;
using namespace samebill::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string_view document = bytes_of(data, size);
    expect_sound(check(document));
    expect_sound(digest(document));
    return 0;
}
