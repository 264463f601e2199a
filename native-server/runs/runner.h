// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "native-server/clock.h"
#include "native-server/metrics/metrics.h"
#include "native-server/runs/corrector.h"
#include "native-server/runs/finaliser.h"
#include "native-server/store/runs.h"

// The threads that work on bill runs. A run's state is in the store and nowhere else: what is here is only who does
// what just now, so that a process that was killed goes on with whatever the store says is computing or finalising.
//
//   computing ─► review ─► approved ─► finalising ─► finalised
//                  ▲                       │
//                  └───────────────────────┘ while items are held, parked or computed anew
//
// Computing takes batches of waiting items on all threads; finalising is one thread's, as numbers have an order.

namespace samebill::runs {

class Runner {
public:
    // `metrics` may be null.
    Runner(store::Database& database, const security::KeyRing& keys, const Clock& clock, Corrector& corrector,
           Metrics* metrics, int threads);
    ~Runner();  // drains, and waits for what is at work
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    // To be called after a run's state was changed: looks for work in the store.
    void wake();

    // From now on nothing is begun: what is at work ends after the account, or the batch of final bills, that it is at.
    // The rest stays as the store has it, for the next start.
    void drain();

private:
    struct AtWork {
        std::string after;  // the last account that was handed out
        int threads = 0;    // that have a batch of it
        bool all_handed_out = false;
    };
    enum class Did : uint8_t { nothing, something };

    void work();
    bool ending();
    Did step();
    Did compute_step(const store::runs::Run& run);
    void compute_batch(const store::runs::Run& run, const std::vector<std::string>& accounts);
    void rebuild_batch(const store::runs::Run& run, const std::vector<std::string>& accounts);
    void end_computing(const store::runs::Run& run);
    Did finalise_step(const store::runs::Run& run);
    void end_finalising(const store::runs::Run& run);
    void count(std::string_view kind, int64_t bills);
    void came_to_rest(const std::string& run, std::string_view state);

    store::Database& database_;
    const Clock& clock_;
    Corrector& corrector_;
    Metrics* const metrics_;
    DraftGenerations generations_;
    Finaliser finaliser_;
    std::mutex mutex_;
    std::condition_variable changed_;
    uint64_t wakes_ = 0;
    bool ending_ = false;
    std::map<std::string, AtWork> at_work_;  // runs that are being computed
    std::set<std::string> finalising_;
    std::map<std::string, std::chrono::steady_clock::time_point> begun_;  // runs at work, since they last rested
    std::vector<std::thread> threads_;
};

}  // namespace samebill::runs
