// SPDX-License-Identifier: MIT
// Sorting of lists that are sorted once a request. All of them share one merge sort over positions, so that a use costs
// a comparison and a loop that moves; each use of std::sort or std::stable_sort would bring 3 to 8 kB to the
// WebAssembly module. What is sorted once a session has std::sort or an order by radix.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

namespace samebill {

// Whether the element at one position belongs before that at another; refers to what the caller keeps.
struct Precedes {
    const void* context;
    bool (*call)(const void* context, uint32_t a, uint32_t b);
};

// Positions 0 .. count - 1 in the order of their elements; equals stay in their order. At most 2^32 - 1 elements.
std::vector<uint32_t> order_of(size_t count, const Precedes& precedes);

// Sorts elements from `first` on, in place; equals stay in their order. Elements that are in order already are not
// moved.
template <class Iterator, class Less>
void sort_list(Iterator first, Iterator last, const Less& less) {
    using Element = typename std::iterator_traits<Iterator>::value_type;
    const auto count = static_cast<size_t>(last - first);
    size_t sorted = 1;
    while (sorted < count &&
           !less(first[static_cast<std::ptrdiff_t>(sorted)], first[static_cast<std::ptrdiff_t>(sorted - 1)]))
        ++sorted;
    if (sorted >= count) return;
    struct Context {
        Iterator first;
        const Less& less;
    };
    const Context context{first, less};
    const std::vector<uint32_t> order = order_of(
        count, {&context, [](const void* given, uint32_t a, uint32_t b) -> bool {
                    const auto& [elements, before] = *static_cast<const Context*>(given);
                    return before(elements[static_cast<std::ptrdiff_t>(a)], elements[static_cast<std::ptrdiff_t>(b)]);
                }});
    std::vector<Element> moved;
    moved.reserve(count);
    for (const uint32_t at : order) moved.push_back(std::move(first[static_cast<std::ptrdiff_t>(at)]));
    for (size_t i = 0; i < count; ++i) first[static_cast<std::ptrdiff_t>(i)] = std::move(moved[i]);
}

template <class List, class Less>
void sort_list(List& list, const Less& less) {
    sort_list(list.begin(), list.end(), less);
}

}  // namespace samebill
