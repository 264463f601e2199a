// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/account/plan_book.h"
#include "core/bill/request.h"
#include "core/bill/terms_parameter.h"

namespace samebill {

// What comes in: a computed bill and a line of it. What goes out: how that line came about: its operands, the exact
// amount and a sentence, the terms used and the heading of the contract. Invariant: nothing is computed anew that the
// line keeps; `exact` is the fraction that was rounded to the line's amount (M5).
// Example: 2.50 a month for 21 of 31 days is 105/62, "2.5 × 21 / 31 = 1.693548…, rounded half up to 1.69 EUR".

struct Operand {
    std::string name;
    std::string value;  // a number in decimal digits, or a date
    std::string unit;   // empty: none
};

struct Explanation {
    std::string_view clause;  // heading of the contract; empty: it has none
    std::vector<Operand> operands;
    Fraction exact;  // in lowest terms
    std::string sentence;
    const TermsInForce* terms = nullptr;  // those that `parameters` are of; null if no terms were used
    std::vector<TermsParameter> parameters;
};

// `line` is a position in `bill.lines`; `book` is the plan book of the request.
Explanation explain_line(const Request& request, const PlanBook& book, const Bill& bill, size_t line);

}  // namespace samebill
