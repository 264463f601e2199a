// SPDX-License-Identifier: MIT
// Rules: U8, M4, M5
#include <boost/test/unit_test.hpp>

#include "tests/unit/bill/sample.h"

using namespace samebill;
using sample::decimal;
using sample::rate;

BOOST_AUTO_TEST_SUITE(rates)

namespace {

constexpr int64_t megabyte = 1'048'576;

// The exact price, rounded to nine places: enough to show it whole wherever a test below asks.
std::string price(const Rate& rate, int64_t quantity) {
    const auto exact = price_of(rate, quantity);
    if (!exact) return "none";
    return format_decimal(Decimal{exact->numerator * nano / exact->denominator});
}

// 0 to 10 MB at 0.10, to 100 MB at 0.05, then 0.01.
Rate tiered(TierMode mode) {
    Rate made = rate("0", megabyte, "MB");
    made.mode = mode;
    made.tiers = {{10, decimal("0.10")}, {100, decimal("0.05")}, {0, decimal("0.01")}};
    return made;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_price_holds_for_every_part_of_its_unit) {
    BOOST_TEST(price(rate("0.10", megabyte, "MB"), 5 * megabyte) == "0.5");
    BOOST_TEST(price(rate("0.10", megabyte, "MB"), megabyte / 2) == "0.05");
    BOOST_TEST(price(rate("0.10", megabyte, "MB"), 0) == "0");
    BOOST_TEST(price(rate("0.20", 60, "min"), 90) == "0.3");
    BOOST_TEST(price(rate("0.07", 1, "message"), 3) == "0.21");
}

BOOST_AUTO_TEST_CASE(whole_units_are_begun_to_be_paid) {
    Rate whole = rate("0.10", megabyte, "MB");
    whole.whole_units = true;
    BOOST_TEST(price(whole, 1) == "0.1");
    BOOST_TEST(price(whole, megabyte) == "0.1");
    BOOST_TEST(price(whole, megabyte + 1) == "0.2");
    BOOST_TEST(price(whole, 0) == "0");
}

BOOST_AUTO_TEST_CASE(graduated_tiers_price_each_part_at_its_own) {
    const Rate rate = tiered(TierMode::graduated);
    BOOST_TEST(price(rate, 10 * megabyte) == "1");     // 10 × 0.10
    BOOST_TEST(price(rate, 12 * megabyte) == "1.1");   // 1.00 + 2 × 0.05
    BOOST_TEST(price(rate, 100 * megabyte) == "5.5");  // 1.00 + 90 × 0.05
    BOOST_TEST(price(rate, 150 * megabyte) == "6");    // 5.50 + 50 × 0.01
}

BOOST_AUTO_TEST_CASE(volume_tiers_price_all_at_the_one_that_the_quantity_falls_in) {
    const Rate rate = tiered(TierMode::volume);
    BOOST_TEST(price(rate, 10 * megabyte) == "1");    // exactly `up_to` is inside: 10 × 0.10
    BOOST_TEST(price(rate, 12 * megabyte) == "0.6");  // 12 × 0.05
    BOOST_TEST(price(rate, 100 * megabyte) == "5");   // 100 × 0.05
    BOOST_TEST(price(rate, 101 * megabyte) == "1.01");
}

BOOST_AUTO_TEST_CASE(a_byte_above_the_boundary_is_in_the_next_tier) {
    // 10 MB and a byte: (10 + 1/1048576) × 0.05 = 0.500000047...
    BOOST_TEST(price(tiered(TierMode::volume), 10 * megabyte + 1) == "0.500000047");
    BOOST_TEST(price(tiered(TierMode::graduated), 10 * megabyte + 1) == "1.000000047");
}

BOOST_AUTO_TEST_CASE(whole_units_are_made_before_tiers_are_looked_at) {
    Rate rate = tiered(TierMode::volume);
    rate.whole_units = true;
    BOOST_TEST(price(rate, 9 * megabyte + 1) == "1");      // 10 units, still inside
    BOOST_TEST(price(rate, 10 * megabyte + 1) == "0.55");  // 11 units × 0.05
}

BOOST_AUTO_TEST_CASE(the_parts_of_a_quantity_are_those_of_its_tiers) {
    const auto parts = priced_parts(tiered(TierMode::graduated), 12 * megabyte);
    BOOST_REQUIRE(parts.size() == 2u);
    BOOST_TEST((parts[0].quantity == 10 * megabyte && parts[0].price == decimal("0.10")));
    BOOST_TEST((parts[1].quantity == 2 * megabyte && parts[1].price == decimal("0.05")));
}

BOOST_AUTO_TEST_CASE(the_largest_price_and_quantity_are_held_exactly_or_not_at_all) {
    // 2^53 × 10^21 has 53 + 70 bits: it fits, and is far above any amount. 2^63 × 10^21 has 133, which do not.
    const Rate dearest = rate("999999999999.999999999", 1, "B");
    const auto exact = price_of(dearest, max_quantity);
    BOOST_REQUIRE(exact.has_value());
    BOOST_TEST(!round_amount(*exact, {"EUR", 2, MoneyRounding::half_up}).has_value());
    BOOST_TEST(!price_of(dearest, INT64_MAX).has_value());
}

// Many quantities at many tiers: the sums below each tier against the parts one by one.
BOOST_AUTO_TEST_CASE(prices_added_up_once_are_those_of_the_parts) {
    for (const TierMode mode : {TierMode::graduated, TierMode::volume}) {
        for (const bool whole_units : {false, true}) {
            Rate rate = tiered(mode);
            rate.whole_units = whole_units;
            rate.tiers.clear();
            for (int64_t i = 1; i <= 40; ++i) rate.tiers.push_back({i * i, {Int128{1'000'000'007} * (50 - i)}});
            rate.tiers.push_back({0, {3}});
            const RatePrices prices(rate);
            for (int64_t unit = 0; unit <= 1700; ++unit) {
                for (const int64_t more : {-1, 0, 1}) {
                    const int64_t quantity = unit * rate.unit + more;
                    if (quantity < 0) continue;
                    const auto due = price_of(rate, quantity);
                    const auto found = prices.price_of(quantity);
                    BOOST_REQUIRE(due && found);
                    if (due->numerator != found->numerator || due->denominator != found->denominator)
                        BOOST_ERROR("another price of " << quantity);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_price_added_up_that_leaves_128_bits_is_none) {
    constexpr Decimal dearest{Int128{999'999'999'999} * nano + 999'999'999};
    for (const TierMode mode : {TierMode::graduated, TierMode::volume}) {
        Rate rate = tiered(mode);
        rate.tiers = {{1, dearest}, {int64_t{1} << 40, dearest}, {0, dearest}};
        const RatePrices prices(rate);
        for (const int64_t quantity : {int64_t{1}, max_quantity, INT64_MAX / 8, INT64_MAX}) {
            BOOST_TEST_CONTEXT(quantity)
            BOOST_TEST(prices.price_of(quantity).has_value() == price_of(rate, quantity).has_value());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
