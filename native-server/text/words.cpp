// SPDX-License-Identifier: MIT
#include "native-server/text/words.h"

#include <algorithm>
#include <utility>

namespace samebill::text {

namespace {

// One code point from the front of a text; a bad byte counts as one. The core lets only strict UTF-8 through, file
// names may be anything.
std::pair<char32_t, size_t> first_code_point(std::string_view value) {
    const auto byte = [&](size_t i) { return static_cast<unsigned char>(value[i]); };
    const unsigned char lead = byte(0);
    const size_t length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length == 0 || length > value.size()) return {0xfffd, 1};
    if (length == 1) return {lead, 1};
    char32_t code = lead & (0x7f >> length);
    for (size_t i = 1; i < length; i++) {
        if ((byte(i) & 0xc0) != 0x80) return {0xfffd, 1};
        code = code << 6 | (byte(i) & 0x3f);
    }
    return {code, length};
}

bool unsafe(char32_t code) {
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x61c || code == 0xfeff ||
           (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069);
}

struct Unit {
    int64_t size;
    const char* name;
};

std::string in_unit(int64_t quantity, Unit unit) {
    const __int128 hundredths = (static_cast<__int128>(quantity) * 100 + unit.size / 2) / unit.size;
    const bool same = hundredths * unit.size == static_cast<__int128>(quantity) * 100;
    std::string decimals = std::to_string(static_cast<int64_t>(hundredths % 100));
    if (decimals.size() == 1) decimals.insert(0, "0");
    if (same) {
        while (!decimals.empty() && decimals.back() == '0') decimals.pop_back();
    }
    return (same ? "" : "~") + std::to_string(static_cast<int64_t>(hundredths / 100)) + (decimals.empty() ? "" : ".") +
           decimals + " " + unit.name;
}

std::string readable_data(int64_t bytes, int64_t kilobyte) {
    const Unit units[] = {{kilobyte * kilobyte * kilobyte, "GB"}, {kilobyte * kilobyte, "MB"}, {kilobyte, "KB"}};
    for (const Unit& unit : units) {
        if (bytes >= unit.size) return in_unit(bytes, unit);
    }
    return exact("data", bytes);
}

std::string readable_voice(int64_t seconds) {
    std::string out;
    const auto add = [&](int64_t count, const char* unit) {
        if (count == 0) return;
        if (!out.empty()) out += ' ';
        out += std::to_string(count) + " " + unit;
    };
    add(seconds / 3600, "h");
    add(seconds / 60 % 60, "min");
    add(seconds % 60, "s");
    return out.empty() ? "0 s" : out;
}

}  // namespace

std::string plain(std::string_view value) {
    std::string out;
    out.reserve(value.size());
    while (!value.empty()) {
        const auto [code, length] = first_code_point(value);
        if (unsafe(code) || code == 0xfffd) {
            out += "\xef\xbf\xbd";
        } else {
            out += value.substr(0, length);
        }
        value.remove_prefix(length);
    }
    return out;
}

int width(std::string_view value) {
    return static_cast<int>(std::count_if(value.begin(), value.end(),
                                          [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string readable(std::string_view kind, int64_t quantity, int64_t kilobyte_bytes) {
    if (kind == "data") return readable_data(quantity, kilobyte_bytes);
    if (kind == "voice") return readable_voice(quantity);
    return exact(kind, quantity);
}

std::string exact(std::string_view kind, int64_t quantity) {
    const std::string number = std::to_string(quantity);
    if (kind == "data") return number + (quantity == 1 ? " byte" : " bytes");
    if (kind == "voice") return number + " s";
    return number + (quantity == 1 ? " message" : " messages");
}

std::string readable_and_exact(std::string_view kind, int64_t quantity, int64_t kilobyte_bytes) {
    const std::string first = readable(kind, quantity, kilobyte_bytes);
    const std::string second = exact(kind, quantity);
    return first == second ? first : first + " (" + second + ")";
}

std::string instant(std::string_view value) {
    if (value.size() != 20 || value[10] != 'T' || value[19] != 'Z') return plain(value);
    std::string out(value.substr(0, 10));
    return out.append(" ").append(value.substr(11, 8)).append(" GMT");
}

std::string percentage(std::string_view rate) {
    const size_t point = rate.find('.');
    std::string whole(rate.substr(0, point));
    std::string decimals(point == std::string_view::npos ? "" : rate.substr(point + 1));
    while (decimals.size() < 2) decimals += '0';
    whole += decimals.substr(0, 2);
    decimals.erase(0, 2);
    while (whole.size() > 1 && whole.front() == '0') whole.erase(0, 1);
    while (!decimals.empty() && decimals.back() == '0') decimals.pop_back();
    return whole + (decimals.empty() ? "" : ".") + decimals + " %";
}

std::string words(std::string_view identifier) {
    std::string out = plain(identifier);
    std::replace(out.begin(), out.end(), '_', ' ');
    return out;
}

}  // namespace samebill::text
