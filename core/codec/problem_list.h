// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/problem.h"

namespace samebill {

// Where a value stands: its parent, and its name or position there. `order` is the rank among its siblings in the text:
// 2i + 1 for the i-th member or element, so that a member given twice fits in between.
struct Place {
    const Place* parent = nullptr;  // null: the document
    std::string_view name = {};     // of a member
    uint32_t position = 0;          // of an element
    uint32_t order = 0;
    bool is_element = false;
};

std::string pointer_to(const Place& place);  // RFC 6901

// What comes in: problems of one stage as they are found, in any order. What goes out: the first 100 in document order,
// a container before what is inside, at one place by code and each code once. Never holds more than twice as many.
// Example: problems at /events/10, /events/2/plan and /events/2 come out in reverse.
class ProblemList {
public:
    void add(std::string_view code, const Place& place, std::string message);
    bool empty() const { return found_ == 0; }
    uint64_t found() const { return found_; }  // ever added, so that a caller can tell whether a part had any
    Problems take();

private:
    struct Entry {
        std::vector<uint32_t> order;  // of the place and its parents, the document's member first
        Problem problem;
    };
    void keep_first();

    std::vector<Entry> entries_;
    bool full_ = false;  // entries_ begins with the first `most_problems` so far, in order
    uint64_t found_ = 0;
};

inline constexpr uint32_t most_problems = 100;

}  // namespace samebill
