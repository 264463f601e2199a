// SPDX-License-Identifier: MIT
// Rules: M3, M5, M6
#include <boost/test/unit_test.hpp>

#include "core/base/money.h"
#include "core/base/quantity.h"

using namespace samebill;

BOOST_AUTO_TEST_SUITE(money)

namespace {

const Currency up{"EUR", 2, MoneyRounding::half_up};
const Currency even{"EUR", 2, MoneyRounding::half_even};

// In minor units; -1 if the amount reaches the limit.
int64_t rounded(int64_t numerator, int64_t denominator, const Currency& currency) {
    return round_amount({numerator, denominator}, currency).value_or(-1);
}

}  // namespace

BOOST_AUTO_TEST_CASE(half_a_cent_goes_away_from_zero_or_to_the_even_cent) {
    BOOST_TEST(rounded(125, 1000, up) == 13);  // 0.125
    BOOST_TEST(rounded(125, 1000, even) == 12);
    BOOST_TEST(rounded(135, 1000, up) == 14);  // 0.135
    BOOST_TEST(rounded(135, 1000, even) == 14);
    BOOST_TEST(*round_amount({-125, 1000}, up) == -13);
    BOOST_TEST(*round_amount({-125, 1000}, even) == -12);
}

BOOST_AUTO_TEST_CASE(what_is_not_half_a_cent_is_the_same_in_both) {
    for (const Currency& currency : {up, even}) {
        BOOST_TEST(rounded(124'999'999, 1'000'000'000, currency) == 12);
        BOOST_TEST(rounded(125'000'001, 1'000'000'000, currency) == 13);
        BOOST_TEST(rounded(10, 3, currency) == 333);
        BOOST_TEST(rounded(20, 3, currency) == 667);
    }
}

BOOST_AUTO_TEST_CASE(the_minor_unit_is_that_of_the_currency) {
    BOOST_TEST(rounded(15, 10, {"JPY", 0, MoneyRounding::half_up}) == 2);
    BOOST_TEST(rounded(12'345, 10'000, {"BHD", 3, MoneyRounding::half_even}) == 1234);  // 1.2345
    BOOST_TEST(rounded(12'345, 10'000, {"CLF", 4, MoneyRounding::half_up}) == 12'345);
    BOOST_TEST(*minor_digits_of("EUR") == 2);
    BOOST_TEST(*minor_digits_of("JPY") == 0);
    BOOST_TEST(*minor_digits_of("KWD") == 3);
    BOOST_TEST(*minor_digits_of("UYW") == 4);
    BOOST_TEST(!minor_digits_of("XAU").has_value());
    BOOST_TEST(!minor_digits_of("XTS").has_value());
}

BOOST_AUTO_TEST_CASE(an_amount_of_ten_to_the_twelfth_is_too_much_and_a_cent_less_is_not) {
    const Int128 limit = Int128{1'000'000'000'000};
    BOOST_TEST(!round_amount({limit, 1}, up).has_value());
    BOOST_TEST(!round_amount({-limit, 1}, up).has_value());
    BOOST_TEST(*round_amount({limit * 100 - 1, 100}, up) == 99'999'999'999'999);
    // 999999999999.995 rounds up to the limit; half a thousandth below it does not.
    BOOST_TEST(!round_amount({limit * 1000 - 5, 1000}, up).has_value());
    BOOST_TEST(*round_amount({limit * 1000 - 6, 1000}, up) == 99'999'999'999'999);
}

BOOST_AUTO_TEST_CASE(a_price_has_up_to_12_digits_before_the_point_and_9_after) {
    BOOST_TEST((parse_decimal("7.25") == Decimal{Int128{7'250'000'000}}));
    BOOST_TEST((parse_decimal("0.000000001") == Decimal{1}));
    BOOST_TEST((parse_decimal("999999999999.999999999") == Decimal{Int128{1'000'000'000'000} * nano - 1}));
    for (const char* text : {"", ".5", "5.", "-1", "+1", "1000000000000.0", "0.0000000001", "1,5", "1e3", " 1"})
        BOOST_TEST(!parse_decimal(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(decimals_are_written_in_their_shortest_form) {
    for (const char* text : {"0", "7.5", "0.000000001", "999999999999.999999999", "120"})
        BOOST_TEST(format_decimal(*parse_decimal(text)) == text);
    BOOST_TEST(format_decimal(*parse_decimal("007.500")) == "7.5");
}

BOOST_AUTO_TEST_CASE(amounts_show_all_minor_digits_and_zero_has_no_sign) {
    BOOST_TEST(format_amount(1234, 2) == "12.34");
    BOOST_TEST(format_amount(-5, 2) == "-0.05");
    BOOST_TEST(format_amount(-0, 2) == "0.00");
    BOOST_TEST(format_amount(1200, 0) == "1200");
    BOOST_TEST(format_amount(5, 4) == "0.0005");
    BOOST_TEST(*round_amount({-1, 1000}, up) == 0);  // -0.001
}

BOOST_AUTO_TEST_CASE(money_is_read_with_exactly_its_minor_digits) {
    BOOST_TEST(*parse_amount("-12.34", 2) == -1234);
    BOOST_TEST(*parse_amount("7", 0) == 7);
    for (const char* text : {"12.3", "12.345", "12", "-", ".00", "1000000000000.00"})
        BOOST_TEST(!parse_amount(text, 2).has_value(), text);
}

BOOST_AUTO_TEST_CASE(a_sum_of_quantities_stops_at_two_to_the_63rd) {
    int64_t sum = INT64_MAX - 1;
    BOOST_TEST(add_checked(sum, 1));
    BOOST_TEST(!add_checked(sum, 1));
    BOOST_TEST(sum == INT64_MAX);  // as it was
}

BOOST_AUTO_TEST_CASE(rounding_up_goes_to_the_next_increment_and_leaves_multiples_alone) {
    const auto up_to = [](int64_t quantity, int64_t increment) {
        int64_t result = -1;
        return round_up(quantity, increment, result) ? result : -1;
    };
    BOOST_TEST(up_to(0, 1024) == 0);
    BOOST_TEST(up_to(1, 1024) == 1024);
    BOOST_TEST(up_to(1024, 1024) == 1024);
    BOOST_TEST(up_to(1025, 1024) == 2048);
    BOOST_TEST(up_to(60, 60) == 60);
    BOOST_TEST(up_to(61, 60) == 120);
    BOOST_TEST(up_to(7, 1) == 7);
    BOOST_TEST(up_to(INT64_MAX, 1024) == -1);
    BOOST_TEST(up_to(INT64_MAX, 1000) == -1);
    BOOST_TEST(up_to(INT64_MAX, 1) == INT64_MAX);
}

BOOST_AUTO_TEST_SUITE_END()
