// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace samebill::http {

// Turns at the processors: at most so many computations at once, so that many requests do not slow one another down
// until none meets its deadline.
class Turns {
public:
    explicit Turns(int free) : free_(free) {}

    // False if none came free in time.
    bool take(std::chrono::steady_clock::time_point deadline) {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_until(lock, deadline, [this] { return free_ > 0; })) return false;
        free_--;
        return true;
    }

    void give_back() {
        {
            const std::lock_guard lock(mutex_);
            free_++;
        }
        changed_.notify_one();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int free_;
};

}  // namespace samebill::http
