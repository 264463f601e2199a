// SPDX-License-Identifier: MIT
#pragma once

#include <mutex>
#include <set>
#include <string>

#include "native-server/store/bars.h"
#include "native-server/store/database.h"

namespace samebill::api {

// The accounts whose use is barred now, in memory, because every request of a customer asks.
class Barred {
public:
    explicit Barred(store::Database& database) : database_(database) { refresh(); }

    // Brings it to what the store has; called after every change.
    void refresh() {
        std::set<std::string, std::less<>> now;
        database_.read([&](store::Transaction& t) {
            store::bars::each_barred_account(t, [&](const std::string& account) { now.insert(account); });
            // While the store is held, so that the last change read is the last one set.
            const std::lock_guard lock(mutex_);
            accounts_.swap(now);
        });
    }

    bool has(const std::string& account) const {
        const std::lock_guard lock(mutex_);
        return accounts_.contains(account);
    }

private:
    store::Database& database_;
    mutable std::mutex mutex_;
    std::set<std::string, std::less<>> accounts_;
};

}  // namespace samebill::api
