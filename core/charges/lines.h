// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "core/account/plan_book.h"
#include "core/charges/line.h"
#include "core/rating/rate_month.h"
#include "core/timeline/month_records.h"

namespace samebill {

// What comes in: the walked and rated month. What goes out: its lines with exact amounts, each rounded once (M5), in
// the order of the bill. Implements F1, F2, F4, F5, F6, U5, U8, C2 and B1 for all lines but discounts and the minimum.
// Example: "12.00" a month, 10 of 31 days: 12 * 10 / 31 = 3.8709..., 3.87 on the bill.

struct ChargesInput {
    const PlanBook* book = nullptr;
    const Currency* currency = nullptr;
    std::span<const Device> devices;
    const MonthRecords* records = nullptr;
    std::span<const Overage> overages;
    int days_in_month = 0;
};

// F5: the number of devices with billed days on each plan, by position.
std::vector<int64_t> count_billed_devices(const ChargesInput& input);

// F5: the amount of the highest step that the number of devices reaches.
const Decimal& access_fee_price(const AccessFee& fee, int64_t billed_devices);

// F2, F6: a month's price for a part of its days.
Fraction prorated(Decimal price, int32_t days, int32_t days_in_month);

// Appends the lines; true in `overflow` if an amount reaches 10^12 (M3).
std::vector<Line> make_lines(const ChargesInput& input, bool& overflow);

// Rounds `line.exact` into `line.amount`.
void round_line(Line& line, const Currency& currency, bool& overflow);

}  // namespace samebill
