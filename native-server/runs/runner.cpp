// SPDX-License-Identifier: MIT
#include "native-server/runs/runner.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include "native-server/runs/run_item.h"
#include "native-server/store/audit.h"

namespace samebill::runs {

using store::Transaction;
using store::runs::Run;

namespace {

constexpr int64_t batch_size = 32;
constexpr auto after_a_failure = std::chrono::seconds(1);

const std::string system_name = "system";

}  // namespace

Runner::Runner(store::Database& database, const security::KeyRing& keys, const Clock& clock, Corrector& corrector,
               Metrics* metrics, int threads)
    : database_(database),
      clock_(clock),
      corrector_(corrector),
      metrics_(metrics),
      finaliser_(database, keys, generations_) {
    for (int i = 0; i < std::max(threads, 1); ++i) threads_.emplace_back([this] { work(); });
}

Runner::~Runner() {
    drain();
    for (std::thread& thread : threads_) thread.join();
}

void Runner::drain() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    changed_.notify_all();
}

bool Runner::ending() {
    const std::lock_guard lock(mutex_);
    return ending_;
}

void Runner::wake() {
    {
        const std::lock_guard lock(mutex_);
        ++wakes_;
    }
    changed_.notify_all();
}

void Runner::work() {
    uint64_t seen = 0;
    for (;;) {
        {
            const std::lock_guard lock(mutex_);
            if (ending_) return;
            seen = wakes_;
        }
        bool failed = false;
        Did did = Did::nothing;
        try {
            did = step();
        } catch (const std::exception&) {
            // The disk is full, or memory ran out: what was being done is still to be done.
            failed = true;
        }
        std::unique_lock lock(mutex_);
        if (failed) {
            changed_.wait_for(lock, after_a_failure, [&] { return ending_; });
        } else if (did == Did::nothing) {
            changed_.wait(lock, [&] { return ending_ || wakes_ != seen; });
        }
    }
}

Runner::Did Runner::step() {
    const std::vector<Run> runs = database_.read([](Transaction& t) { return store::runs::at_work(t); });
    for (const Run& run : runs) {
        {
            const std::lock_guard lock(mutex_);
            begun_.try_emplace(run.id, std::chrono::steady_clock::now());
        }
        const Did did = run.state == "computing" ? compute_step(run) : finalise_step(run);
        if (did == Did::something) return did;
    }
    return Did::nothing;
}

Runner::Did Runner::compute_step(const Run& run) {
    std::vector<std::string> accounts;
    {
        const std::lock_guard lock(mutex_);
        AtWork& at = at_work_[run.id];
        if (!at.all_handed_out) {
            accounts = database_.read([&](Transaction& t) {
                return store::runs::accounts_of_items(t, run.id, "waiting", at.after, batch_size);
            });
            if (accounts.empty()) at.all_handed_out = true;
        }
        if (accounts.empty() && at.threads > 0) return Did::nothing;
        if (!accounts.empty()) at.after = accounts.back();
        ++at.threads;
    }
    struct Leave {
        Runner& runner;
        const std::string& run;
        bool good = false;
        bool ended = false;
        ~Leave() {
            const std::lock_guard lock(runner.mutex_);
            if (ended) {
                runner.at_work_.erase(run);
                return;
            }
            AtWork& at = runner.at_work_[run];
            --at.threads;
            // What this batch did not come to is handed out again, from the first account on.
            if (!good) at.after.clear();
            if (!good) at.all_handed_out = false;
        }
    } leave{*this, run.id};
    if (accounts.empty()) {
        end_computing(run);  // by one thread: the others see that it is at work
        leave.ended = true;
        return Did::something;
    }
    if (run.kind == "rebuild") {
        rebuild_batch(run, accounts);
    } else {
        compute_batch(run, accounts);
    }
    leave.good = true;
    return Did::something;
}

