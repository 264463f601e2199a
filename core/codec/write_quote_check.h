// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/codec/issued_bills.h"
#include "core/quote/quote_check.h"

namespace samebill {

// samebill/quote_check_result/1: the difference of a bill from a quote, by cause.
struct QuoteCheckParts {
    const Json& quote;
    const Scenario& scenario;
    const Request& request;
    const IssuedBill& bill;
    const QuoteDifference& difference;
};
std::string write_quote_check(const QuoteCheckParts& parts);

}  // namespace samebill
