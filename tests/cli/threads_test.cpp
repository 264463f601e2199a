// SPDX-License-Identifier: MIT
// The command line's threads: every job once, whoever hands them out, and what goes along with them.
#include "native-server/cli/threads.h"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace samebill;
using samebill::cli::Threads;

BOOST_AUTO_TEST_SUITE(cli_threads)

BOOST_AUTO_TEST_CASE(every_job_is_done_once_before_the_call_returns) {
    for (const unsigned count : {1u, 2u, 7u}) {
        Threads threads(count);
        const RunJobs run = threads.lent();
        for (int round = 0; round < 3000; ++round) {
            const auto jobs = static_cast<uint32_t>(round % 40);
            std::vector<int> done(jobs);  // not atomic: each is one thread's, and the caller's after the call
            run(jobs, [&](uint32_t i) { ++done[i]; });
            BOOST_TEST_REQUIRE((done == std::vector<int>(jobs, 1)));
        }
    }
}

BOOST_AUTO_TEST_CASE(several_threads_take_part) {
    Threads threads(2);
    std::atomic<int> there = 0;
    std::atomic<int> met = 0;
    const auto late = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    // Neither of two jobs ends before the other has begun.
    threads.lent()(2, [&](uint32_t) {
        ++there;
        while (there < 2 && std::chrono::steady_clock::now() < late) std::this_thread::yield();
        if (there == 2) ++met;
    });
    BOOST_TEST(met == 2);
}

BOOST_AUTO_TEST_CASE(jobs_of_jobs_and_of_a_second_caller_are_done) {
    Threads threads(3);
    const RunJobs run = threads.lent();
    std::atomic<int> sum = 0;
    const auto jobs_in_jobs = [&] {
        for (int round = 0; round < 200; ++round)
            run(5, [&](uint32_t) { run(4, [&](uint32_t i) { sum += static_cast<int>(i); }); });
    };
    std::thread second(jobs_in_jobs);
    jobs_in_jobs();
    second.join();
    BOOST_TEST(sum == 2 * 200 * 5 * (0 + 1 + 2 + 3));
}

BOOST_AUTO_TEST_CASE(what_a_job_throws_comes_out_and_the_next_jobs_are_done) {
    for (const unsigned count : {1u, 4u}) {
        Threads threads(count);
        const RunJobs run = threads.lent();
        for (int round = 0; round < 200; ++round) {
            const auto fail = [](uint32_t i) {
                if (i == 3) throw std::runtime_error("three");
            };
            BOOST_CHECK_THROW(run(10, fail), std::runtime_error);
            std::atomic<int> done = 0;
            run(10, [&](uint32_t) { ++done; });
            BOOST_TEST(done == 10);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_goes_beside_the_jobs_is_done_once_with_them_or_when_it_is_finished) {
    Threads threads(2);
    const RunJobs run = threads.lent();
    for (const uint32_t jobs : {0u, 1u, 9u}) {
        int done = 0;
        std::vector<int> numbers(jobs);
        Threads::Beside beside(threads, [&] { ++done; });
        if (jobs > 0) run(jobs, [&](uint32_t i) { ++numbers[i]; });
        BOOST_TEST(done == (jobs > 0 ? 1 : 0));
        run(jobs, [&](uint32_t i) { ++numbers[i]; });
        beside.finish();
        BOOST_TEST(done == 1);
        BOOST_TEST((numbers == std::vector<int>(jobs, 2)));
    }
    // Whether it was taken along before the first job failed or not.
    for (int round = 0; round < 200; ++round) {
        int done = 0;
        Threads::Beside beside(threads, [&] { ++done; });
        BOOST_CHECK_THROW(run(3, [](uint32_t) { throw 7; }), int);
        beside.finish();
        BOOST_TEST(done == 1);
    }
    int withdrawn = 0;
    {
        const Threads::Beside beside(threads, [&] { ++withdrawn; });
    }
    run(9, [](uint32_t) {});
    BOOST_TEST(withdrawn == 0);
}

BOOST_AUTO_TEST_SUITE_END()
