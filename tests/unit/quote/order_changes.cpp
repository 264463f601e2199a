// SPDX-License-Identifier: MIT
// Where the order of alternatives changes: every change is found to the unit.
#include <boost/test/unit_test.hpp>

#include "core/quote/order_changes.h"

using namespace samebill;

BOOST_AUTO_TEST_SUITE(order_changes)

namespace {

std::optional<std::vector<OrderChange>> found_in(size_t alternatives, const ComparedRange& range,
                                                 const TotalAt& total) {
    return OrderSearch(range, total).find_changes(alternatives);
}

// "0/1 at 25: -1 to 0": the pair, and its order before and there.
std::vector<std::string> changes_of(size_t alternatives, const ComparedRange& range, const TotalAt& total) {
    std::vector<std::string> texts;
    const auto found = found_in(alternatives, range, total);
    for (const OrderChange& change : found.value()) {
        texts.push_back(std::to_string(change.first) + "/" + std::to_string(change.second) + " at " +
                        std::to_string(change.at) + ": " + std::to_string(change.before) + " to " +
                        std::to_string(change.after));
    }
    return texts;
}
using Texts = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_CASE(two_prices_cross_at_the_number_at_which_they_are_equal) {
    // 5.00 a device, and 100.00 with 1.00 a device: 4 × 25 = 100.
    const TotalAt total = [](size_t alternative, int64_t devices) -> std::optional<int64_t> {
        return alternative == 0 ? 500 * devices : 10'000 + 100 * devices;
    };
    const Texts due{"0/1 at 25: -1 to 0", "0/1 at 26: 0 to 1"};
    for (int64_t points : {2, 3, 7, 50, 1000}) BOOST_TEST(changes_of(2, {1, 50, points}, total) == due);
    BOOST_TEST(changes_of(2, {26, 50, 5}, total).empty());
}

BOOST_AUTO_TEST_CASE(an_order_that_changes_twice_needs_a_point_between) {
    // A step: 10 up to 40, 30 from 41 to 60, then 20; against 25.
    const TotalAt total = [](size_t alternative, int64_t at) -> std::optional<int64_t> {
        return alternative == 1 ? 25 : at <= 40 ? 10 : at <= 60 ? 30 : 20;
    };
    const Texts due{"0/1 at 41: -1 to 1", "0/1 at 61: 1 to -1"};
    BOOST_TEST(changes_of(2, {1, 101, 3}, total) == due);  // 1, 51, 101
    BOOST_TEST(changes_of(2, {1, 101, 2}, total).empty());
    BOOST_TEST((ComparedRange{1, 101, 3}).widest_step() == 50);
    BOOST_TEST((ComparedRange{1, 101, 101}).widest_step() == 1);
    BOOST_TEST((ComparedRange{7, 7, 9}).count() == 1);
}

BOOST_AUTO_TEST_CASE(the_order_of_the_alternatives_turns_every_change_round) {
    // Antisymmetric: what changes between a and b changes between b and a, the other way round, at the same number.
    uint64_t state = 1;
    for (int trial = 0; trial < 200; ++trial) {
        int64_t steps[2][60];
        for (auto& alternative : steps) {
            for (int64_t& total : alternative) {
                state = state * 6364136223846793005u + 1442695040888963407u;
                total = static_cast<int64_t>(state >> 33) % 4;
            }
        }
        const ComparedRange range{0, 59, 60};
        const auto given = found_in(2, range, [&](size_t a, int64_t at) { return std::optional(steps[a][at]); });
        const auto turned = found_in(2, range, [&](size_t a, int64_t at) { return std::optional(steps[1 - a][at]); });
        BOOST_REQUIRE(given->size() == turned->size());
        BOOST_TEST(given->size() > 10);
        for (size_t i = 0; i < given->size(); ++i) {
            BOOST_TEST((*given)[i].at == (*turned)[i].at);
            BOOST_TEST((*given)[i].before == -(*turned)[i].before);
            BOOST_TEST((*given)[i].after == -(*turned)[i].after);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_total_that_is_missing_ends_the_search) {
    const auto found =
        found_in(2, {1, 9, 9}, [](size_t, int64_t at) { return at == 5 ? std::nullopt : std::optional<int64_t>(at); });
    BOOST_TEST(!found.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
