// SPDX-License-Identifier: MIT
#include "core/codec/canonical_writer.h"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace samebill;

namespace {

template <class Write>
std::string written(Write write) {
    std::string text;
    {
        CanonicalWriter writer(text);
        write(writer);
    }
    return text;
}

std::string money(int64_t minor, int minor_digits) {
    return written([&](CanonicalWriter& writer) { writer.money(minor, minor_digits); });
}

std::string decimal(std::string_view value) {
    return written([&](CanonicalWriter& writer) { writer.decimal(*parse_decimal(value)); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(canonical_writer)

BOOST_AUTO_TEST_CASE(commas_stand_between_members_and_elements_only) {
    const std::string text = written([](CanonicalWriter& writer) {
        writer.begin_object();
        writer.member("a");
        writer.begin_array();
        for (int64_t value : {1, 2}) {
            writer.element();
            writer.integer(value);
        }
        writer.element();
        writer.begin_array();
        writer.end_array();
        writer.element();
        writer.begin_object();
        writer.end_object();
        writer.end_array();
        writer.member("b");
        writer.null();
        writer.member("c");
        writer.boolean(false);
        writer.end_object();
    });
    BOOST_TEST(text == R"({"a":[1,2,[],{}],"b":null,"c":false})");
}

// RFC 8785, 3.2.2.2: short escapes where there are any, \u00xx below U+0020, everything else as it is.
BOOST_AUTO_TEST_CASE(plain_texts_of_any_length_stand_between_their_neighbours) {
    std::string letters;
    for (int i = 0; i < 130; ++i) letters.push_back(static_cast<char>('a' + i % 26));
    for (size_t size = 0; size <= letters.size(); ++size) {
        const std::string name = letters.substr(letters.size() - size);
        std::string text;
        CanonicalWriter writer(text);
        writer.begin_array();
        for (const std::string& value : {std::string("before"), name, std::string("z")}) {
            writer.element();
            writer.plain(value);
        }
        writer.end_array();
        BOOST_TEST(text == "[\"before\",\"" + name + "\",\"z\"]");
    }
}

BOOST_AUTO_TEST_CASE(strings_are_escaped_as_little_as_the_standard_says) {
    const std::string text = written([](CanonicalWriter& writer) { writer.string("\b\t\n\f\r\"\\/\x01\x1f\x7f €"); });
    BOOST_TEST(text == "\"\\b\\t\\n\\f\\r\\\"\\\\/\\u0001\\u001f\x7f €\"");
}

BOOST_AUTO_TEST_CASE(integers_are_written_over_the_whole_range) {
    const auto integer = [](int64_t value) { return written([&](CanonicalWriter& writer) { writer.integer(value); }); };
    BOOST_TEST(integer(0) == "0");
    BOOST_TEST(integer(INT64_MAX) == "9223372036854775807");
    BOOST_TEST(integer(INT64_MIN) == "-9223372036854775808");
}

BOOST_AUTO_TEST_CASE(amounts_have_the_minor_digits_of_the_currency_and_no_negative_zero) {
    BOOST_TEST(money(0, 2) == R"("0.00")");
    BOOST_TEST(money(-5, 2) == R"("-0.05")");
    BOOST_TEST(money(123456, 2) == R"("1234.56")");
    BOOST_TEST(money(1200, 0) == R"("1200")");
    BOOST_TEST(money(7, 3) == R"("0.007")");
    BOOST_TEST(money(-99999999999999, 2) == R"("-999999999999.99")");
}

BOOST_AUTO_TEST_CASE(prices_are_written_in_their_shortest_form) {
    BOOST_TEST(decimal("0") == R"("0")");
    BOOST_TEST(decimal("007.50") == R"("7.5")");
    BOOST_TEST(decimal("0.000000001") == R"("0.000000001")");
    BOOST_TEST(decimal("999999999999.999999999") == R"("999999999999.999999999")");
    BOOST_TEST(decimal("10.010") == R"("10.01")");
}

BOOST_AUTO_TEST_CASE(instants_dates_and_months_are_written_in_utc) {
    const std::string text = written([](CanonicalWriter& writer) {
        writer.instant(0);
        writer.instant(86399);
        writer.instant(1772323200);  // 20,513 days after 1970-01-01
        writer.date(20513);
        writer.month(2026 * 12 + 11);
    });
    BOOST_TEST(text == R"("1970-01-01T00:00:00Z""1970-01-01T23:59:59Z""2026-03-01T00:00:00Z""2026-03-01""2026-12")");
}

BOOST_AUTO_TEST_SUITE_END()
