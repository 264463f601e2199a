// SPDX-License-Identifier: MIT
#include "core/bill/correct.h"

#include <algorithm>

namespace samebill {

std::vector<CorrectedMonth> compare_months(const std::vector<BillTotals>& issued,
                                           const std::vector<BillTotals>& computed) {
    std::vector<CorrectedMonth> months;
    for (const BillTotals& old : issued) {
        const auto found = std::find_if(computed.begin(), computed.end(),
                                        [&](const BillTotals& bill) { return bill.period == old.period; });
        if (found == computed.end()) continue;
        months.push_back({old.period, old.digest, found->digest, found->subtotal - old.subtotal,
                          found->tax_total - old.tax_total, found->total - old.total});
    }
    return months;
}

std::vector<Adjustment> make_adjustments(const std::vector<CorrectedMonth>& months,
                                         const std::vector<BillTotals>& issued) {
    std::vector<Adjustment> adjustments;
    for (const CorrectedMonth& month : months) {
        Adjustment rest{month.of, month.issued, month.corrected, month.subtotal, month.tax, 0};
        for (const BillTotals& bill : issued) {
            for (const Adjustment& earlier : bill.adjustments) {
                if (earlier.of != month.of) continue;
                rest.subtotal -= earlier.subtotal;
                rest.tax -= earlier.tax;
            }
        }
        rest.amount = rest.subtotal + rest.tax;
        if (rest.subtotal != 0 || rest.tax != 0) adjustments.push_back(rest);
    }
    return adjustments;
}

bool passes_limit(const std::vector<CorrectedMonth>& months, const std::vector<Adjustment>& adjustments,
                  int64_t limit) {
    const auto beyond = [limit](int64_t amount) { return amount >= limit || amount <= -limit; };
    return std::any_of(months.begin(), months.end(),
                       [&](const CorrectedMonth& month) {
                           return beyond(month.subtotal) || beyond(month.tax) || beyond(month.total);
                       }) ||
           std::any_of(adjustments.begin(), adjustments.end(), [&](const Adjustment& one) {
               return beyond(one.subtotal) || beyond(one.tax) || beyond(one.amount);
           });
}

}  // namespace samebill
