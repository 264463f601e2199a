// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace samebill {

// What comes in: totals of alternatives, as numbers of something that varies: a fleet's size, a usage, a month. What
// goes out: where the order of two of them changes. Nothing is assumed of how totals run: a range is looked at in
// points, and between neighbours whose order differs the change is found by halving, to the unit. Two changes between
// neighbours that take each other back are not seen; with a point at every number none is missed. Example: 5.00 a
// device, and 100.00 with 1.00 a device, from 1 to 50 devices: equal at 25, the second cheaper from 26 on.

// At `at` the order of two alternatives is another than at the number before: -1 the first is cheaper, 0 they are
// equal, 1 the second is.
struct OrderChange {
    size_t first = 0;
    size_t second = 0;
    int64_t at = 0;
    int before = 0;
    int after = 0;
    int64_t totals_before[2] = {};  // of the first and the second, at the number before
    int64_t totals[2] = {};
};

// `points` numbers from `from` through `through`, both among them, as evenly as whole numbers allow; no more than there
// are.
struct ComparedRange {
    int64_t from = 0;
    int64_t through = 0;
    int64_t points = 2;

    int64_t count() const;
    int64_t at(int64_t point) const;
    int64_t widest_step() const;  // 1: no number is left out
};

// The total of an alternative at a number; nothing if there is none, which ends the search.
using TotalAt = std::function<std::optional<int64_t>(size_t alternative, int64_t at)>;

class OrderSearch {
public:
    OrderSearch(const ComparedRange& range, const TotalAt& total) : range_(range), total_(total) {}

    // Asked for once, then known.
    std::optional<int64_t> total(size_t alternative, int64_t at);
    // All pairs, the first before the second, by pair, then by number; nothing if a total was missing.
    std::optional<std::vector<OrderChange>> find_changes(size_t alternatives);

private:
    bool find(size_t first, size_t second, std::vector<OrderChange>& changes);
    std::optional<int> order(size_t first, size_t second, int64_t at);
    std::optional<int64_t> first_other(size_t first, size_t second, int64_t left, int64_t right, int before);

    const ComparedRange& range_;
    const TotalAt& total_;
    std::map<std::pair<size_t, int64_t>, int64_t> totals_;
};

}  // namespace samebill
