// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/charges/line.h"
#include "core/rating/allowance.h"
#include "core/timeline/rows.h"

namespace samebill {

// A bill as plain values, before it is written (formats.md, Bill). Devices, plans and groups are positions in the
// sorted lists of the request, codes and packs point into the catalog or the account, which outlive the bill.

struct TaxRow {
    const Tax* tax = nullptr;
    int64_t taxable = 0;
    int64_t amount = 0;
};

struct Adjustment {
    Month of = 0;
    std::string issued;     // digest, "sha256:..."
    std::string corrected;  // digest
    int64_t subtotal = 0;
    int64_t tax = 0;
    int64_t amount = 0;
};

struct Bill {
    Month period = 0;
    std::vector<Line> lines;
    int64_t subtotal = 0;
    std::vector<TaxRow> taxes;
    int64_t tax_total = 0;
    int64_t total = 0;
    std::vector<Adjustment> adjustments;
    int64_t adjustment_total = 0;
    int64_t amount_due = 0;
    std::vector<Interval> intervals;  // by device, then in time
    std::vector<UsageRow> usage;
    std::vector<Allowance> allowances;
    std::vector<ExceptionRow> exceptions;
    std::vector<Notice> notices;
};

}  // namespace samebill
