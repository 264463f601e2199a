// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/store/transaction.h"

// Bill runs and what each has of every account. A run's whole state is here, so that a server that was killed goes on
// where it was.

namespace samebill::store::runs {

struct Run {
    std::string id;
    std::string kind = "bills";        // bills, rebuild
    std::string month;                 // of a rebuild empty
    std::optional<std::string> scope;  // JSON list of accounts; nothing: all
    bool begins = false;               // accounts without a final bill begin with this month
    std::string state;                 // computing, review, approved, finalising, finalised, cancelled
    std::string hold_factor;
    std::string rules;
    int64_t at = 0;
    std::string by;
    std::optional<int64_t> approved_at = {};
    std::optional<std::string> approved_by = {};
    std::optional<int64_t> finalised_at = {};
    std::optional<std::string> finalised_by = {};
    std::optional<int64_t> ended_at = {};
    int64_t row = 0;  // its place in lists
};

// With an item in state `waiting` for each of `accounts`, or for every account if none are given.
void add(Transaction& transaction, const Run& run, const std::vector<std::string>& accounts);
std::optional<Run> find(Transaction& transaction, std::string_view id);
// Newest first, before `row` (0: from the newest).
void list(Transaction& transaction, int64_t row, const std::function<bool(const Run&)>& each);
std::vector<Run> at_work(Transaction& transaction);  // computing or finalising

// From one state to another; false if it was not in `from`, and nothing was changed.
bool move(Transaction& transaction, std::string_view id, std::string_view from, std::string_view to);
void put_approved(Transaction& transaction, std::string_view id, int64_t at, std::string_view by);
void put_finalised(Transaction& transaction, std::string_view id, int64_t at, std::string_view by);
void put_ended(Transaction& transaction, std::string_view id, int64_t at);

std::map<std::string, int64_t> counts(Transaction& transaction, std::string_view run);  // items by state

struct Item {
    std::string run;
    std::string account;
    std::string state;
    std::optional<std::string> inputs = {};
    std::optional<std::string> amount_due = {};
    std::optional<std::string> average = {};
    std::optional<std::string> currency = {};
    std::optional<int64_t> lines = {};
    std::optional<std::string> digest = {};
    std::optional<int64_t> usage_through = {};
    std::optional<std::string> catalog_version = {};
    std::optional<std::string> problems = {};
    std::optional<std::string> held_why = {};
    std::optional<int64_t> decided_at = {};
    std::optional<std::string> decided_by = {};
    std::optional<int64_t> number = {};
};

// Long parts of an item, deflated.
struct Packed {
    std::string bill;
    std::string closing;
    std::string request;
};

std::optional<Item> find_item(Transaction& transaction, std::string_view run, std::string_view account);
std::optional<std::string> bill_of_item(Transaction& transaction, std::string_view run, std::string_view account);
// By account, of one state if it is given, after an account.
void list_items(Transaction& transaction, std::string_view run, const std::optional<std::string>& state,
                std::string_view after, const std::function<bool(const Item&)>& each);
// Accounts of the items in a state, `limit` of them after `after`.
std::vector<std::string> accounts_of_items(Transaction& transaction, std::string_view run, std::string_view state,
                                           std::string_view after, int64_t limit);

// What computing an item came to. False if it was not waiting any more, and nothing was changed.
bool put_computed(Transaction& transaction, const Item& item, const Packed& packed);
bool put_outcome(Transaction& transaction, const Item& item);  // parked or dropped, with its problems
bool move_item(Transaction& transaction, std::string_view run, std::string_view account, std::string_view from,
               std::string_view to, int64_t at, std::string_view by);
int64_t move_items(Transaction& transaction, std::string_view run, std::string_view from, std::string_view to,
                   int64_t at, std::string_view by);
// Its bill is in `bills` now, and no longer here.
bool put_final(Transaction& transaction, std::string_view run, std::string_view account, int64_t number);

}  // namespace samebill::store::runs
