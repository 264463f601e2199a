// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace samebill {

// Does something now and then on a thread of its own, and once more at the end.
class Periodic {
public:
    Periodic(std::chrono::milliseconds every, std::function<void()> work)
        : every_(every), work_(std::move(work)), thread_([this] { run(); }) {}
    ~Periodic() {
        {
            const std::lock_guard lock(mutex_);
            ended_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }
    Periodic(const Periodic&) = delete;
    Periodic& operator=(const Periodic&) = delete;

private:
    void run() {
        std::unique_lock lock(mutex_);
        while (!ended_) {
            wake_.wait_for(lock, every_, [this] { return ended_; });
            lock.unlock();
            work_();
            lock.lock();
        }
    }

    const std::chrono::milliseconds every_;
    const std::function<void()> work_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool ended_ = false;
    std::thread thread_;
};

}  // namespace samebill
