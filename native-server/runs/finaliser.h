// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "native-server/security/signing.h"
#include "native-server/store/accounts.h"
#include "native-server/store/bills.h"
#include "native-server/store/database.h"
#include "native-server/store/runs.h"

// From approved drafts to final bills. In: items of a run, in the order of their accounts. Out, in one transaction a
// batch: bills with the next numbers of their issuers, each with the digest of the one before and a signature; the
// accounts' months; the corrections that the bills carry. Invariant: a bill is issued only from the inputs that were
// computed and approved; an item whose inputs have changed since goes back to be computed, and approved, again.

namespace samebill::runs {

// What each draft was computed from, as long as this process lives: a draft whose account has not been touched since
// needs no second look.
class DraftGenerations {
public:
    struct Generation {
        uint64_t account = 0;
        uint64_t catalogs = 0;
    };
    void put(const std::string& run, const std::string& account, Generation generation);
    bool holds(const std::string& run, const std::string& account, Generation now) const;
    void forget(const std::string& run);

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::map<std::string, Generation>> runs_;
};

class Finaliser {
public:
    Finaliser(store::Database& database, const security::KeyRing& keys, DraftGenerations& generations)
        : database_(database), keys_(keys), generations_(generations) {}

    // The next batch of the run's approved items after `after`, which becomes the last of them. How many bills were
    // issued; nothing: there were no more items. Called by one thread at a time.
    std::optional<int64_t> finalise_batch(const store::runs::Run& run, std::string& after);

private:
    struct Ready {
        store::runs::Item item;
        store::accounts::Account account;
        std::string packed_bill;
        std::string bill;      // the engine's bytes
        bool changed = false;  // its inputs are others now
        DraftGenerations::Generation generation;
    };
    struct Issued {
        store::bills::Head head;
        uint64_t generation = 0;
    };
    Ready read_item(store::Transaction& transaction, const store::runs::Run& run, const std::string& account);
    bool inputs_changed(store::Transaction& transaction, const store::runs::Run& run, const Ready& ready) const;
    Issued issue(const store::runs::Run& run, const Ready& ready, store::bills::Issuer& issuer) const;
    void write_bill(store::Transaction& transaction, const store::runs::Run& run, const Issued& issued) const;
    static void take_back_approval(store::Transaction& transaction, const store::runs::Run& run,
                                   const store::runs::Item& item);

    store::Database& database_;
    const security::KeyRing& keys_;
    DraftGenerations& generations_;
};

}  // namespace samebill::runs
