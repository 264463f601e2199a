// SPDX-License-Identifier: MIT
#include "core/bill/correct.h"

#include <boost/test/unit_test.hpp>

using namespace samebill;

namespace {

constexpr Month january = 2026 * 12, february = january + 1, march = january + 2;

BillTotals totals(Month period, std::string digest, int64_t subtotal, int64_t tax) {
    return {period, std::move(digest), subtotal, tax, subtotal + tax, {}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(correct_months)

BOOST_AUTO_TEST_CASE(differences_are_new_minus_issued_of_the_months_in_both) {
    const auto months = compare_months({totals(january, "a", 1000, 190), totals(february, "b", 500, 95)},
                                       {totals(february, "c", 400, 76), totals(march, "d", 1, 0)});
    BOOST_REQUIRE(months.size() == 1u);
    BOOST_TEST(months[0].of == february);
    BOOST_TEST(months[0].issued == "b");
    BOOST_TEST(months[0].corrected == "c");
    BOOST_TEST(months[0].subtotal == -100);
    BOOST_TEST(months[0].tax == -19);
    BOOST_TEST(months[0].total == -119);
}

// January was issued at 10.00 and comes to 14.00 now; March's bill carried 3.00 of that, so 1.00 is left.
BOOST_AUTO_TEST_CASE(what_later_bills_carried_is_taken_off) {
    std::vector<BillTotals> issued{totals(january, "a", 1000, 200), totals(march, "m", 0, 0)};
    issued[1].adjustments = {{january, "a", "b", 300, 60, 360}};
    const auto months = compare_months(issued, {totals(january, "c", 1400, 280), totals(march, "m", 0, 0)});
    const auto adjustments = make_adjustments(months, issued);
    BOOST_REQUIRE(adjustments.size() == 1u);
    BOOST_TEST(adjustments[0].of == january);
    BOOST_TEST(adjustments[0].issued == "a");
    BOOST_TEST(adjustments[0].corrected == "c");
    BOOST_TEST(adjustments[0].subtotal == 100);
    BOOST_TEST(adjustments[0].tax == 20);
    BOOST_TEST(adjustments[0].amount == 120);
}

BOOST_AUTO_TEST_CASE(a_month_adjusted_before_in_full_makes_no_adjustment) {
    std::vector<BillTotals> issued{totals(january, "a", 1000, 200), totals(march, "m", 0, 0)};
    issued[1].adjustments = {{january, "a", "b", 400, 80, 480}};
    const auto months = compare_months(issued, {totals(january, "b", 1400, 280)});
    BOOST_TEST(months[0].subtotal == 400);
    BOOST_TEST(make_adjustments(months, issued).empty());
}

// More tax and less of a line: nothing to pay, but two parts that a ledger must see.
BOOST_AUTO_TEST_CASE(parts_that_cancel_out_are_adjusted_all_the_same) {
    const std::vector<BillTotals> issued{totals(january, "a", 1000, 200)};
    const auto adjustments = make_adjustments(compare_months(issued, {totals(january, "b", 990, 210)}), issued);
    BOOST_REQUIRE(adjustments.size() == 1u);
    BOOST_TEST(adjustments[0].subtotal == -10);
    BOOST_TEST(adjustments[0].tax == 10);
    BOOST_TEST(adjustments[0].amount == 0);
}

BOOST_AUTO_TEST_CASE(a_difference_that_reaches_the_limit_is_found) {
    const std::vector<BillTotals> issued{totals(january, "a", -60, 0)};
    const auto months = compare_months(issued, {totals(january, "b", 40, 0)});
    const auto adjustments = make_adjustments(months, issued);
    BOOST_TEST(passes_limit(months, adjustments, 100));
    BOOST_TEST(!passes_limit(months, adjustments, 101));
}

BOOST_AUTO_TEST_SUITE_END()
