// SPDX-License-Identifier: MIT
#include "native-server/cli/threads.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace samebill::cli {

namespace {

// The next jobs mostly come at once: looking out for them so long costs less than sleeping and being woken.
constexpr std::chrono::microseconds short_wait{50};

void spare_the_processor() {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

// Until the value is another.
void wait_while(const std::atomic<uint32_t>& value, uint32_t old) {
    const auto end = std::chrono::steady_clock::now() + short_wait;
    do {
        for (int i = 0; i < 64; ++i) {
            if (value != old) return;
            spare_the_processor();
        }
    } while (std::chrono::steady_clock::now() < end);
    value.wait(old);
}

}  // namespace

Threads::Threads(unsigned count) : count_(count > 0 ? count : std::max(1u, std::thread::hardware_concurrency())) {}

Threads::~Threads() {
    ending_ = true;
    ++round_;
    round_.notify_all();
    for (std::thread& other : others_) other.join();
}

RunJobs Threads::lent() {
    return [this](uint32_t count, const std::function<void(uint32_t)>& job) { run(count, job); };
}

void Threads::run(uint32_t count, const std::function<void(uint32_t)>& job) {
    if (count == 0) return;
    if (in_use_.exchange(true)) return run_jobs_here(count, job);
    if (beside_ != nullptr)
        hand_out(count + 1,
                 [&](uint32_t number) { number == 0 ? std::exchange(beside_, nullptr)() : job(number - 1); });
    else
        hand_out(count, job);
    const std::exception_ptr failure = std::exchange(failure_, nullptr);
    in_use_ = false;
    if (failure) std::rethrow_exception(failure);
}

Threads::Beside::Beside(Threads& threads, std::function<void()> work) : threads_(threads) {
    threads_.beside_ = std::move(work);
}
Threads::Beside::~Beside() {
    threads_.beside_ = nullptr;
}
void Threads::Beside::finish() {
    if (const auto work = std::exchange(threads_.beside_, nullptr)) work();
}

void Threads::hand_out(uint32_t count, const std::function<void(uint32_t)>& job) {
    start(count);
    job_ = &job;
    failed_ = false;
    left_ = count;
    next_ = uint64_t{count} << 32;
    ++round_;
    round_.notify_all();
    work();
    for (uint32_t left; (left = left_) != 0;) wait_while(left_, left);
}

void Threads::start(uint32_t jobs) {
    try {
        while (others_.size() + 1 < std::min(count_, jobs)) others_.emplace_back([this] { serve(); });
    } catch (const std::exception&) {
        // Those that there are do it: the caller's at least.
    }
}

// Who is late, or early, asks for a job too many and leaves `job_` alone.
void Threads::work() {
    uint32_t ended = 0;
    for (;; ++ended) {
        const uint64_t ticket = next_++;
        const auto number = static_cast<uint32_t>(ticket);
        if (number >= ticket >> 32) break;
        if (failed_) continue;
        try {
            (*job_)(number);
        } catch (...) {
            const std::lock_guard lock(failing_);
            if (!failure_) failure_ = std::current_exception();
            failed_ = true;
        }
    }
    if (ended > 0 && (left_ -= ended) == 0) left_.notify_one();
}

void Threads::serve() {
    for (uint32_t seen = round_; !ending_; seen = round_) {
        work();
        wait_while(round_, seen);
    }
}

}  // namespace samebill::cli
