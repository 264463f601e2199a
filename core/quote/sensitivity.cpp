// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/base/sorting.h"
#include "core/quote/comparison_runs.h"

namespace samebill {

namespace {

// Parts of a whole number are rounded half up and at least 1; a rate is taken exactly; a date moves as many days.
Int128 step_of(const AssumedNumber& number, Decimal stated, int64_t percent) {
    if (is_date(number.what)) return Int128{percent} * nano;
    const Int128 exact = stated.nanos * percent / 100;
    if (number.what == Assumed::cancellations || number.what == Assumed::replaced_percent) return exact;
    return std::max<Int128>(1, (exact + nano / 2) / nano) * nano;
}

}  // namespace

std::optional<SensitivityResult> find_sensitivity(const Comparison& comparison, Index alternative, int64_t percent,
                                                  int64_t total, ComparisonRuns& runs) {
    const Scenario& scenario = comparison.alternatives[alternative].scenario;
    SensitivityResult out;
    out.alternative = alternative;
    for (const AssumedNumber& number : numbers_of(scenario)) {
        const ValueRange range = range_of(scenario, number);
        AssumedChange change;
        change.number = number;
        change.stated = stated_value(scenario, number);
        const Int128 step = step_of(number, change.stated, percent);
        change.low.nanos = std::max(Int128{range.least} * nano, change.stated.nanos - step);
        change.high.nanos = std::min(Int128{range.most} * nano, change.stated.nanos + step);
        const auto at = [&](Decimal value) -> std::optional<int64_t> {
            if (value == change.stated) return total;
            return runs.total(alternative, with_value(scenario, number, value));
        };
        const auto low = at(change.low);
        const auto high = low ? at(change.high) : std::nullopt;
        if (!high && runs.is_refused()) continue;  // the account's terms do not let it change
        if (!high) return std::nullopt;
        if (change.low == change.high) continue;
        change.total_low = *low;
        change.total_high = *high;
        change.swing = std::max({*low, *high, total}) - std::min({*low, *high, total});
        out.changes.push_back(change);
    }
    sort_list(out.changes, [](const AssumedChange& a, const AssumedChange& b) { return a.swing > b.swing; });
    return out;
}

}  // namespace samebill
