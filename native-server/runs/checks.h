// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/base/problem.h"

// What holds of every bill that is issued, looked at in the bytes themselves and not in what the engine meant. A bill
// that fails stops its account; nothing is ever put right here.

namespace samebill::runs {

struct BillFacts {
    std::string account;
    std::string month;
    std::string catalog_version;
};

// Sums: lines = subtotal, taxes = tax_total, subtotal + tax_total = total, adjustments = adjustment_total, total +
// adjustment_total = amount_due. The digest is the bill's own; account, month, catalog version and rules are those
// asked for; every amount is in the bill's currency. No charge that stands for a whole month stands twice. Problems
// have the code `invariant`. `lines`, if not null, receives the number of lines.
Problems check_bill(std::string_view bill, const BillFacts& facts, int64_t* lines = nullptr);

// Whether `amount` passes `factor` times the average of `amounts`, all money of a currency; exactly, without rounding.
// No amounts: false.
bool above_average(const std::string& amount, const std::vector<std::string>& amounts, const std::string& factor,
                   const std::string& currency);
// The average, cut to the currency's minor digits, to be shown beside the bill; empty without amounts.
std::string average_of(const std::vector<std::string>& amounts, const std::string& currency);

}  // namespace samebill::runs
