// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace samebill {

// Whole seconds UTC since 1970-01-01T00:00:00Z (M1).
using Instant = int64_t;
// Days since 1970-01-01.
using Date = int32_t;
// year * 12 + (month - 1).
using Month = int32_t;

inline constexpr Instant seconds_a_day = 86'400;
inline constexpr int first_year = 1970;
inline constexpr int last_year = 2189;
inline constexpr Instant no_instant = INT64_MIN;  // "never", "not set"
inline constexpr Instant end_of_time = INT64_MAX;

struct YearMonthDay {
    int year;
    int month;  // 1 ... 12
    int day;    // 1 ... 31
};

Date date_of(YearMonthDay civil);
YearMonthDay civil_of(Date date);

inline Date date_at(Instant at) {  // the day that holds the instant
    return static_cast<Date>((at - ((at % seconds_a_day) + seconds_a_day) % seconds_a_day) / seconds_a_day);
}
inline Instant start_of(Date date) {
    return Instant{date} * seconds_a_day;
}

Month month_at(Instant at);
Month month_of(Date date);
Date first_day_of(Month month);
inline Instant start_of_month(Month month) {
    return start_of(first_day_of(month));
}
inline int days_in(Month month) {
    return first_day_of(month + 1) - first_day_of(month);
}
inline Date last_day_of(Month month) {
    return first_day_of(month + 1) - 1;
}

// The same day `months` later, clamped to the last day of its month; always computed from the anchor, never in steps.
Date add_months(Date anchor, int months);

// RFC 3339 with offset, capital T and Z, seconds 00 ... 59; a fraction is dropped towards the past. Nothing if it is
// malformed, no calendar date, or outside 1970 ... 2189 once read as UTC.
std::optional<Instant> parse_instant(std::string_view text);
std::optional<Date> parse_date(std::string_view text);    // 2026-03-01
std::optional<Month> parse_month(std::string_view text);  // 2026-03

std::string format_instant(Instant at);  // 2026-03-01T00:00:00Z
std::string format_date(Date date);
std::string format_month(Month month);

}  // namespace samebill
