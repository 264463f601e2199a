// SPDX-License-Identifier: MIT
// A request and issued bills through `correct` and `verify`.
#include "tests/fuzz/expect.h"

using namespace samebill;
using namespace samebill::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const TwoTexts texts = split(bytes_of(data, size));
    expect_sound(correct({.request = texts.first}, texts.second));
    expect_sound(verify({.request = texts.first}, texts.second));
    return 0;
}
