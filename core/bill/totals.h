// SPDX-License-Identifier: MIT
#pragma once

#include "core/account/account.h"
#include "core/bill/bill.h"

namespace samebill {

// What comes in: a bill with its lines, and the account. What goes out: the lines of discounts and of the agreement's
// minimum, the taxes and all totals. Implements B2, B9's adjustments, B7, B8, M3 and M6. Invariant: every total is the
// sum of rounded amounts that stand on the bill.

// B8: appends a `discount` line for each discount and category it changes.
void add_discounts(Bill& bill, const Catalog& catalog, const Agreement& agreement, bool& overflow);

// B7: appends `minimum_shortfall` where the subtotal after discounts is below the agreement's minimum.
void add_minimum(Bill& bill, const Catalog& catalog, const Agreement& agreement, bool& overflow);

// B2, M6: taxes, and every sum of the bill from its lines, taxes and adjustments.
void add_totals(Bill& bill, const Catalog& catalog, const Account& account, bool& overflow);

}  // namespace samebill
