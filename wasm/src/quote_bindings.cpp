// SPDX-License-Identifier: MIT
#include <emscripten/bind.h>

#include "wasm/src/bindings.h"

// What every module has: quotes, and what takes a text alone and is small.

namespace {

using namespace shell;

CallResult quote(const Document& scenario) {
    return plain(samebill::quote(text_of(scenario)));
}
CallResult make_quote(const Document& draft) {
    return plain(samebill::make_quote(text_of(draft)));
}
CallResult digest(const Document& document) {
    return plain(samebill::digest(text_of(document)));
}
std::string rules_version() {
    return std::string(samebill::rules_version);
}

}  // namespace

EMSCRIPTEN_BINDINGS(samebill_quotes) {
    using namespace emscripten;
    value_object<CallResult>("CallResult")
        .field("ok", &CallResult::ok)
        .field("text", &CallResult::text)
        .field("rejects", &CallResult::rejects);
    function("quote", &quote);
    function("make_quote", &make_quote);
    function("digest", &digest);
    function("rules_version", &rules_version);
}
