// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/bill/bill.h"

namespace samebill {

// What comes in: issued bills of an account, and the bills of the same months computed anew from complete inputs. What
// goes out: for each month in both the differences, new minus issued, and the adjustments that a later request carries
// (B9). Invariant: nothing is adjusted twice: what the issued bills already carry as adjustments of a month, in a later
// month's `adjustments`, is taken off the month's difference before it becomes an adjustment; a month whose rest is
// nothing in subtotal and tax makes none. The differences of the months themselves are those of the bills, whole.
// Example: January issued at 10.00, now 14.00, and March's bill carried 3.00 for January: difference 4.00,
// adjustment 1.00.

struct BillTotals {
    Month period = 0;
    std::string digest;
    int64_t subtotal = 0;  // minor units
    int64_t tax_total = 0;
    int64_t total = 0;
    std::vector<Adjustment> adjustments;
};

struct CorrectedMonth {
    Month of = 0;
    std::string issued;  // digest
    std::string corrected;
    int64_t subtotal = 0;  // differences
    int64_t tax = 0;
    int64_t total = 0;
};

// The months that both lists have, in order. `issued` and `computed` are by period, each month once.
std::vector<CorrectedMonth> compare_months(const std::vector<BillTotals>& issued,
                                           const std::vector<BillTotals>& computed);

// The adjustments that follow, in order. `issued` may hold bills of other months: their adjustments count.
std::vector<Adjustment> make_adjustments(const std::vector<CorrectedMonth>& months,
                                         const std::vector<BillTotals>& issued);

// Whether a difference or adjustment reaches `limit` minor units, which no document can state (M3).
bool passes_limit(const std::vector<CorrectedMonth>& months, const std::vector<Adjustment>& adjustments, int64_t limit);

}  // namespace samebill
