// SPDX-License-Identifier: MIT
#include "core/usage/fields.h"

#include "core/base/calendar.h"
#include "core/base/quantity.h"
#include "core/base/utf8.h"

namespace samebill {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter_or_digit(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string_view message_for(Field field) {
    switch (field) {
        case Field::id:
            return "id must be 1 to 128 of the characters A-Z a-z 0-9 . _ : @ + -, the first a letter or digit";
        case Field::device:
            return "device must be 1 to 128 of the characters A-Z a-z 0-9 . _ : @ + -, the first a letter or digit";
        case Field::kind: return "kind must be data, voice or sms";
        case Field::start:
            return "start must be an instant with offset, such as 2026-03-01T00:00:00Z, of the years 1970 to 2189";
        case Field::end:
            return "end must be an instant with offset, such as 2026-03-01T00:00:00Z, of the years 1970 to 2189";
        case Field::quantity:
            return "quantity must be a whole number from 0 to 9007199254740991, without sign, point, exponent or "
                   "leading zeros";
    }
    return {};
}

bool read_field(Field field, std::string_view text, SessionTable::Record& record) {
    switch (field) {
        case Field::id: record.id = text; return is_id(text);
        case Field::device: record.device = text; return is_id(text);
        case Field::kind:
            if (const auto kind = parse_kind(text)) return record.kind = *kind, true;
            return false;
        case Field::start:
            if (const auto start = parse_instant(text)) return record.start = *start, true;
            return false;
        case Field::end:
            if (const auto end = parse_instant(text)) return record.end = *end, true;
            return false;
        case Field::quantity:
            if (const auto quantity = parse_quantity(text)) return record.quantity = *quantity, true;
            return false;
    }
    return false;
}

}  // namespace

std::optional<Field> parse_field_name(std::string_view name) {
    for (size_t i = 0; i < field_names.size(); ++i) {
        if (field_names[i] == name) return static_cast<Field>(i);
    }
    return std::nullopt;
}

bool is_id(std::string_view text) {
    if (text.empty() || text.size() > 128 || !is_letter_or_digit(text[0])) return false;
    for (const char c : text) {
        if (!is_letter_or_digit(c) && std::string_view("._:@+-").find(c) == std::string_view::npos) return false;
    }
    return true;
}

std::optional<int64_t> parse_quantity(std::string_view text) {
    if (text == "-0") return 0;  // a whole number by the grammar of JSON
    if (text.empty() || text.size() > 16 || (text[0] == '0' && text.size() > 1)) return std::nullopt;
    int64_t value = 0;
    for (const char c : text) {
        if (!is_digit(c)) return std::nullopt;
        value = value * 10 + (c - '0');
    }
    if (value > max_quantity) return std::nullopt;
    return value;
}

std::optional<FieldFault> read_fields(const FieldTexts& texts, const FieldOrder& order, SessionTable::Record& record) {
    for (const Field field : order) {
        const std::string_view text = texts[static_cast<size_t>(field)];
        if (read_field(field, text, record)) continue;
        if (!is_utf8(text)) return FieldFault{field, "the field is not valid UTF-8: save the file as UTF-8"};
        return FieldFault{field, message_for(field)};
    }
    if (record.end < record.start)
        return FieldFault{Field::end, "end is before start: an end may be equal to the start, or later"};
    return std::nullopt;
}

}  // namespace samebill
