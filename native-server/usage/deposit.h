// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "native-server/store/database.h"
#include "native-server/usage/incoming_upload.h"
#include "native-server/usage/suspense.h"

// How an upload gets into the store. A small one takes one transaction. A large one takes many, so that nobody waits
// long for the store: its row is `receiving` meanwhile, readers see nothing of it, and the last transaction makes all
// of it visible at once. If that never comes, all is taken out again (remove_unfinished).

namespace samebill::usage {

// Another upload took one of these ids and is not finished: whether the record is repeated is known only then.
struct Busy {};

inline constexpr int64_t records_at_once = 16'384;  // that one transaction takes

class Deposit {
public:
    Deposit(IncomingUpload& upload, const LateUsage& late) : upload_(upload), late_(late) {}

    // Everything; within the one transaction of a small upload. Throws Busy.
    store::uploads::Upload store_at_once(store::Transaction& transaction);

    // In this order, for a large upload: `begin` in a transaction of its own, `store_records`, which makes its own, and
    // `finish` in the last.
    int64_t begin(store::Transaction& transaction);
    void store_records(store::Database& database);
    store::uploads::Upload finish(store::Transaction& transaction);

    // Accounts and months that got chunks.
    std::set<std::pair<std::string, std::string>> stored() const;

private:
    struct Placed {
        RecordKey key;
        uint32_t at;  // in the round
    };
    struct Pile {  // rows of one group that were not stored yet
        uint32_t group = 0;
        int64_t records = 0;
        std::string body;
    };
    enum class Verdict : uint8_t { fresh, repeated, conflict };

    size_t end_of_round(size_t begin, size_t most) const;
    std::vector<Placed> keys_of_round(size_t begin, size_t end);
    void take(store::Transaction& transaction, const Placed* begin, const Placed* end);
    void pile_up(size_t begin, size_t end);
    void pile_up(const Sheet& sheet, const Verdict* verdicts);
    void make_ready(uint32_t group);
    void make_all_ready();
    void store_ready(store::Transaction& transaction, size_t most_bytes);
    void store_late(store::Transaction& transaction);

    IncomingUpload& upload_;
    const LateUsage& late_;
    int64_t number_ = 0;
    std::vector<int64_t> receiving_;  // other uploads
    std::vector<Verdict> verdicts_;   // of the records of the round
    std::vector<Pile> piles_;         // by group
    size_t piled_bytes_ = 0;
    std::vector<Pile> ready_;                                           // to be stored, the last first
    std::vector<int64_t> accepted_;                                     // records by group
    std::map<std::pair<Date, int>, std::pair<int64_t, int64_t>> days_;  // by day and kind: records, quantity
};

// Takes out what an upload that did not come to its end left, in short transactions.
void remove_unfinished(store::Database& database, int64_t number);

}  // namespace samebill::usage
