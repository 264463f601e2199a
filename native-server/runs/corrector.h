// SPDX-License-Identifier: MIT
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/clock.h"
#include "native-server/runs/month.h"
#include "native-server/store/corrections.h"
#include "native-server/store/database.h"
#include "native-server/store/events.h"

// Final months whose inputs have changed (B9). In: late usage and voided events, as marked in the store. Out: the
// closing states that later months open with, and for each month with a difference in money an open correction: the
// adjustment that the account's next bill carries, and the statement of old, new and why. Invariant: final bills stay
// as they are; a month is computed anew with the catalog and the account as they were billed, so that nothing but its
// events and its usage can differ; what bills carry already as adjustments of a month is taken off (the engine does).
// Example: February was billed 0.20 for 0.5 MB over; 2 MB turn up, 2.5 MB over are 1.00: the next bill carries 0.80.

namespace samebill::runs {

class Corrector {
public:
    Corrector(store::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    // Corrects what is due of the account. Problems: what stands against it, kept with the account until its inputs
    // change again.
    Problems settle(const std::string& account);

    // Whether the account's months can be billed without an event, final months and open ones; empty if they can.
    Problems check_without(const std::string& account, const std::string& event);

    // States of all final months under the present rules, from the kept inputs. Differences from the issued bills are
    // listed as corrections that no bill carries.
    Problems rebuild(const std::string& account, std::string_view by);

private:
    struct Month {
        std::string month;
        std::string packed_request;
        std::string packed_bill;
        std::string rules;
        bool first = false;  // of the account
        std::vector<store::events::Event> events;
        store::billing::Usage usage;
    };
    struct Work {
        std::string packed_opening;
        std::vector<Month> months;
        std::string last_bill_rules;
    };
    struct Corrected {
        std::string month;
        std::string closing;
        std::string adjustment;  // empty: no difference in money
        std::string statement;
    };

    static Work read_months(store::Transaction& transaction, const std::string& account, const std::string& from_month);
    Problems recompute(const Work& work, const std::string& without_event, bool compare,
                       std::vector<Corrected>& out) const;
    void write(store::Transaction& transaction, const store::corrections::Due& due,
               const std::vector<Corrected>& months, std::string_view state) const;

    store::Database& database_;
    const Clock& clock_;
    std::mutex mutex_;  // one account after the other
};

}  // namespace samebill::runs
