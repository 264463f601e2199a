// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/base/sorting.h"
#include "core/quote/comparison_runs.h"

namespace samebill {

namespace {

// The names stand in every alternative (decode_comparison.cpp).
AssumedNumber number_in(const Scenario& scenario, const BreakEven& wish) {
    AssumedNumber number{wish.over, no_index, no_index};
    for (Index c = 0; c < scenario.cohorts.size(); ++c) {
        if (wish.cohort.empty() || scenario.cohorts[c].name != wish.cohort) continue;
        number.cohort = c;
        const auto& usage = scenario.cohorts[c].usage;
        for (Index b = 0; b < usage.size(); ++b)
            number.behaviour = usage[b].name == wish.behaviour ? b : number.behaviour;
    }
    return number;
}

int order_of_totals(int64_t a, int64_t b) {
    return a < b ? -1 : a > b ? 1 : 0;
}

// From the orders at the first number on: who is the cheapest between changes.
std::vector<CheapestRange> cheapest_ranges(const ComparedRange& range, const BreakEvenResult& found) {
    const size_t count = found.totals.front().size();
    std::vector<int> orders(count * count);  // of a pair, the first before the second
    for (size_t a = 0; a < count; ++a) {
        for (size_t b = a + 1; b < count; ++b)
            orders[a * count + b] = order_of_totals(found.totals.front()[a], found.totals.front()[b]);
    }
    std::vector<const OrderChange*> changes;
    for (const OrderChange& change : found.changes) changes.push_back(&change);
    sort_list(changes, [](const OrderChange* a, const OrderChange* b) { return a->at < b->at; });
    std::vector<CheapestRange> ranges;
    int64_t from = range.from;
    for (size_t next = 0;;) {
        std::vector<Index> cheapest;
        for (size_t a = 0; a < count; ++a) {
            bool beaten = false;
            for (size_t b = 0; b < count; ++b)
                beaten = beaten || (a < b ? orders[a * count + b] > 0 : orders[b * count + a] < 0);
            if (!beaten) cheapest.push_back(static_cast<Index>(a));
        }
        const int64_t through = next < changes.size() ? changes[next]->at - 1 : range.through;
        if (!ranges.empty() && ranges.back().cheapest == cheapest)
            ranges.back().through = through;
        else
            ranges.push_back({from, through, std::move(cheapest)});
        if (next == changes.size()) return ranges;
        from = through + 1;
        for (; next < changes.size() && changes[next]->at == from; ++next)
            orders[changes[next]->first * count + changes[next]->second] = changes[next]->after;
    }
}

}  // namespace

std::optional<BreakEvenResult> find_break_even(const Comparison& comparison, const BreakEven& wish,
                                               const std::vector<ComparedAlternative>& given, ComparisonRuns& runs) {
    const size_t count = comparison.alternatives.size();
    const int64_t runs_before = runs.runs();
    std::vector<std::vector<int64_t>> cumulated(count);
    std::vector<AssumedNumber> numbers;
    for (size_t i = 0; i < count; ++i) {
        numbers.push_back(number_in(comparison.alternatives[i].scenario, wish));
        int64_t sum = 0;
        for (const MonthResult& month : given[i].result.months) cumulated[i].push_back(sum += month.total);
    }
    const TotalAt total = [&](size_t i, int64_t at) -> std::optional<int64_t> {
        if (wish.by_month) return cumulated[i][static_cast<size_t>(at - 1)];
        const Decimal value{Int128{at} * nano};
        return runs.total(static_cast<Index>(i), with_value(comparison.alternatives[i].scenario, numbers[i], value));
    };
    BreakEvenResult found;
    OrderSearch search(wish.range, total);
    for (int64_t point = 0; point < wish.range.count(); ++point) {
        std::vector<int64_t>& at_point = found.totals.emplace_back();
        for (size_t i = 0; i < count; ++i) {
            const auto known = search.total(i, wish.range.at(point));
            if (!known) return std::nullopt;
            at_point.push_back(*known);
        }
    }
    auto changes = search.find_changes(count);
    if (!changes) return std::nullopt;
    found.changes = std::move(*changes);
    found.ranges = cheapest_ranges(wish.range, found);
    found.runs = runs.runs() - runs_before;
    return found;
}

}  // namespace samebill
