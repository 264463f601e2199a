// SPDX-License-Identifier: MIT
#include "core/usage/json_line.h"

#include "core/base/utf8.h"

namespace samebill {

namespace {

constexpr std::string_view no_object =
    "a line must be one JSON object, such as {\"id\":\"s1\",\"device\":\"d1\",\"kind\":\"data\","
    "\"start\":\"2026-03-01T00:00:00Z\",\"end\":\"2026-03-01T00:00:00Z\",\"quantity\":1}";
constexpr std::string_view no_string = "id, device, kind, start and end must be JSON strings";
constexpr std::string_view bad_string =
    "the string is not valid JSON: escape control characters, close it, and save the file as UTF-8";
constexpr std::string_view no_number = "quantity must be a JSON number, without quotes";

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

class LineParser {
public:
    LineParser(std::string_view text, JsonLine& line) : text_(text), line_(line) {}

    std::optional<JsonFault> read() {
        skip_space();
        const uint64_t begin = at_;
        if (!take('{')) return JsonFault{at_, no_object};
        uint32_t seen = 0;
        size_t count = 0;
        skip_space();
        if (!take('}')) {
            do {
                if (auto fault = read_member(seen, count)) return fault;
                skip_space();
            } while (take(','));
            if (!take('}')) return JsonFault{at_, "a comma or the closing brace of the object is missing here"};
        }
        skip_space();
        if (at_ != text_.size()) return JsonFault{at_, "something follows the object: give one object a line"};
        if (count < field_count)
            return JsonFault{begin, "the record must have id, device, kind, start, end and quantity"};
        return std::nullopt;
    }

private:
    bool at_end() const { return at_ == text_.size(); }
    void skip_space() {
        while (!at_end() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r')) ++at_;
    }
    bool take(char c) {
        if (at_end() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    std::optional<JsonFault> read_member(uint32_t& seen, size_t& count) {
        skip_space();
        const uint64_t name_at = at_;
        if (at_end() || text_[at_] != '"') return JsonFault{at_, "the name of a member is missing here"};
        const auto name = read_string();
        if (!name) return JsonFault{name_at, bad_string};
        const auto field = parse_field_name(*name);
        if (!field)
            return JsonFault{name_at, "this member is unknown: a record has id, device, kind, start, end and quantity"};
        const uint32_t bit = 1u << static_cast<uint32_t>(*field);
        if ((seen & bit) != 0) return JsonFault{name_at, "this member stands twice: give it once"};
        seen |= bit;
        skip_space();
        if (!take(':')) return JsonFault{at_, "the colon after a member's name is missing here"};
        skip_space();
        const auto at = static_cast<size_t>(*field);
        line_.order[count++] = *field;
        line_.begins[at] = at_;
        if (*field == Field::quantity) {
            const auto number = read_number();
            if (!number) return JsonFault{line_.begins[at], no_number};
            line_.texts[at] = *number;
        } else {
            if (at_end() || text_[at_] != '"') return JsonFault{at_, no_string};
            const auto value = read_string();
            if (!value) return JsonFault{line_.begins[at], bad_string};
            line_.texts[at] = *value;
        }
        line_.ends[at] = at_;
        return std::nullopt;
    }

    // A number of RFC 8259's grammar; whether it is a whole one is looked at with the other fields.
    std::optional<std::string_view> read_number() {
        const size_t begin = at_;
        take('-');
        if (!take('0') && !take_digits()) return std::nullopt;
        if (take('.') && !take_digits()) return std::nullopt;
        if (take('e') || take('E')) {
            if (!take('+')) take('-');
            if (!take_digits()) return std::nullopt;
        }
        return text_.substr(begin, at_ - begin);
    }
    bool take_digits() {
        const size_t begin = at_;
        while (!at_end() && is_digit(text_[at_])) ++at_;
        return at_ > begin;
    }

    // The string that begins here; without escapes it is the text itself.
    std::optional<std::string_view> read_string() {
        const size_t begin = ++at_;
        while (!at_end()) {
            const auto byte = static_cast<unsigned char>(text_[at_]);
            if (byte == '"') return text_.substr(begin, at_++ - begin);
            if (byte == '\\') return read_escaped(begin);
            if (!skip_character(byte)) return std::nullopt;
        }
        return std::nullopt;
    }
    bool skip_character(unsigned char byte) {
        const size_t length = byte < 0x20 ? 0 : utf8_length(text_.substr(at_));
        at_ += length;
        return length > 0;
    }
    std::optional<std::string_view> read_escaped(size_t begin) {
        line_.escaped = true;
        std::string& out = line_.decoded.emplace_back(text_.substr(begin, at_ - begin));
        while (!at_end()) {
            const size_t here = at_;
            const auto byte = static_cast<unsigned char>(text_[at_]);
            if (byte == '"') {
                ++at_;
                return out;
            }
            if (byte == '\\') {
                ++at_;
                if (!read_escape(out)) return std::nullopt;
            } else if (skip_character(byte)) {
                out.append(text_.substr(here, at_ - here));
            } else {
                return std::nullopt;
            }
        }
        return std::nullopt;
    }
    bool read_escape(std::string& out) {
        if (at_end()) return false;
        const char c = text_[at_++];
        constexpr std::string_view letters = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        if (const size_t found = letters.find(c); found != std::string_view::npos) {
            out.push_back(meanings[found]);
            return true;
        }
        if (c != 'u') return false;
        auto code = read_hex();
        if (!code || (*code >= 0xDC00 && *code < 0xE000)) return false;
        if (*code >= 0xD800 && *code < 0xDC00) {
            if (!take('\\') || !take('u')) return false;
            const auto low = read_hex();
            if (!low || *low < 0xDC00 || *low >= 0xE000) return false;
            code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
        }
        append_utf8(out, *code);
        return true;
    }
    std::optional<uint32_t> read_hex() {
        if (text_.size() - at_ < 4) return std::nullopt;
        uint32_t value = 0;
        for (int i = 0; i < 4; ++i) {
            const char c = text_[at_++];
            const uint32_t digit = is_digit(c)            ? static_cast<uint32_t>(c - '0')
                                   : c >= 'a' && c <= 'f' ? static_cast<uint32_t>(c - 'a' + 10)
                                   : c >= 'A' && c <= 'F' ? static_cast<uint32_t>(c - 'A' + 10)
                                                          : 16;
            if (digit == 16) return std::nullopt;
            value = value * 16 + digit;
        }
        return value;
    }

    std::string_view text_;
    JsonLine& line_;
    size_t at_ = 0;
};

}  // namespace

std::optional<JsonFault> read_json_line(std::string_view text, JsonLine& line) {
    line.escaped = false;
    line.decoded.clear();
    return LineParser(text, line).read();
}

}  // namespace samebill
