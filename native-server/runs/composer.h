// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "native-server/runs/month.h"
#include "native-server/runs/what_if.h"
#include "native-server/store/database.h"

// Bills of stored accounts as they would be now, for whoever asks: previews, balances, whether events can be taken.
// What was read and computed is kept in memory as long as nothing of the account has changed.

namespace samebill::runs {

// A bill of a stored account, computed.
struct Answer {
    Outcome outcome;              // samebill/result/1 of the month, or samebill/error/1
    std::string request;          // what it was computed from; empty if it did not come to that
    std::string catalog_version;  // likewise
    std::shared_ptr<StoredUsage> usage = {};
    std::string month;
    bool unknown_account = false;
    bool correction_due = false;  // final months have new inputs: to be corrected first
};
using AnswerPtr = std::shared_ptr<const Answer>;

class Composer {
public:
    explicit Composer(store::Database& database, int64_t most_bytes = int64_t{128} << 20)
        : database_(database), most_bytes_(most_bytes) {}

    // The month as things stand; nothing given: the next to be billed. Months that are not final yet are folded: each
    // opens with what the one before closes with. A final month is computed anew from what holds now.
    AnswerPtr bill(const std::string& account, const std::optional<std::string>& month = {});

    // The same if it is in memory; else null.
    AnswerPtr kept(const std::string& account, const std::optional<std::string>& month);

    // The same if something were otherwise. Nothing of it is kept.
    AnswerPtr what_if(const std::string& account, const std::optional<std::string>& month, const WhatIf& changes);

private:
    struct Generation {
        uint64_t account = 0;
        uint64_t catalogs = 0;
        friend bool operator==(const Generation&, const Generation&) = default;
    };
    struct Kept {
        Generation generation;
        AnswerPtr answer;                           // null: not computed
        std::shared_ptr<const MonthInputs> inputs;  // null: not read
        int64_t bytes = 0;
        std::list<std::string>::iterator age;
    };
    struct Plan {  // which months are computed, in order
        std::string first;
        std::string month;
        bool final = false;
        bool opens = false;  // the first of them has an opening state in the store
        bool due = false;    // final months are to be corrected first
    };

    Generation generation_of(const std::string& account) const;
    AnswerPtr kept_answer(const std::string& key, const Generation& generation);
    std::shared_ptr<const MonthInputs> kept_inputs(const std::string& key, const Generation& generation);
    void keep(const std::string& key, const Generation& generation, AnswerPtr answer,
              std::shared_ptr<const MonthInputs> inputs);
    AnswerPtr compute(const std::string& account, const std::optional<std::string>& month, const WhatIf* changes);
    static Problems plan_months(store::Transaction& transaction, const store::accounts::Account& account,
                                const std::optional<std::string>& month, Plan& plan);
    std::shared_ptr<const MonthInputs> inputs_of(store::Transaction& transaction,
                                                 const store::accounts::Account& account, const std::string& month,
                                                 const Plan& plan, const Generation& generation, bool with_rows,
                                                 Problems& problems);
    AnswerPtr fold(const std::string& account, const std::vector<std::shared_ptr<const MonthInputs>>& months,
                   const Generation& generation, const WhatIf* changes, const std::optional<std::string>& catalog,
                   bool next);

    store::Database& database_;
    const int64_t most_bytes_;
    std::mutex mutex_;
    std::map<std::string, Kept, std::less<>> kept_;
    std::list<std::string> ages_;  // keys, used last at the front
    int64_t bytes_ = 0;
};

}  // namespace samebill::runs
