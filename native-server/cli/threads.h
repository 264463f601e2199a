// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "core/base/jobs.h"

namespace samebill::cli {

// Threads that wait for the core's jobs; results do not depend on how many there are.
class Threads {
public:
    // The caller's thread is one of them, the others begin with the first jobs that want so many; if the system gives
    // no more, with those that there are. 0: as many as the machine has processors.
    explicit Threads(unsigned count = 0);
    ~Threads();
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;

    // What the core is lent; not to be used after this is gone. Jobs that are handed out while others run, by one of
    // them or by a second caller, run on the thread that hands them out. What a job throws first comes out when all
    // have ended; those that had not begun are left out.
    RunJobs lent();

    // Something of the shell's own that goes along with the next jobs, as one more of them, and throws nothing. One at
    // a time, made and finished by the thread that hands the jobs out while no other does. What it needs must stay
    // until it is finished or this is gone.
    class Beside {
    public:
        Beside(Threads& threads, std::function<void()> work);
        ~Beside();
        Beside(const Beside&) = delete;
        Beside& operator=(const Beside&) = delete;
        // Done now, if no jobs took it along.
        void finish();

    private:
        Threads& threads_;
    };

private:
    void run(uint32_t count, const std::function<void(uint32_t)>& job);
    void hand_out(uint32_t count, const std::function<void(uint32_t)>& job);
    void start(uint32_t jobs);
    void work();
    void serve();

    const unsigned count_;
    std::function<void()> beside_;  // null: none, or done
    std::atomic<bool> in_use_ = false;
    const std::function<void(uint32_t)>* job_ = nullptr;
    std::atomic<uint64_t> next_ = 0;  // the number of jobs times 2^32, and how often one was asked for
    std::atomic<uint32_t> left_ = 0;  // jobs that have not ended
    std::atomic<bool> failed_ = false;
    std::exception_ptr failure_;
    std::mutex failing_;
    std::atomic<uint32_t> round_ = 0;  // one more each time that there are jobs
    std::atomic<bool> ending_ = false;
    std::vector<std::thread> others_;
};

}  // namespace samebill::cli
