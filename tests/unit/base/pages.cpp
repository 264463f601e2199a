// SPDX-License-Identifier: MIT
#include "core/base/pages.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>

using namespace samebill;

BOOST_AUTO_TEST_SUITE(pages)

namespace {

constexpr uint64_t many = (uint64_t{5} << 20) / sizeof(uint64_t) + 7;  // two large pages and a half

bool all_are(const Pages<uint64_t>& pages, uint64_t value) {
    return std::all_of(pages.data(), pages.data() + pages.count(), [&](uint64_t each) { return each == value; });
}
void fill(Pages<uint64_t>& pages, uint64_t value) {
    std::fill(pages.data(), pages.data() + pages.count(), value);
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_in_use_stays_as_it_is) {
    SparePages spare;
    Pages<uint64_t> held(many, spare);
    fill(held, 1);
    for (uint64_t turn = 2; turn < 6; ++turn) {
        Pages<uint64_t> some(many), more(turn * many, spare);
        fill(some, turn);
        fill(more, 2 * turn);
        some.leave_to(spare);
        BOOST_TEST(some.count() == 0u);
        Pages<uint64_t> larger(2 * many, spare), zeros(many, Content::zeros);
        fill(larger, 3 * turn);
        BOOST_TEST(all_are(held, 1));
        BOOST_TEST(all_are(more, 2 * turn));
        BOOST_TEST(all_are(larger, 3 * turn));
        BOOST_TEST(all_are(zeros, 0));
        Pages<uint64_t> another(turn * many);
        fill(another, turn);
        another.leave_to(spare);
    }
}

BOOST_AUTO_TEST_CASE(small_and_empty_memory_is_left_and_taken_too) {
    SparePages spare;
    for (const uint64_t count : {uint64_t{0}, uint64_t{1}, uint64_t{8'000}, uint64_t{20'000}, many}) {
        Pages<uint64_t> pages(count);
        fill(pages, count);
        pages.leave_to(spare);
        BOOST_TEST((pages.data() == nullptr));
        Pages<uint64_t> others(count, spare);
        fill(others, count);
        BOOST_TEST(all_are(others, count));
    }
}

BOOST_AUTO_TEST_SUITE_END()
