// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

// The engine's documents as bytes: the parts of a result of one month taken out of it as they stand, and usage in the
// form that a request has. No document is read into values here.

namespace samebill::runs {

// Sessions as they stand in a request, from rows of CSV in the order id, device, kind, start, end, quantity, with
// commas between them.
std::string sessions_json(std::string_view csv_rows);

struct ResultParts {
    std::string_view bill;
    std::string_view closing;
};
// Of a samebill/result/1 with one bill. The views point into `result`.
ResultParts result_parts(std::string_view result);

// A member of a bill that is text and stands in it once (amount_due, currency, period, digest …); empty: there is none.
std::string_view bill_member(std::string_view bill, std::string_view name);

// What a bill's `digest` is the SHA-256 of: the bill without that member; empty if it has none.
std::string without_digest(std::string_view bill);

}  // namespace samebill::runs
