// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "native-server/alerts/sender.h"
#include "native-server/runs/billing.h"

// Looks after accounts that have alert rules: when something of an account has changed (usage, events, catalog, rules)
// and has been quiet for a moment, the month is billed anew up to now and set against the rules. What is reached is
// kept, once for each rule, month, subject and threshold, and told to webhooks. The last month counts too as long as it
// is not final. Nothing is kept of what was looked at: after a restart all is looked at once.

namespace samebill::alerts {

class Watch {
public:
    Watch(store::Database& database, runs::Billing& billing, Sender& sender, const Clock& clock);
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    // Ends after the account at work.
    void drain();

private:
    struct Mark {  // of all that an account's alerts depend on
        uint64_t account = 0;
        uint64_t catalogs = 0;
        uint64_t rules = 0;
        int64_t day = 0;
        friend bool operator==(const Mark&, const Mark&) = default;
    };
    struct Watched {
        Mark seen;
        Mark done;
        bool any_done = false;
        int quiet = 0;    // looks since the last change
        int waiting = 0;  // looks since the first change
    };

    void work();
    void look();
    Mark mark_of(const std::string& account) const;
    // False: there was no room to compute it or to keep what was reached; to be tried again.
    bool evaluate(const std::string& account);
    bool evaluate_months(const std::string& account);
    bool evaluate_month(const std::string& account, const std::string& month,
                        const std::vector<store::alerts::Rule>& rules);

    store::Database& database_;
    runs::Billing& billing_;
    Sender& sender_;
    const Clock& clock_;
    uint64_t rules_seen_ = UINT64_MAX;
    std::map<std::string, Watched> watched_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace samebill::alerts
