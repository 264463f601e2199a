// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/calendar.h"
#include "core/base/money.h"

namespace samebill {

// Appends canonical JSON (RFC 8785) to a text. What comes in: values, one call each; the caller gives members in sorted
// order. What goes out: the bytes, with commas where they belong: none after `{` and `[`, one before every other
// member or element, unless one stands there. Until the outermost object or array ends, `text()` is called or the
// writer goes, the text is longer than what is written. Example: begin_object, member("a"), integer(1), member("b"),
// string("x\n"), end_object gives {"a":1,"b":"x\n"}.
class CanonicalWriter {
public:
    explicit CanonicalWriter(std::string& out) : CanonicalWriter(out, 0) {}
    // Of many rows: none of them is the outermost object.
    static CanonicalWriter of_rows(std::string& out) { return CanonicalWriter(out, 1); }
    ~CanonicalWriter() {
        if (at_ != end_) text();
    }
    CanonicalWriter(const CanonicalWriter&) = delete;
    CanonicalWriter& operator=(const CanonicalWriter&) = delete;

    // The text as far as it is written.
    const std::string& text() {
        out_.resize(static_cast<size_t>(at_ - out_.data()));
        open();
        return out_;
    }
    // The same; the writer goes on with an empty text.
    std::string take() {
        text();
        std::string taken = std::move(out_);
        out_.clear();
        open();
        return taken;
    }

    void begin_object() { begin('{'); }
    void end_object() { end('}'); }
    void begin_array() { begin('['); }
    void end_array() { end(']'); }

    // The name of the next member; a literal that needs no escapes.
    template <size_t size>
    void member(const char (&name)[size]) {
        constexpr size_t length = size - 1;
        char* at = room(length + 4);
        if (needs_comma(at)) *at++ = ',';
        *at++ = '"';
        std::memcpy(at, name, length);
        at[length] = '"';
        at[length + 1] = ':';
        at_ = at + length + 2;
    }
    // Goes before every element of an array.
    void element() {
        char* const at = room(1);
        if (needs_comma(at)) put(',');
    }

    void null() { put("null"); }
    void boolean(bool value) { put(value ? std::string_view("true") : "false"); }
    void integer(int64_t value);
    void natural(uint64_t value);
    // Any valid UTF-8, escaped as RFC 8785 says.
    void string(std::string_view value);
    // An id, a name of ours, a digest: text that needs no escapes.
    void plain(std::string_view value) {
        char* const at = room(value.size() + 2);
        *at = '"';
        copy_short(at + 1, value);
        at[value.size() + 1] = '"';
        at_ = at + value.size() + 2;
    }
    void decimal(Decimal value);
    void money(int64_t minor, int minor_digits);
    void instant(Instant at);
    void date(Date date);
    void month(Month month);
    // A value that is canonical JSON already.
    void canonical(std::string_view value) { put(value); }

private:
    CanonicalWriter(std::string& out, int32_t depth) : out_(out), depth_(depth) { open(); }
    // At least `size` bytes from here on.
    char* room(size_t size) {
        if (static_cast<size_t>(end_ - at_) < size) grow(size);
        return at_;
    }
    void grow(size_t size);
    void open() {
        at_ = out_.data() + out_.size();
        end_ = at_;
    }
    void begin(char c) {
        put(c);
        ++depth_;
    }
    void end(char c) {
        put(c);
        if (--depth_ == 0) text();
    }
    // Names mostly have 8 to 16 characters: two moves, where a call of `memcpy` costs more than it does.
    static void copy_short(char* to, std::string_view value) {
        const char* const from = value.data();
        const size_t size = value.size();
        if (size < 8) {
            for (size_t i = 0; i < size; ++i) to[i] = from[i];
            return;
        }
        for (size_t i = 0; i + 8 < size; i += 8) std::memcpy(to + i, from + i, 8);
        std::memcpy(to + size - 8, from + size - 8, 8);
    }
    void put(char c) {
        *room(1) = c;
        ++at_;
    }
    void put(std::string_view value) {
        std::memcpy(room(value.size()), value.data(), value.size());
        at_ += value.size();
    }
    bool needs_comma(const char* at) const {
        return at != out_.data() && at[-1] != '{' && at[-1] != '[' && at[-1] != ',';
    }
    char* put_date(char* at, Date date);

    std::string& out_;
    char* at_ = nullptr;  // where the next byte goes, in `out_`
    char* end_ = nullptr;
    int32_t depth_;
    Date known_date_ = INT32_MIN;  // the last date written, and its text: neighbours mostly share it
    char known_text_[10] = {};
};

}  // namespace samebill
