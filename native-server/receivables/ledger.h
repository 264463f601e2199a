// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/money.h"
#include "native-server/store/payments.h"

// What a customer owes: final bills on one side, what settles them on the other. In: rows of the store. Out: what each
// bill still asks for, and what lies on account. All sums are whole minor units of a currency, and currencies never
// mix.
//
// How bills are settled: what names a bill goes to that bill; what it does not need, what names none and what bills
// below zero give back is on account, and settles open bills by due date. A reversed payment counts as never made; a
// refund takes from what is on account.
// Example: bills of 30.00 due 1 April and 20.00 due 1 May; a payment of 40.00 on account settles the first and half of
// the second; refunding 5.00 of it leaves 15.00 of the second open.
//
// Invariant: open amounts less what is on account = bills - payments, credit notes, write-offs + refunds, reversals.

namespace samebill::receivables {

using Minor = Int128;  // minor units; sums of any number of amounts fit

// "12.34" of the currency as minor units; asserts that it is money of the currency.
Minor minor_of(std::string_view amount, std::string_view currency);
std::string money_text(Minor amount, std::string_view currency);

enum class Status : uint8_t { open, paid, past_due };
std::string_view status_name(Status status);

struct Receivable {
    store::payments::Bill bill;
    Minor amount = 0;
    Minor settled = 0;  // of it
    Minor open = 0;     // amount - settled; 0 of bills below zero
    Status status = Status::open;
};

struct Ledger {
    std::vector<Receivable> bills;            // in the order given
    std::map<std::string, Minor> on_account;  // by currency; below zero: more was refunded than was paid
};

// `today` as in "2026-03-01": a bill is past due on the day after its due date. `entries` are posted ones.
Ledger settle(const std::vector<store::payments::Bill>& bills, const std::vector<store::payments::Entry>& entries,
              std::string_view today);

// The same of a stored account.
Ledger ledger_of(store::Transaction& transaction, std::string_view account, std::string_view today);

// Statement of account: everything in one currency from a date to a date, both included.
struct StatementEntry {
    std::string on;
    std::string kind;  // bill, or of a payments' row
    std::string reference;
    std::string bill;  // "issuer/number"; empty: none
    std::string note;
    Minor amount = 0;   // above zero: the customer owes it; below: is given it
    Minor balance = 0;  // after it
};
struct Statement {
    std::string currency;
    Minor opening = 0;
    std::vector<StatementEntry> entries;
    Minor closing = 0;
};
// One for each currency in which there is anything up to `through`, by its code.
std::vector<Statement> statements(const std::vector<store::payments::Bill>& bills,
                                  const std::vector<store::payments::Entry>& entries, std::string_view from,
                                  std::string_view through);

// Whether a text has what could be the number of a payment card: 13 to 19 digits, perhaps in groups, that pass the
// check of Luhn.
bool has_card_number(std::string_view text);

}  // namespace samebill::receivables
