// SPDX-License-Identifier: MIT
#include "core/base/calendar.h"

#include <bit>
#include <chrono>
#include <cstring>

namespace samebill {

namespace {

// Reads exactly `count` digits at `at`; -1 if one is missing.
int read_number(std::string_view text, size_t at, size_t count) {
    if (at + count > text.size()) return -1;
    int value = 0;
    for (size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool has(std::string_view text, size_t at, char c) {
    return at < text.size() && text[at] == c;
}

void append_number(std::string& out, int value, int width) {
    char digits[4];
    for (int i = width - 1; i >= 0; --i) {
        digits[i] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
    out.append(digits, static_cast<size_t>(width));
}

// The calendar date at the beginning of the text, in any four-digit year.
std::optional<Date> read_date(std::string_view text) {
    const int year = read_number(text, 0, 4);
    const int month = read_number(text, 5, 2);
    const int day = read_number(text, 8, 2);
    if (year < 0 || month < 1 || month > 12 || day < 1 || !has(text, 4, '-') || !has(text, 7, '-')) return std::nullopt;
    const std::chrono::year_month_day civil{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                            std::chrono::day{static_cast<unsigned>(day)}};
    if (!civil.ok()) return std::nullopt;
    return date_of({year, month, day});
}

// Offset in seconds from `at` to the end of the text; nothing if it is not `Z` or `+hh:mm`.
std::optional<int> read_offset(std::string_view text, size_t at) {
    if (at + 1 == text.size() && text[at] == 'Z') return 0;
    if (at + 6 != text.size() || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':') return std::nullopt;
    const int hours = read_number(text, at + 1, 2);
    const int minutes = read_number(text, at + 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    const int seconds = hours * 3600 + minutes * 60;
    return text[at] == '-' ? -seconds : seconds;
}

uint64_t load_word(const char* from) {
    uint64_t word;
    std::memcpy(&word, from, 8);
    return word;
}

// 2026-03-01T00:00:00Z, as nearly all instants are written; false for everything else.
bool read_utc(const char* text, Instant& instant) {
    static_assert(std::endian::native == std::endian::little, "bytes are read in words");
    // "YYYY-MM-", "DDThh:mm" and "h:mm:ssZ" less the zeros of digits and less the signs: each byte at most the digit
    // that may stand there.
    const uint64_t month_text = load_word(text) ^ 0x2D30302D30303030u;
    const uint64_t day_text = load_word(text + 8) ^ 0x30303A3030543030u;
    const uint64_t time_text = load_word(text + 12) ^ 0x5A30303A30303A30u;
    const uint64_t wrong =
        (((month_text + 0x7F767E7F76767676u) | month_text) | ((day_text + 0x767A7F767D7F767Cu) | day_text) |
         ((time_text + 0x7F767A7F767A7F76u) | time_text)) &
        0x8080808080808080u;
    if (wrong != 0) return false;
    const uint64_t months = month_text * 10 + (month_text >> 8);
    const uint64_t days = day_text * 10 + (day_text >> 8);
    const uint64_t times = time_text * 10 + (time_text >> 8);
    const int year = static_cast<int>((months & 0xFF) * 100 + (months >> 16 & 0xFF));
    const int month = static_cast<int>(months >> 40 & 0xFF);
    const int day = static_cast<int>(days & 0xFF);
    const int hour = static_cast<int>(days >> 24 & 0xFF);
    if (year < first_year || year > last_year || month < 1 || month > 12 || day < 1 || hour > 23) return false;
    // Days of the years that begin in March, so that a leap day is the last of its year.
    static constexpr int before[13] = {0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275};
    static constexpr int lengths[13] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (day > lengths[month] + (month == 2 && leap ? 1 : 0)) return false;
    const int y = month <= 2 ? year - 1 : year;
    const int date = y * 365 + y / 4 - y / 100 + y / 400 + before[month] + day - 719'469;
    instant =
        start_of(date) + hour * 3600 + static_cast<int>(days >> 48 & 0xFF) * 60 + static_cast<int>(times >> 40 & 0xFF);
    return true;
}

}  // namespace

Date date_of(YearMonthDay civil) {
    using namespace std::chrono;
    const year_month_day date{year{civil.year}, month{static_cast<unsigned>(civil.month)},
                              day{static_cast<unsigned>(civil.day)}};
    return static_cast<Date>(sys_days{date}.time_since_epoch().count());
}

YearMonthDay civil_of(Date date) {
    using namespace std::chrono;
    const year_month_day civil{sys_days{days{date}}};
    return {static_cast<int>(civil.year()), static_cast<int>(static_cast<unsigned>(civil.month())),
            static_cast<int>(static_cast<unsigned>(civil.day()))};
}

Month month_of(Date date) {
    const YearMonthDay civil = civil_of(date);
    return civil.year * 12 + civil.month - 1;
}

Month month_at(Instant at) {
    return month_of(date_at(at));
}

Date first_day_of(Month month) {
    return date_of({month / 12, month % 12 + 1, 1});
}

Date add_months(Date anchor, int months) {
    const Month target = month_of(anchor) + months;
    const int day = civil_of(anchor).day;
    return first_day_of(target) + (day < days_in(target) ? day : days_in(target)) - 1;
}

std::optional<Instant> parse_instant(std::string_view text) {
    Instant utc = 0;
    if (text.size() == 20 && read_utc(text.data(), utc)) return utc;
    const auto date = read_date(text);
    const int hour = read_number(text, 11, 2);
    const int minute = read_number(text, 14, 2);
    const int second = read_number(text, 17, 2);
    if (!date || !has(text, 10, 'T') || !has(text, 13, ':') || !has(text, 16, ':')) return std::nullopt;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return std::nullopt;
    size_t at = 19;
    if (has(text, at, '.')) {
        const size_t first_digit = ++at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
        if (at == first_digit) return std::nullopt;
    }
    if (at >= text.size()) return std::nullopt;
    const auto offset = read_offset(text, at);
    if (!offset) return std::nullopt;
    const Instant instant = start_of(*date) + hour * 3600 + minute * 60 + second - *offset;
    if (instant < start_of(date_of({first_year, 1, 1})) || instant >= start_of(date_of({last_year + 1, 1, 1})))
        return std::nullopt;
    return instant;
}

std::optional<Date> parse_date(std::string_view text) {
    if (text.size() != 10) return std::nullopt;
    const auto date = read_date(text);
    if (!date || *date < date_of({first_year, 1, 1}) || *date > date_of({last_year, 12, 31})) return std::nullopt;
    return date;
}

std::optional<Month> parse_month(std::string_view text) {
    if (text.size() != 7 || text[4] != '-') return std::nullopt;
    const int year = read_number(text, 0, 4);
    const int month = read_number(text, 5, 2);
    if (year < first_year || year > last_year || month < 1 || month > 12) return std::nullopt;
    return year * 12 + month - 1;
}

std::string format_instant(Instant at) {
    const Date date = date_at(at);
    const int second_of_day = static_cast<int>(at - start_of(date));
    std::string text = format_date(date);
    text.push_back('T');
    append_number(text, second_of_day / 3600, 2);
    text.push_back(':');
    append_number(text, second_of_day / 60 % 60, 2);
    text.push_back(':');
    append_number(text, second_of_day % 60, 2);
    text.push_back('Z');
    return text;
}

std::string format_date(Date date) {
    const YearMonthDay civil = civil_of(date);
    std::string text;
    append_number(text, civil.year, 4);
    text.push_back('-');
    append_number(text, civil.month, 2);
    text.push_back('-');
    append_number(text, civil.day, 2);
    return text;
}

std::string format_month(Month month) {
    std::string text;
    append_number(text, month / 12, 4);
    text.push_back('-');
    append_number(text, month % 12 + 1, 2);
    return text;
}

}  // namespace samebill
