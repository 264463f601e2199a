// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/api.h"

namespace samebill::fuzz {

// A property that does not hold is a crash to libFuzzer, which keeps the input.
inline void expect(bool holds, const char* property, std::string_view shown = {}) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n%.*s\n", property, static_cast<int>(shown.size()), shown.data());
    std::abort();
}

inline std::string_view bytes_of(const uint8_t* data, size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

// Two texts in one input stand around the byte 0x1E, which no JSON text holds. Without it the second is empty.
struct TwoTexts {
    std::string_view first;
    std::string_view second;
};
inline TwoTexts split(std::string_view input) {
    const size_t at = input.find('\x1e');
    if (at == input.npos) return {input, {}};
    return {input.substr(0, at), input.substr(at + 1)};
}

// What holds of every answer: it is a document that the engine itself finds sound, and no fault of the engine's own.
inline void expect_sound(const Outcome& outcome) {
    expect(outcome.text.find("\"code\":\"internal\"") == outcome.text.npos, "no fault of the engine", outcome.text);
    const Outcome checked = check(outcome.text);
    expect(checked.ok, "every answer passes `check`", outcome.text + "\n" + checked.text);
}

}  // namespace samebill::fuzz
