// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>

namespace samebill {

// How a shell lends its threads to the core, which starts none: calls `job(0)` ... `job(count - 1)`, in any order and
// at the same time if it likes, and returns when all are done. Results never depend on it: what each job makes is put
// together in the order of the jobs' (or pieces') numbers, and how work is cut into jobs does not look at the number of
// threads.
using RunJobs = std::function<void(uint32_t count, const std::function<void(uint32_t)>& job)>;

// One after the other, on the caller's thread.
inline void run_jobs_here(uint32_t count, const std::function<void(uint32_t)>& job) {
    for (uint32_t i = 0; i < count; ++i) job(i);
}

// Runs the jobs with the threads lent, or here.
inline void run_with(const RunJobs* run_jobs, uint32_t count, const std::function<void(uint32_t)>& job) {
    if (run_jobs != nullptr && count > 1)
        (*run_jobs)(count, job);
    else
        run_jobs_here(count, job);
}

// Pieces of work 0 ... items - 1, done by as many lanes as there are threads, at most 64: `make_lane()` returns a
// function of the piece, with what it works in, which a lane takes once and not once a piece. What a piece makes must
// not depend on its lane.
template <class MakeLane>
void run_in_lanes(const RunJobs* run_jobs, uint32_t items, MakeLane make_lane) {
    constexpr uint32_t most_lanes = 64;
    std::atomic<uint32_t> next{0};
    run_with(run_jobs, std::min(items, run_jobs != nullptr ? most_lanes : 1), [&](uint32_t) {
        uint32_t item = next++;
        if (item >= items) return;
        auto work = make_lane();
        for (; item < items; item = next++) work(item);
    });
}

}  // namespace samebill
