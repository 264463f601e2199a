// SPDX-License-Identifier: MIT
#include "native-server/usage/receiver.h"

#include <algorithm>

#include "native-server/security/random.h"
#include "native-server/store/usage_chunks.h"
#include "native-server/store/usage_records.h"

namespace samebill::usage {

Receiver::Receiver(store::Database& database, LateUsage late)
    : database_(database),
      late_(std::move(late)),
      hash_(database.write_below_floor([](store::Transaction& transaction) {
          return store::usage_records::secret(transaction, security::random_bytes(RecordHash::secret_size));
      })),
      devices_(database) {
    clean_up();
}

void Receiver::store(IncomingUpload& upload, const Commit& commit) {
    if (upload.stored_records > records_at_once) {
        const std::lock_guard turn(large_);
        clean_up();
        return store_large(upload, commit);
    }
    try {
        return store_small(upload, commit);
    } catch (const Busy&) {
        // It has a record of the large upload that is being stored: what becomes of that is known when it has ended.
        const std::lock_guard turn(large_);
        clean_up();
        store_small(upload, commit);
    }
}

void Receiver::store_small(IncomingUpload& upload, const Commit& commit) {
    Deposit deposit(upload, late_);
    commit([&](store::Transaction& transaction) { return deposit.store_at_once(transaction); });
    compact(deposit.stored());
}

void Receiver::store_large(IncomingUpload& upload, const Commit& commit) {
    Deposit deposit(upload, late_);
    bool stored = false;
    try {
        database_.write([&](store::Transaction& transaction) { deposit.begin(transaction); });
        deposit.store_records(database_);
        commit([&](store::Transaction& transaction) {
            auto out = deposit.finish(transaction);
            stored = true;
            return out;
        });
    } catch (...) {
        try {
            clean_up();
        } catch (const store::Full&) {
            // Not even for that is there room: the next large upload, or the next start, does it.
        }
        throw;
    }
    if (!stored) return clean_up();
    compact(deposit.stored());
}

// It counts before its reader looks at the store, and compact() looks at the count while it holds the store: so either
// the reader sees what compact() made, or compact() makes nothing.
Receiver::Reading Receiver::read() {
    readings_->fetch_add(1);
    return Reading(this, [readings = readings_](const void*) { readings->fetch_sub(1); });
}

void Receiver::clean_up() {
    const auto left =
        database_.read([](store::Transaction& transaction) { return store::uploads::receiving(transaction); });
    for (const int64_t number : left) remove_unfinished(database_, number);
}

void Receiver::compact(const std::set<std::pair<std::string, std::string>>& stored) {
    constexpr int at_once = 128;
    try {
        for (auto next = stored.begin(); next != stored.end();) {
            database_.write([&](store::Transaction& transaction) {
                if (readings_->load() > 0) next = stored.end();
                for (int i = 0; i < at_once && next != stored.end(); ++i, ++next) {
                    store::usage_chunks::compact(transaction, next->first, next->second);
                }
            });
        }
    } catch (const store::Full&) {
        // What was stored is there, in small chunks.
    }
}

}  // namespace samebill::usage
