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

// One turn, if it is wanted: taken at most once, given back at the end.
class Turn {
public:
    Turn(Turns& turns, std::chrono::steady_clock::time_point deadline) : turns_(turns), deadline_(deadline) {}
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() {
        if (taken_) turns_.give_back();
    }

    bool take() {
        if (!taken_) taken_ = turns_.take(deadline_);
        refused_ = !taken_;
        return taken_;
    }
    bool refused() const { return refused_; }

private:
    Turns& turns_;
    const std::chrono::steady_clock::time_point deadline_;
    bool taken_ = false;
    bool refused_ = false;
};

}  // namespace samebill::http
