// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/base/money.h"
#include "core/base/problem.h"
#include "native-server/runs/billing.h"

// What a catalog version would change: the bill of a month of many accounts as it stands, and as it would be with the
// version, one account after the other on a thread of its own. Both bills are the engine's; only their totals are
// subtracted here. An account that cannot be billed is listed with its problems and stops no other. Nothing is stored:
// a comparison is gone when the server ends, or when ten later ones were asked for.

namespace samebill::runs {

struct AccountChange {
    std::string account;
    std::string currency;  // empty: problems
    std::string before;    // totals with taxes
    std::string after;
    std::string change;
    Int128 minor = 0;      // of the change
    std::string problems;  // JSON list; empty: none
};

struct ChangeTotals {
    Int128 before = 0;
    Int128 after = 0;
};

struct Comparison {
    std::string id;
    std::string catalog;
    std::string version;
    std::string month;
    int64_t at = 0;
    std::string by;
    int64_t accounts = 0;
    int64_t computed = 0;  // failed ones too
    int64_t failed = 0;
    bool done = false;
    std::map<std::string, ChangeTotals> totals = {};  // by currency
    // Once done: the greatest rise first, those with problems last, by account where equal.
    std::shared_ptr<const std::vector<AccountChange>> changes = {};
};

class Comparisons {
public:
    explicit Comparisons(Billing& billing);
    ~Comparisons();
    Comparisons(const Comparisons&) = delete;
    Comparisons& operator=(const Comparisons&) = delete;

    // Ends after the account at work.
    void drain();

    // Nothing if too many wait already.
    std::optional<Comparison> start(Comparison asked, std::vector<std::string> accounts);
    std::optional<Comparison> find(const std::string& id) const;

private:
    struct Work {
        Comparison comparison;
        std::vector<std::string> accounts;
    };

    void work();
    void compute(const std::shared_ptr<Work>& work);

    Billing& billing_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    bool ending_ = false;
    std::deque<std::shared_ptr<Work>> waiting_;
    std::deque<std::shared_ptr<Work>> known_;  // the oldest first
    std::thread thread_;
};

}  // namespace samebill::runs
