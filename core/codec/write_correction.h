// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/codec/issued_bills.h"

namespace samebill {

// What comes in: issued bills and the bills of the same request computed anew. What goes out: samebill/correction/1
// (B9), whose months are those that have both. Lines that differ are matched by what they are for: type, device or
// group, plan, kind or code or pack, state, instant and category; a match gives both, anything else `old` or `new`
// alone. Example: 3.00 of overage became 4.00: {"new":{"amount":"4.00",...},"old":{"amount":"3.00",...}}.

struct ComputedBill {
    const Bill* bill = nullptr;
    std::string digest;
};

// Nothing with the problem `overflow` if a difference reaches 10^12.
std::string write_correction(const Request& request, const IssuedBills& issued,
                             const std::vector<ComputedBill>& computed, Problems& problems);

struct ChangedLine {
    std::string issued;    // canonical JSON; empty: the line is new
    std::string computed;  // empty: the line is gone
};

// The lines that differ between two bills, in the order of a bill. Lines are canonical JSON.
std::vector<ChangedLine> changed_lines(const std::vector<std::string>& issued,
                                       const std::vector<std::string>& computed);

}  // namespace samebill
