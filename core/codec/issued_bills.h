// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/bill/correct.h"
#include "core/bill/request.h"
#include "core/codec/json.h"

namespace samebill {

// What comes in: the text of issued bills: a samebill/bill/1, a samebill/result/1, or an array of bills. What goes out:
// the bills with the members that comparisons need as plain values, or problems with pointers into that text.
// Invariant: a bill that is given out has lines that are objects, and sums in its currency.

struct IssuedBill {
    const Json* json = nullptr;  // in IssuedBills::document
    std::string account;
    std::string catalog;
    std::string currency;
    int minor_digits = 0;
    BillTotals totals;
    std::string content_digest;  // of the bill as it stands; sound if it is `totals.digest`
};

struct IssuedBills {
    Document document;
    std::vector<IssuedBill> bills;  // in the order of the text
};

// False if there are problems. `issued` points into the text, which must outlive it. `due` null: any bills. Otherwise
// they must be of that request's account, catalog and currency, of different months, and have sound digests.
bool read_issued_bills(std::string_view text, const Request* due, IssuedBills& issued, Problems& problems);

}  // namespace samebill
