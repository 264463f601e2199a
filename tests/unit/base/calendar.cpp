// SPDX-License-Identifier: MIT
// Rules: M1
#include <boost/test/unit_test.hpp>

#include "core/base/calendar.h"

using namespace samebill;

BOOST_AUTO_TEST_SUITE(calendar)

namespace {

std::string read(std::string_view text) {
    const auto at = parse_instant(text);
    return at ? format_instant(*at) : "none";
}
std::string later(std::string_view date, int months) {
    return format_date(add_months(*parse_date(date), months));
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_offset_is_converted_over_day_month_and_year) {
    BOOST_TEST(read("2026-03-01T00:30:00+01:00") == "2026-02-28T23:30:00Z");
    BOOST_TEST(read("2026-12-31T23:30:00-01:00") == "2027-01-01T00:30:00Z");
    BOOST_TEST(read("2026-03-01T00:00:00-00:00") == "2026-03-01T00:00:00Z");
}

BOOST_AUTO_TEST_CASE(a_fraction_is_dropped_towards_the_past) {
    BOOST_TEST(read("2026-03-01T00:00:59.999999999Z") == "2026-03-01T00:00:59Z");
    BOOST_TEST(read("1970-01-01T00:00:00.9Z") == "1970-01-01T00:00:00Z");
}

BOOST_AUTO_TEST_CASE(what_is_no_instant_is_refused) {
    for (const char* text :
         {"2026-02-29T00:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T00:00:60Z", "2026-03-01t00:00:00Z",
          "2026-03-01T00:00:00z", "2026-03-01 00:00:00Z", "2026-03-01T00:00:00", "2026-03-01T00:00Z",
          "2026-03-01T00:00:00.Z", "2026-13-01T00:00:00Z", "2026-03-01T00:00:00+24:00", "", "2026-03-01"})
        BOOST_TEST(read(text) == "none", text);
}

// The short form with Z goes a way of its own.
BOOST_AUTO_TEST_CASE(every_day_reads_the_same_with_z_and_with_an_offset_of_zero) {
    const Date last = *parse_date("2189-12-31");
    int different = 0;
    for (Date day = 0; day <= last; ++day) {
        const std::string text = format_date(day) + "T" + (day % 2 == 0 ? "00:00:00" : "23:59:59");
        const auto at = parse_instant(text + "Z");
        if (!at || at != parse_instant(text + "+00:00") || date_at(*at) != day) ++different;
    }
    BOOST_TEST(different == 0);
    const std::string sound = "2028-02-29T19:48:37Z";
    for (size_t at = 0; at < sound.size(); ++at) {
        for (const char c : {'0', '1', '2', '3', '6', '9', ':', '/', '-', 'Z', 'T', ' ', '\x80', '\xff'}) {
            std::string text = sound;
            text[at] = c;
            const auto expected = parse_instant(text.substr(0, 19) + "+00:00");
            const auto with_z = c != 'Z' && at == 19 ? parse_instant(text.substr(0, 19) + ".0" + c) : expected;
            BOOST_TEST_CONTEXT(text) BOOST_TEST((parse_instant(text) == with_z));
        }
    }
}

BOOST_AUTO_TEST_CASE(instants_run_from_1970_through_2189_once_read_as_utc) {
    BOOST_TEST(read("1970-01-01T00:00:00Z") == "1970-01-01T00:00:00Z");
    BOOST_TEST(read("1970-01-01T00:30:00+01:00") == "none");
    BOOST_TEST(read("2189-12-31T23:59:59Z") == "2189-12-31T23:59:59Z");
    BOOST_TEST(read("2189-12-31T23:59:59-00:01") == "none");
}

BOOST_AUTO_TEST_CASE(the_same_day_months_later_is_clamped_to_the_end_of_its_month) {
    BOOST_TEST(later("2026-08-31", 6) == "2027-02-28");
    BOOST_TEST(later("2027-08-31", 6) == "2028-02-29");
    BOOST_TEST(later("2026-01-31", 1) == "2026-02-28");
    BOOST_TEST(later("2026-01-31", 2) == "2026-03-31");  // from the anchor, not from 28 February
    BOOST_TEST(later("2028-02-29", 12) == "2029-02-28");
    BOOST_TEST(later("2026-12-15", 1) == "2027-01-15");
}

BOOST_AUTO_TEST_CASE(february_has_29_days_in_the_years_that_leap) {
    const auto february = [](int year) { return days_in(year * 12 + 1); };
    BOOST_TEST(february(2026) == 28);
    BOOST_TEST(february(2028) == 29);
    BOOST_TEST(february(2000) == 29);
    BOOST_TEST(february(2100) == 28);
}

BOOST_AUTO_TEST_CASE(days_and_months_are_those_of_gmt) {
    const Instant last_second = *parse_instant("2026-03-31T23:59:59Z");
    BOOST_TEST(format_date(date_at(last_second)) == "2026-03-31");
    BOOST_TEST(format_date(date_at(last_second + 1)) == "2026-04-01");
    BOOST_TEST(format_month(month_at(last_second)) == "2026-03");
    BOOST_TEST(format_month(month_at(last_second + 1)) == "2026-04");
}

BOOST_AUTO_TEST_SUITE_END()
