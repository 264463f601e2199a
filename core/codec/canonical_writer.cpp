// SPDX-License-Identifier: MIT
#include "core/codec/canonical_writer.h"

#include <charconv>

namespace samebill {

namespace {

constexpr char hex_digits[] = "0123456789abcdef";

bool needs_escape(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

void append_escape(std::string& out, char c) {
    switch (c) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\b': out += "\\b"; return;
        case '\t': out += "\\t"; return;
        case '\n': out += "\\n"; return;
        case '\f': out += "\\f"; return;
        case '\r': out += "\\r"; return;
    }
    const auto code = static_cast<unsigned char>(c);
    out += "\\u00";
    out.push_back(hex_digits[code >> 4]);
    out.push_back(hex_digits[code & 15]);
}

void put_two_digits(char* at, int value) {
    at[0] = static_cast<char>('0' + value / 10);
    at[1] = static_cast<char>('0' + value % 10);
}

void put_four_digits(char* at, int value) {
    put_two_digits(at, value / 100);
    put_two_digits(at + 2, value % 100);
}

}  // namespace

void CanonicalWriter::integer(int64_t value) {
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out_.append(digits, static_cast<size_t>(end - digits));
}

void CanonicalWriter::string(std::string_view value) {
    out_.push_back('"');
    size_t start = 0;
    for (size_t i = 0; i < value.size(); ++i) {
        if (!needs_escape(value[i])) continue;
        out_.append(value.substr(start, i - start));
        append_escape(out_, value[i]);
        start = i + 1;
    }
    out_.append(value.substr(start));
    out_.push_back('"');
}

void CanonicalWriter::decimal(Decimal value) {
    char text[40];
    size_t at = 0;
    text[at++] = '"';
    const auto whole = static_cast<int64_t>(value.nanos / nano);  // below 10^12
    auto part = static_cast<int64_t>(value.nanos % nano);
    at = static_cast<size_t>(std::to_chars(text + at, text + sizeof text, whole).ptr - text);
    if (part != 0) {
        text[at++] = '.';
        int places = 9;
        while (part % 10 == 0) {
            part /= 10;
            --places;
        }
        for (int place = places - 1; place >= 0; --place) {
            text[at + static_cast<size_t>(place)] = static_cast<char>('0' + part % 10);
            part /= 10;
        }
        at += static_cast<size_t>(places);
    }
    text[at++] = '"';
    out_.append(text, at);
}

void CanonicalWriter::money(int64_t minor, int minor_digits) {
    char text[40];
    size_t at = 0;
    text[at++] = '"';
    if (minor < 0) text[at++] = '-';
    uint64_t magnitude = minor < 0 ? 0 - static_cast<uint64_t>(minor) : static_cast<uint64_t>(minor);
    uint64_t scale = 1;
    for (int digit = 0; digit < minor_digits; ++digit) scale *= 10;
    at = static_cast<size_t>(std::to_chars(text + at, text + sizeof text, magnitude / scale).ptr - text);
    if (minor_digits > 0) {
        text[at++] = '.';
        magnitude %= scale;
        for (int place = minor_digits - 1; place >= 0; --place) {
            text[at + static_cast<size_t>(place)] = static_cast<char>('0' + magnitude % 10);
            magnitude /= 10;
        }
        at += static_cast<size_t>(minor_digits);
    }
    text[at++] = '"';
    out_.append(text, at);
}

void CanonicalWriter::append_date(Date date) {
    if (date != known_date_) {
        const YearMonthDay civil = civil_of(date);
        put_four_digits(known_text_, civil.year);
        known_text_[4] = '-';
        put_two_digits(known_text_ + 5, civil.month);
        known_text_[7] = '-';
        put_two_digits(known_text_ + 8, civil.day);
        known_date_ = date;
    }
    out_.append(known_text_, sizeof known_text_);
}

void CanonicalWriter::instant(Instant at) {
    const Date date = date_at(at);
    const auto second = static_cast<int>(at - start_of(date));
    out_.push_back('"');
    append_date(date);
    char text[11] = {'T', '0', '0', ':', '0', '0', ':', '0', '0', 'Z', '"'};
    put_two_digits(text + 1, second / 3600);
    put_two_digits(text + 4, second / 60 % 60);
    put_two_digits(text + 7, second % 60);
    out_.append(text, sizeof text);
}

void CanonicalWriter::date(Date date) {
    out_.push_back('"');
    append_date(date);
    out_.push_back('"');
}

void CanonicalWriter::month(Month month) {
    char text[9] = {'"', '0', '0', '0', '0', '-', '0', '0', '"'};
    put_four_digits(text + 1, month / 12);
    put_two_digits(text + 6, month % 12 + 1);
    out_.append(text, sizeof text);
}

}  // namespace samebill