void Runner::compute_batch(const Run& run, const std::vector<std::string>& accounts) {
    std::vector<DraftInputs> inputs;
    const auto read = [&](const std::string& account) {
        return database_.read([&](Transaction& t) { return read_draft(t, database_, run, account); });
    };
    database_.read([&](Transaction& t) {
        for (const std::string& account : accounts) inputs.push_back(read_draft(t, database_, run, account));
    });
    std::vector<Draft> drafts;
    for (DraftInputs& one : inputs) {
        if (ending()) break;  // the others stay waiting
        if (one.due) {
            corrector_.settle(one.account);  // what stands against it is read with the account
            one = read(one.account);
        }
        if (one.due) continue;  // more came: it stays waiting
        drafts.push_back(compute_draft(run, one));
    }
    std::set<std::string> put_accounts;
    const auto counts = database_.write([&](Transaction& t) {
        std::map<std::string, int64_t> out;
        put_accounts.clear();
        const auto current = store::runs::find(t, run.id);
        if (!current || current->state != "computing") return out;
        for (const Draft& draft : drafts) {
            const bool computed = draft.item.state == "computed" || draft.item.state == "held";
            const bool put = computed ? store::runs::put_computed(t, draft.item, draft.packed)
                                      : store::runs::put_outcome(t, draft.item);
            if (!put) continue;
            ++out[draft.item.state];
            put_accounts.insert(draft.item.account);
        }
        return out;
    });
    for (const auto& [state, bills] : counts) count(state, bills);
    // The generation is that of the draft that was put: another thread may have put its own meanwhile.
    for (const DraftInputs& one : inputs) {
        if (put_accounts.contains(one.account)) generations_.put(run.id, one.account, {one.generation, one.catalogs});
    }
}

void Runner::rebuild_batch(const Run& run, const std::vector<std::string>& accounts) {
    for (const std::string& account : accounts) {
        if (ending()) return;
        store::runs::Item item;
        item.run = run.id;
        item.account = account;
        const Problems problems = corrector_.rebuild(account, run.by);
        item.state = problems.empty() ? "finalised" : "parked";
        if (!problems.empty()) item.problems = problems_json(problems);
        database_.write([&](Transaction& t) { store::runs::put_outcome(t, item); });
    }
}

void Runner::end_computing(const Run& run) {
    const bool rebuild = run.kind == "rebuild";
    const std::string_view next = rebuild ? "finalised" : "review";
    const bool moved = database_.write([&](Transaction& t) {
        // Items that stayed waiting, as their inputs changed while they were read, are taken again.
        if (!store::runs::accounts_of_items(t, run.id, "waiting", "", 1).empty()) return false;
        if (!store::runs::move(t, run.id, "computing", next)) return false;
        if (rebuild) store::runs::put_ended(t, run.id, clock_.now());
        store::audit::add(t, {clock_.now(), system_name, rebuild ? "run.end" : "run.computed", run.id});
        return true;
    });
    if (moved) came_to_rest(run.id, next);
}

Runner::Did Runner::finalise_step(const Run& run) {
    {
        const std::lock_guard lock(mutex_);
        // One run after the other: two could have the same issuer.
        if (!finalising_.empty()) return Did::nothing;
        finalising_.insert(run.id);
    }
    struct Leave {
        Runner& runner;
        ~Leave() {
            const std::lock_guard lock(runner.mutex_);
            runner.finalising_.clear();
        }
    } leave{*this};
    std::string after;
    while (const auto issued = finaliser_.finalise_batch(run, after)) {
        count("finalised", *issued);
        if (ending()) return Did::nothing;
    }
    end_finalising(run);
    return Did::something;
}

void Runner::end_finalising(const Run& run) {
    std::string next = "finalised";
    const bool moved = database_.write([&](Transaction& t) {
        const auto counts = store::runs::counts(t, run.id);
        const auto count = [&](const char* state) { return counts.contains(state) ? counts.at(state) : 0; };
        if (count("held") + count("parked") + count("computed") > 0) next = "review";
        if (count("waiting") > 0) next = "computing";
        if (!store::runs::move(t, run.id, "finalising", next)) return false;
        if (next == "finalised") store::runs::put_ended(t, run.id, clock_.now());
        store::audit::Entry entry{clock_.now(), system_name, "run.finalised", run.id};
        entry.after = "{\"finalised\":" + std::to_string(count("finalised")) + ",\"state\":\"" + next + "\"}";
        store::audit::add(t, entry);
        return true;
    });
    if (moved && next != "computing") came_to_rest(run.id, next);
    if (moved && next == "finalised") generations_.forget(run.id);
    wake();
}

void Runner::count(std::string_view kind, int64_t bills) {
    if (metrics_ != nullptr && bills > 0) metrics_->bills(kind, bills);
}

void Runner::came_to_rest(const std::string& run, std::string_view state) {
    const std::lock_guard lock(mutex_);
    const auto begun = begun_.find(run);
    if (begun == begun_.end()) return;
    const std::chrono::duration<double> worked = std::chrono::steady_clock::now() - begun->second;
    begun_.erase(begun);
    if (metrics_ != nullptr) metrics_->bill_run(state, worked.count());
}

}  // namespace samebill::runs
