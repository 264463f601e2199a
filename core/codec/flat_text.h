// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "core/usage/id_key.h"

namespace samebill {

constexpr bool is_letter_or_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
inline constexpr std::array<bool, 256> id_characters = [] {
    std::array<bool, 256> set{};
    for (int c = 0; c < 128; ++c) {
        const char one = static_cast<char>(c);
        set[static_cast<size_t>(c)] =
            is_letter_or_digit(one) || one == '.' || one == '_' || one == ':' || one == '@' || one == '+' || one == '-';
    }
    return set;
}();

// A place in the text of flat objects whose texts have no escapes and nothing but ASCII: what nearly all elements of
// long lists are. Every function takes what it names, after white space, and is false if something else is there; then
// the element is left to the parser, so that nothing has to be said about what is wrong.
class FlatText {
public:
    FlatText(const char* at, const char* end) : at_(at), end_(end) {}

    const char* at() const { return at_; }
    bool at_end() const { return at_ == end_; }
    void move_to(const char* at) { at_ = at; }

    void skip_space() {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
    }
    bool take(char c) {
        if (at_ != end_ && *at_ != c) skip_space();
        if (at_ == end_ || *at_ != c) return false;
        ++at_;
        return true;
    }
    bool next_is(char c) {
        skip_space();
        return at_ != end_ && *at_ == c;
    }
    bool take_word(std::string_view word) {
        if (static_cast<size_t>(end_ - at_) < word.size() || std::memcmp(at_, word.data(), word.size()) != 0)
            return false;
        at_ += word.size();
        return true;
    }

    bool text(std::string_view& out) {
        if (!take('"')) return false;
        const char* const first = at_;
        while (end_ - at_ >= 8) {
            const uint64_t unusual = unusual_bytes(load_word(at_));
            if (unusual != 0) {
                at_ += __builtin_ctzll(unusual) / 8;
                return close(first, out);
            }
            at_ += 8;
        }
        while (at_ != end_ && static_cast<unsigned char>(*at_ - 0x20) < 0x60 && *at_ != '"' && *at_ != '\\') ++at_;
        return close(first, out);
    }
    bool id(std::string_view& out) {
        if (!take('"')) return false;
        const char* const first = at_;
        while (at_ != end_ && id_characters[static_cast<unsigned char>(*at_)]) ++at_;
        return close(first, out) && !out.empty() && out.size() <= 128 && is_letter_or_digit(out[0]);
    }

    // Up to 15 digits without leading zeros, and no more of a number.
    bool quantity(int64_t& out) {
        skip_space();
        const char* const first = at_;
        int64_t value = 0;
        while (at_ != end_ && *at_ >= '0' && *at_ <= '9' && at_ - first < 16) value = value * 10 + (*at_++ - '0');
        const auto count = at_ - first;
        if (count == 0 || count > 15 || (*first == '0' && count > 1) || at_ == end_) return false;
        out = value;
        return *at_ == ',' || *at_ == '}' || *at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t';
    }

    // A bit 7 in each byte that does not stand for itself in a text: a quote, a backslash, a control, no ASCII. A byte
    // after such a one may have it, too.
    static uint64_t unusual_bytes(uint64_t word) {
        constexpr uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
        const uint64_t quote = word ^ ones * '"';
        const uint64_t slash = word ^ ones * '\\';
        return ((quote - ones) | (slash - ones) | (word - ones * 0x20) | word) & tops;
    }

private:
    bool close(const char* first, std::string_view& out) {
        if (at_ == end_ || *at_ != '"') return false;
        out = {first, static_cast<size_t>(at_ - first)};
        ++at_;
        return true;
    }
    const char* at_;
    const char* end_;
};

}  // namespace samebill
