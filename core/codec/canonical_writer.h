// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "core/base/calendar.h"
#include "core/base/money.h"

namespace samebill {

// Appends canonical JSON (RFC 8785) to a text. What comes in: values, one call each; the caller gives members in sorted
// order. What goes out: the bytes, with commas where they belong: none after `{` and `[`, one before every other
// member or element. No allocation but the growth of the text.
// Example: begin_object, member("a"), integer(1), member("b"), string("x\n"), end_object gives {"a":1,"b":"x\n"}.
class CanonicalWriter {
public:
    explicit CanonicalWriter(std::string& out) : out_(out) {}

    std::string& text() { return out_; }

    void begin_object() { out_.push_back('{'); }
    void end_object() { out_.push_back('}'); }
    void begin_array() { out_.push_back('['); }
    void end_array() { out_.push_back(']'); }

    // The name of the next member; a literal that needs no escapes.
    template <size_t size>
    void member(const char (&name)[size]) {
        constexpr size_t length = size - 1;
        char text[length + 4];
        size_t at = 0;
        if (needs_comma()) text[at++] = ',';
        text[at++] = '"';
        std::memcpy(text + at, name, length);
        at += length;
        text[at++] = '"';
        text[at++] = ':';
        out_.append(text, at);
    }
    // Goes before every element of an array.
    void element() {
        if (needs_comma()) out_.push_back(',');
    }

    void null() { out_.append("null", 4); }
    void boolean(bool value) { out_.append(value ? "true" : "false"); }
    void integer(int64_t value);
    // Any valid UTF-8, escaped as RFC 8785 says.
    void string(std::string_view value);
    // An id, a name of ours, a digest: text that needs no escapes.
    void plain(std::string_view value) {
        out_.push_back('"');
        out_.append(value);
        out_.push_back('"');
    }
    void decimal(Decimal value);
    void money(int64_t minor, int minor_digits);
    void instant(Instant at);
    void date(Date date);
    void month(Month month);
    // A value that is canonical JSON already.
    void canonical(std::string_view value) { out_.append(value); }

private:
    bool needs_comma() const { return !out_.empty() && out_.back() != '{' && out_.back() != '['; }
    void append_date(Date date);

    std::string& out_;
    Date known_date_ = INT32_MIN;  // the last date written, and its text: neighbours mostly share it
    char known_text_[10] = {};
};

}  // namespace samebill
