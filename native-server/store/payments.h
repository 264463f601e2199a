// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/store/transaction.h"

// What settles final bills: payments, and what corrects them. A row is added once, decided once if it was a proposal,
// and never changed otherwise: a payment that did not hold is followed by a reversal.

namespace samebill::store::payments {

struct Entry {
    int64_t row = 0;  // order of arrival
    std::string id;
    std::string account;
    std::string kind;                        // payment, reversal, refund, credit_note, write_off
    std::string state;                       // proposed, posted, declined
    std::optional<std::string> issuer = {};  // of the bill that it is for
    std::optional<int64_t> number = {};      // likewise
    std::optional<std::string> reverses = {};
    std::string amount;  // above zero; the kind tells the direction
    std::string currency;
    std::string value_on;
    std::string reference;
    std::optional<std::string> note = {};
    int64_t at = 0;
    std::string by;
    std::optional<int64_t> decided_at = {};
    std::optional<std::string> decided_by = {};
    std::optional<std::string> decided_why = {};
};

// Gives the entry its row.
void add(Transaction& transaction, Entry& entry);
std::optional<Entry> get(Transaction& transaction, std::string_view account, std::string_view id);
std::optional<Entry> by_reference(Transaction& transaction, std::string_view account, std::string_view reference);
// The reversal of a payment that is proposed or posted.
bool reversed(Transaction& transaction, std::string_view payment);
// A proposal becomes posted or declined; false if it was decided before.
bool decide(Transaction& transaction, const Entry& entry);

struct Filter {
    std::optional<std::string> account = {};
    std::optional<std::string> state = {};
    std::optional<std::string> kind = {};
};
// By arrival after `after`; `each` ends it with false.
void list(Transaction& transaction, const Filter& filter, int64_t after, const std::function<bool(const Entry&)>& each);
// All posted ones of an account, by arrival.
std::vector<Entry> posted(Transaction& transaction, std::string_view account);

// What a final bill asks for.
struct Bill {
    std::string issuer;
    int64_t number = 0;
    std::string month;
    int64_t issued_at = 0;
    std::string due_on;
    std::string currency;
    std::string amount_due;
};
std::vector<Bill> bills(Transaction& transaction, std::string_view account);
std::optional<Bill> bill(Transaction& transaction, std::string_view account, std::string_view issuer, int64_t number);

// Accounts with final bills after `after`, by id.
std::vector<std::string> accounts_with_bills(Transaction& transaction, std::string_view after, int64_t limit);

}  // namespace samebill::store::payments
