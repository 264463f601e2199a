// SPDX-License-Identifier: MIT
#pragma once

#include "core/bill/explain.h"

namespace samebill {

// What the explanation of every line needs.
struct LineContext {
    const Request& request;
    const PlanBook& book;
    const Bill& bill;
    const Line& line;

    const Plan& plan() const { return book.plans[line.plan].plan; }
    const std::string& device() const { return request.account.devices[line.device].id; }
    const Currency& currency() const { return request.catalog.currency; }
    std::string money(int64_t minor) const {
        return format_amount(minor, currency().minor_digits) + ' ' + currency().code;
    }
    std::string price(Decimal price) const { return format_decimal(price) + ' ' + currency().code; }
};

// "1.5", "1.693548…": at most nine places, cut after six where they do not suffice.
std::string show_fraction(Fraction value);
Fraction lowest_terms(Fraction value);

// The end of a sentence: " = 1.693548…, rounded half up to 1.69 EUR." after an arithmetic expression.
std::string show_result(const LineContext& context);
// " is 1.50 EUR.", or with the rounding if the price has more places than the currency.
std::string show_price_result(const LineContext& context);

// "1 day", "2 days".
std::string counted(int64_t count, std::string_view noun);
// "bytes", "seconds", "messages".
std::string_view unit_of(Kind kind);

// Operands and sentence by kind of line.
void explain_one_off_fee(const LineContext& context, Explanation& explanation);
void explain_access_fee(const LineContext& context, Explanation& explanation);
void explain_recurring_fee(const LineContext& context, Explanation& explanation);
void explain_prepaid_credits(const LineContext& context, Explanation& explanation);
void explain_discount(const LineContext& context, Explanation& explanation);
void explain_minimum_shortfall(const LineContext& context, Explanation& explanation);
void explain_state_usage(const LineContext& context, Explanation& explanation);
void explain_overage(const LineContext& context, Explanation& explanation);

}  // namespace samebill
