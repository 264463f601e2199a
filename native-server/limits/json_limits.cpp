// SPDX-License-Identifier: MIT
#include "native-server/limits/json_limits.h"

#include <cstring>

namespace samebill {

namespace {

// The end of a string that begins at `at`: its closing quote, or the end of the text.
size_t end_of_string(std::string_view text, size_t at) {
    for (;;) {
        const void* quote = at < text.size() ? std::memchr(text.data() + at, '"', text.size() - at) : nullptr;
        if (quote == nullptr) return text.size();
        const size_t end = static_cast<size_t>(static_cast<const char*>(quote) - text.data());
        size_t slashes = 0;
        while (end - slashes > at && text[end - slashes - 1] == '\\') slashes++;
        if (slashes % 2 == 0) return end;
        at = end + 1;
    }
}

bool in_number(char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
}

}  // namespace

std::string_view exceeded_json_limit(std::string_view text, const Limits& limits) {
    int depth = 0;
    for (size_t at = 0; at < text.size(); at++) {
        const char c = text[at];
        if (c == '"') {
            const size_t end = end_of_string(text, at + 1);
            if (static_cast<int64_t>(end - at - 1) > limits.json_string)
                return "The JSON holds a string that is too long.";
            at = end;
        } else if (c == '{' || c == '[') {
            if (++depth > limits.json_depth) return "The JSON is nested too deep.";
        } else if (c == '}' || c == ']') {
            depth--;
        } else if (c == '-' || (c >= '0' && c <= '9')) {
            const size_t begin = at;
            while (at + 1 < text.size() && in_number(text[at + 1])) at++;
            if (static_cast<int64_t>(at + 1 - begin) > limits.json_number)
                return "The JSON holds a number that is too long.";
        }
    }
    return {};
}

}  // namespace samebill
