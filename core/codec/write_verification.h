// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "core/codec/issued_bills.h"

namespace samebill {

// What comes in: a bill as given and the text of the same month's bill computed anew. What goes out:
// samebill/verification/1 with the first difference in the order in which a person reads a bill: whose it is, its lines
// one by one, totals, taxes, adjustments, devices, usage, allowances, exceptions, notices, inputs. A bill whose own
// digest is not that of its content differs at /digest first of all.

struct Difference {
    std::string path;    // JSON Pointer into the bill
    std::string issued;  // canonical JSON; "null" if there is nothing
    std::string computed;
};

std::string write_verification(const IssuedBill& issued, const Json& computed);

std::optional<Difference> first_difference(const IssuedBill& issued, const Json& computed);

}  // namespace samebill
