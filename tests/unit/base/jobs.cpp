// SPDX-License-Identifier: MIT
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <vector>

#include "tests/unit/support/jobs.h"

using namespace samebill;

BOOST_AUTO_TEST_SUITE(jobs)

BOOST_AUTO_TEST_CASE(every_piece_is_done_once_in_a_lane_that_is_made_once_a_thread) {
    const RunJobs here = on_threads(1), three = on_threads(3), last_first = backwards();
    for (const uint32_t items : {0u, 1u, 64u, 65u, 1000u}) {
        for (const RunJobs* run_jobs : {static_cast<const RunJobs*>(nullptr), &here, &three, &last_first}) {
            std::vector<std::atomic<int>> done(items);
            std::atomic<uint32_t> lanes = 0;
            run_in_lanes(run_jobs, items, [&] {
                ++lanes;
                return [&done, scratch = 0u](uint32_t item) mutable {
                    ++scratch;
                    ++done[item];
                };
            });
            for (const std::atomic<int>& times : done) BOOST_TEST(times == 1);
            BOOST_TEST(lanes <= 3u);
            if (run_jobs != &three) BOOST_TEST(lanes == (items > 0 ? 1u : 0u));
        }
    }
}

#ifndef __EMSCRIPTEN__
BOOST_AUTO_TEST_CASE(what_is_thrown_in_a_lane_comes_out) {
    const RunJobs last_first = backwards();
    for (const RunJobs* run_jobs : {static_cast<const RunJobs*>(nullptr), &last_first}) {
        const auto fail = [&] {
            run_in_lanes(run_jobs, 100, [] {
                return [](uint32_t item) {
                    if (item == 50) throw 7;
                };
            });
        };
        BOOST_CHECK_THROW(fail(), int);
    }
}
#endif

BOOST_AUTO_TEST_SUITE_END()
