// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "core/base/money.h"
#include "core/timeline/device_state.h"

namespace samebill {

enum class LineType : uint8_t {  // in the order of the bill
    provisioning_fee,
    activation_fee,
    reactivation_fee,
    suspension_fee,
    access_fee,
    recurring_fee,
    state_usage,
    overage,
    pool_overage,
    prepaid_credits,
    discount,
    minimum_shortfall
};
std::string_view name_of(LineType type);

// The rules that make lines (B3), as cited on them.
enum class Rule : uint8_t { S1, S2, S3, F2, F4, F6, U5, U8, G3, G4, C2, B8, B7 };
std::string_view name_of(Rule rule);

struct Line {
    LineType type{};
    Rule rule{};
    Category category{};
    Kind kind{};    // state_usage, overage, pool_overage
    State state{};  // state_usage
    Cause cause{};  // activation_fee, reactivation_fee
    Index device = no_index;
    Index plan = no_index;              // none on discount and minimum_shortfall
    Index group = no_index;             // pool_overage
    int32_t days = 0;                   // monthly access_fee, recurring_fee
    int32_t days_in_month = 0;          // likewise
    int32_t months = 0;                 // access_fee of several months; 0 on a monthly one
    Date paid_through = 0;              // access_fee of several months
    Instant at = no_instant;            // one-off fees, access_fee of several months, prepaid_credits
    int64_t members = 0;                // pool_overage: devices of the pool (not written)
    int64_t quantity = 0;               // usage lines: bytes, seconds, messages
    Decimal unit_price;                 // access_fee, recurring_fee; of one-off fees and packs the price (not written)
    const std::string* code = nullptr;  // recurring code, pack or discount code
    Fraction exact;                     // the amount before rounding, in major units
    int64_t amount = 0;                 // minor units, of one device
    int64_t weight = 1;                 // how many identical lines it stands for
};

}  // namespace samebill
