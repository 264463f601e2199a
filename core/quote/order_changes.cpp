// SPDX-License-Identifier: MIT
#include "core/quote/order_changes.h"

#include <algorithm>

namespace samebill {

int64_t ComparedRange::count() const {
    return std::min(points, through - from + 1);
}

int64_t ComparedRange::at(int64_t point) const {
    const int64_t last = count() - 1;
    return last == 0 ? from : from + static_cast<int64_t>(static_cast<__int128>(through - from) * point / last);
}

int64_t ComparedRange::widest_step() const {
    int64_t widest = 1;
    for (int64_t point = 1; point < count(); ++point) widest = std::max(widest, at(point) - at(point - 1));
    return widest;
}

std::optional<int64_t> OrderSearch::total(size_t alternative, int64_t at) {
    const auto found = totals_.find({alternative, at});
    if (found != totals_.end()) return found->second;
    const std::optional<int64_t> total = total_(alternative, at);
    if (total) totals_.emplace(std::pair(alternative, at), *total);
    return total;
}

std::optional<int> OrderSearch::order(size_t first, size_t second, int64_t at) {
    const std::optional<int64_t> a = total(first, at);
    const std::optional<int64_t> b = a ? total(second, at) : std::nullopt;
    if (!b) return std::nullopt;
    return *a < *b ? -1 : *a > *b ? 1 : 0;
}

// The order is `before` at `left` and another at `right`: a number at which it is another, and one less it is not.
std::optional<int64_t> OrderSearch::first_other(size_t first, size_t second, int64_t left, int64_t right, int before) {
    while (right - left > 1) {
        const int64_t middle = left + (right - left) / 2;
        const std::optional<int> there = order(first, second, middle);
        if (!there) return std::nullopt;
        (*there == before ? left : right) = middle;
    }
    return right;
}

// The changes of one pair; false if a total is missing.
bool OrderSearch::find(size_t first, size_t second, std::vector<OrderChange>& changes) {
    int64_t left = range_.at(0);
    std::optional<int> before = order(first, second, left);
    for (int64_t point = 1; before && point < range_.count(); ++point) {
        const int64_t right = range_.at(point);
        const std::optional<int> after = order(first, second, right);
        while (after && before && *before != *after) {
            const std::optional<int64_t> at = first_other(first, second, left, right, *before);
            if (!at) return false;
            const std::optional<int> there = order(first, second, *at);
            changes.push_back({first,
                               second,
                               *at,
                               *before,
                               *there,
                               {*total(first, *at - 1), *total(second, *at - 1)},
                               {*total(first, *at), *total(second, *at)}});
            left = *at;
            before = there;
        }
        if (!after) return false;
        left = right;
    }
    return before.has_value();
}

std::optional<std::vector<OrderChange>> OrderSearch::find_changes(size_t alternatives) {
    std::vector<OrderChange> changes;
    for (size_t first = 0; first < alternatives; ++first) {
        for (size_t second = first + 1; second < alternatives; ++second) {
            if (!find(first, second, changes)) return std::nullopt;
        }
    }
    return changes;
}

}  // namespace samebill
