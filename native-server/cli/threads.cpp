// SPDX-License-Identifier: MIT
#include "native-server/cli/threads.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace samebill::cli {

RunJobs all_threads() {
    const unsigned processors = std::max(1u, std::thread::hardware_concurrency());
    return [processors](uint32_t count, const std::function<void(uint32_t)>& job) {
        std::atomic<uint32_t> next = 0;
        std::exception_ptr failure;  // of the job that failed first: memory that is not there
        std::mutex failing;
        const auto work = [&] {
            try {
                for (uint32_t i = next++; i < count; i = next++) job(i);
            } catch (...) {
                const std::lock_guard lock(failing);
                if (!failure) failure = std::current_exception();
            }
        };
        std::vector<std::thread> others;
        const unsigned wanted = std::min<unsigned>(processors, count);
        for (unsigned i = 1; i < wanted; ++i) others.emplace_back(work);
        work();
        for (std::thread& other : others) other.join();
        if (failure) std::rethrow_exception(failure);
    };
}

}  // namespace samebill::cli
