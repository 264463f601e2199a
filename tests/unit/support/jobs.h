// SPDX-License-Identifier: MIT
// Shells' ways to run the core's jobs.
#pragma once

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "core/base/jobs.h"

namespace samebill {

// For jobs that throw nothing.
inline RunJobs on_threads(uint32_t threads) {
    return [threads](uint32_t count, const std::function<void(uint32_t)>& job) {
        std::atomic<uint32_t> next = 0;
        const auto work = [&] {
            for (uint32_t i = next++; i < count; i = next++) job(i);
        };
        std::vector<std::thread> others;
#ifndef __EMSCRIPTEN__
        for (uint32_t i = 1; i < threads; ++i) others.emplace_back(work);
#endif
        work();
        for (std::thread& other : others) other.join();
    };
}

inline RunJobs backwards() {
    return [](uint32_t count, const std::function<void(uint32_t)>& job) {
        for (uint32_t i = count; i > 0; --i) job(i - 1);
    };
}

}  // namespace samebill
