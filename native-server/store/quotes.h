// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/store/transaction.h"

// Quotes and their versions. A version's document never changes; what becomes of it is its state. An account that
// accepted one is pinned to the catalog version of the quote for the quote's months.

namespace samebill::store::quotes {

struct Quote {
    std::string id;
    std::string account;  // whose it is; perhaps not there before the quote is accepted
    int64_t version = 0;  // the last one
    int64_t revision = 1; // rises with every change, also of a state
    int64_t at = 0;
    std::string by;
};

struct Version {
    std::string quote;
    std::string account;
    int64_t version = 0;
    std::string state;        // draft, sent, accepted, declined, superseded; `expired` is told from the date
    std::string valid_from;   // dates
    std::string valid_until;  // included
    std::string from_month;
    std::string through_month;
    std::string catalog;
    std::string catalog_version;
    std::string digest;
    std::string body;  // samebill/quote/1, canonical; empty in lists
    int64_t at = 0;
    std::string by;
    std::optional<int64_t> sent_at = {};
    std::optional<std::string> sent_by = {};
    std::optional<int64_t> decided_at = {};
    std::optional<std::string> decided_by = {};
    std::optional<std::string> why = {};
    int64_t revision = 0;  // of the quote
};

std::optional<Quote> get(Transaction& transaction, std::string_view id);
void add(Transaction& transaction, const Quote& quote);
// `quote.version` and `quote.revision` as they are now.
void change(Transaction& transaction, const Quote& quote);

std::optional<Version> version(Transaction& transaction, std::string_view quote, int64_t version);
// The last version, or with `sent` the last one that was ever sent.
std::optional<Version> last_version(Transaction& transaction, std::string_view quote, bool sent);
void add_version(Transaction& transaction, const Version& version);
// State, and who sent and decided when and why.
void set_state(Transaction& transaction, const Version& version);

// Accepted versions of the account with months from `month` on, without documents.
std::vector<Version> accepted_from(Transaction& transaction, std::string_view account, std::string_view month);

struct Filter {
    std::optional<std::string> account = {};
    std::optional<std::string> among = {};  // accounts: a JSON list of ids
    std::optional<std::string> state = {};
    bool sent = false;  // only what was ever sent
    std::string today;  // what is sent and no longer valid has the state `expired`
};
// The last version of each quote by id after `after`, without documents.
void list(Transaction& transaction, std::string_view after, const Filter& filter,
          const std::function<bool(const Version&)>& each);
// Versions of a quote after `after`, without documents.
void list_versions(Transaction& transaction, std::string_view quote, int64_t after, bool sent,
                   const std::function<bool(const Version&)>& each);

// A catalog version that holds for an account's months whatever its schedule says.
struct Pin {
    std::string account;
    std::string from_month;
    std::string through_month;
    std::string catalog;
    std::string version;
    std::string quote;
    int64_t at = 0;
    std::string by;
};
// At most one holds in a month.
void pin(Transaction& transaction, const Pin& pin);
// No pin of the account holds from the month on: those that reach it end with the month before.
void end_pins(Transaction& transaction, std::string_view account, std::string_view month);
void list_pins(Transaction& transaction, std::string_view account, const std::function<void(const Pin&)>& each);
std::optional<Pin> pin_in_force(Transaction& transaction, std::string_view account, std::string_view month);

}  // namespace samebill::store::quotes
