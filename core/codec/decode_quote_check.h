// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/bill/request.h"
#include "core/codec/issued_bills.h"
#include "core/quote/fleet_match.h"
#include "core/quote/scenario.h"
#include "core/usage/session_table.h"

namespace samebill {

// A request with its usage, as it was billed.
struct BilledRequest {
    Request request;
    SessionTable usage;
};

// What comes in: the text of a samebill/quote_check/1: a quote, the requests that the account was billed from (one, or
// those of several months in a row), and the bill of the last one's last month. What goes out: these as plain values;
// or every problem of the documents in it, or where each is sound by itself, of what does not belong together.
struct QuoteCheckInput {
    Document document;
    const Json* quote = nullptr;
    Scenario scenario;
    SessionTable records;  // that the scenario takes a sample of
    std::span<const Json> requests;
    BilledRequest last;
    BilledRequest joined;  // if there are several: one over the months of all
    std::string bill_place = "/bill";
    std::string bill_text;
    IssuedBills bills;  // one
    std::vector<NamedMatch> matches;

    bool has_several() const { return requests.size() > 1; }
    const IssuedBill& bill() const { return bills.bills.front(); }
};
Problems decode_quote_check(std::string_view text, QuoteCheckInput& check);

// Problems of the joined request, or of the only one, at the requests that they come from.
Problems placed_in_requests(const QuoteCheckInput& check, Problems problems);

}  // namespace samebill
