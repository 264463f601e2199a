// SPDX-License-Identifier: MIT
#include "core/codec/canonical_writer.h"

#include "core/base/digits.h"

namespace samebill {

namespace {

constexpr char hex_digits[] = "0123456789abcdef";

bool needs_escape(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

// The escape of a character, up to 6 bytes; after it.
char* put_escape(char* at, char c) {
    constexpr std::string_view meanings = "\"\\\b\t\n\f\r";
    constexpr std::string_view letters = "\"\\btnfr";
    *at++ = '\\';
    if (const size_t found = meanings.find(c); found != meanings.npos) {
        *at++ = letters[found];
        return at;
    }
    const auto code = static_cast<unsigned char>(c);
    std::memcpy(at, "u00", 3);
    at[3] = hex_digits[code >> 4];
    at[4] = hex_digits[code & 15];
    return at + 5;
}

constexpr size_t longest_number = 40;  // sign, quotes and point included

}  // namespace

void CanonicalWriter::grow(size_t size) {
    const auto used = static_cast<size_t>(at_ - out_.data());
    // In steps that are small beside what is there, so that little is written twice.
    constexpr size_t least = 256, most = size_t{1} << 16;
    const size_t more = used < least ? least : used < most ? used : most;
    out_.resize(used + size + more);
    at_ = out_.data() + used;
    end_ = out_.data() + out_.size();
}

void CanonicalWriter::integer(int64_t value) {
    char* at = room(longest_number);
    if (value < 0) *at++ = '-';
    at_ = put_number(at, value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value));
}

void CanonicalWriter::natural(uint64_t value) {
    at_ = put_number(room(longest_number), value);
}

void CanonicalWriter::string(std::string_view value) {
    char* at = room(6 * value.size() + 2);
    *at++ = '"';
    for (const char c : value) {
        if (needs_escape(c))
            at = put_escape(at, c);
        else
            *at++ = c;
    }
    *at++ = '"';
    at_ = at;
}

void CanonicalWriter::decimal(Decimal value) {
    char* at = room(longest_number);
    *at++ = '"';
    if (value.nanos < 0) {
        *at++ = '-';
        value.nanos = -value.nanos;
    }
    // Most prices fit 64 bits, which are faster to divide.
    const bool small = value.nanos <= INT64_MAX;
    const uint64_t low = static_cast<uint64_t>(value.nanos);
    at = put_number(at, small ? low / nano : static_cast<uint64_t>(value.nanos / nano));
    uint64_t part = small ? low % nano : static_cast<uint64_t>(value.nanos % nano);
    if (part != 0) {
        int places = 9;
        for (; part % 10 == 0; part /= 10) --places;
        *at++ = '.';
        at = put_digits(at, part, places);
    }
    *at++ = '"';
    at_ = at;
}

void CanonicalWriter::money(int64_t minor, int minor_digits) {
    static constexpr uint64_t scales[] = {1, 10, 100, 1000, 10'000};
    char* at = room(longest_number);
    *at++ = '"';
    if (minor < 0) *at++ = '-';
    const uint64_t magnitude = minor < 0 ? 0 - static_cast<uint64_t>(minor) : static_cast<uint64_t>(minor);
    const uint64_t scale = scales[minor_digits];
    at = put_number(at, magnitude / scale);
    if (minor_digits > 0) {
        *at++ = '.';
        at = put_digits(at, magnitude % scale, minor_digits);
    }
    *at++ = '"';
    at_ = at;
}

char* CanonicalWriter::put_date(char* at, Date date) {
    if (date != known_date_) {
        const YearMonthDay civil = civil_of(date);
        put_digits(known_text_, static_cast<uint64_t>(civil.year), 4);
        known_text_[4] = '-';
        put_digits(known_text_ + 5, static_cast<uint64_t>(civil.month), 2);
        known_text_[7] = '-';
        put_digits(known_text_ + 8, static_cast<uint64_t>(civil.day), 2);
        known_date_ = date;
    }
    std::memcpy(at, known_text_, sizeof known_text_);
    return at + sizeof known_text_;
}

void CanonicalWriter::instant(Instant instant) {
    const Date date = date_at(instant);
    const auto second = static_cast<unsigned>(instant - start_of(date));
    char* at = room(longest_number);
    *at++ = '"';
    at = put_date(at, date);
    *at++ = 'T';
    at = put_two_digits(at, second / 3600);
    *at++ = ':';
    at = put_two_digits(at, second / 60 % 60);
    *at++ = ':';
    at = put_two_digits(at, second % 60);
    *at++ = 'Z';
    *at++ = '"';
    at_ = at;
}

void CanonicalWriter::date(Date date) {
    char* at = room(longest_number);
    *at++ = '"';
    at = put_date(at, date);
    *at++ = '"';
    at_ = at;
}

void CanonicalWriter::month(Month month) {
    char* at = room(longest_number);
    *at++ = '"';
    at = put_digits(at, static_cast<uint64_t>(month / 12), 4);
    *at++ = '-';
    at = put_digits(at, static_cast<uint64_t>(month % 12 + 1), 2);
    *at++ = '"';
    at_ = at;
}

}  // namespace samebill
