// SPDX-License-Identifier: MIT
// A request through `run`, `explain`, `terms` and `verify`.
#include "tests/fuzz/expect.h"

using namespace samebill;
using namespace samebill::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string_view request = bytes_of(data, size);
    const Outcome first = run({.request = request});
    expect_sound(first);
    expect(run({.request = request}).text == first.text, "the same request gives the same bytes", first.text);
    expect_sound(terms(request));
    if (!first.ok) return 0;
    expect(check(request).ok, "what is billed passes `check`", first.text);
    expect_sound(explain({.request = request}, {}, 0));
    // A result of one month is a bill to verify; of more, an error.
    const Outcome verified = verify({.request = request}, first.text);
    expect_sound(verified);
    expect(!verified.ok || verified.text.find("\"matches\":true") != verified.text.npos,
           "a bill verifies against its own request", verified.text);
    return 0;
}
