// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/store/transaction.h"

// Final bills. Rows are added, with the next number of their issuer, and never changed.

namespace samebill::store::bills {

struct Issuer {
    std::string id;
    int64_t next_number = 1;
    std::optional<std::string> last_digest;  // of the last final bill
};
// As it is now; an issuer without bills stands before number 1.
Issuer find_issuer(Transaction& transaction, std::string_view id);
// Takes the number from `before.next_number` on: false if another took it meanwhile, and nothing was changed.
bool advance(Transaction& transaction, const Issuer& before, int64_t count, std::string_view last_digest);
std::vector<Issuer> issuers(Transaction& transaction);

struct Head {
    std::string issuer;
    int64_t number = 0;
    std::string account;
    std::string month;
    std::string run;
    int64_t issued_at = 0;
    std::string due_on;
    std::string currency;
    std::string amount_due;
    std::optional<std::string> previous;
    std::string digest;       // of the final bill
    std::string bill_digest;  // of the engine's bill
    std::string signature;
    std::string key_id;
    int64_t usage_through = 0;
    std::string catalog_version;
    std::string rules;
};

// The rest of the row (bill, closing state, request) is taken over from the account's item in the head's run.
void add_from_item(Transaction& transaction, const Head& head);

// The parts that are long, deflated.
struct Bill {
    Head head;
    std::string bill;
};

std::optional<Head> find_head(Transaction& transaction, std::string_view account, std::string_view month);
std::optional<Bill> find(Transaction& transaction, std::string_view account, std::string_view month);
std::optional<std::string> request_of(Transaction& transaction, std::string_view account, std::string_view month);

// Of an account by month, `after` a month.
void list(Transaction& transaction, std::string_view account, std::string_view after,
          const std::function<bool(const Head&)>& each);
// Whole, of an issuer by number, `limit` of them after `number`.
std::vector<Bill> of_issuer(Transaction& transaction, std::string_view issuer, int64_t number, int64_t limit);
// Whole, of an account from a month on.
std::vector<Bill> from_month(Transaction& transaction, std::string_view account, std::string_view month);

std::optional<std::string> first_month(Transaction& transaction, std::string_view account);  // of its bills

// amount_due of the account's last final bills, `count` at most, the last first.
std::vector<std::string> last_amounts(Transaction& transaction, std::string_view account, int64_t count);

}  // namespace samebill::store::bills
