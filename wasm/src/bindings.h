// SPDX-License-Identifier: MIT
#pragma once

#include <emscripten/val.h>

#include <string>
#include <string_view>

#include "core/api.h"

// What the Embind shells over core/api.h share: bytes, strings and numbers only, no 64-bit integers, nothing thrown.
// `quote_bindings.cpp` is in every module, `bindings.cpp` in those that bill. Documents go in as a Uint8Array and come
// out as a string, each copied at once: Embind's own strings are copied character by character.

namespace shell {

using Document = emscripten::val;  // a Uint8Array

inline std::string text_of(const Document& document) {
    std::string text(document["length"].as<unsigned>(), '\0');
    emscripten::val(emscripten::typed_memory_view(text.size(), reinterpret_cast<unsigned char*>(text.data())))
        .call<void>("set", document);
    return text;
}

// A view of the module's memory.
inline emscripten::val bytes_of(std::string_view text) {
    return emscripten::val(
        emscripten::typed_memory_view(text.size(), reinterpret_cast<const unsigned char*>(text.data())));
}

inline emscripten::val string_of(std::string_view text) {
    static const emscripten::val decoder = emscripten::val::global("TextDecoder").new_();
    return decoder.call<emscripten::val>("decode", bytes_of(text));
}

struct CallResult {
    bool ok = false;
    emscripten::val text = emscripten::val::undefined();
    emscripten::val rejects = emscripten::val::undefined();  // samebill/rejects/1 when a table was billed
};

inline CallResult plain(const samebill::Outcome& outcome) {
    CallResult result;
    result.ok = outcome.ok;
    result.text = string_of(outcome.text);
    return result;
}

}  // namespace shell
