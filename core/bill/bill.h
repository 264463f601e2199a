// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/account/event.h"
#include "core/timeline/device_state.h"

namespace samebill {

// A bill as plain values, before it is written (formats.md, Bill). Devices, plans and groups are positions in the sorted
// lists of the request (`Names`), codes and packs point into the catalog or the account, which outlive the bill.

enum class LineType : uint8_t {  // in the order of the bill
    provisioning_fee, activation_fee, reactivation_fee, suspension_fee, access_fee, recurring_fee, state_usage, overage,
    pool_overage, prepaid_credits, discount, minimum_shortfall
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
    Index plan = no_index;   // none on discount and minimum_shortfall
    Index group = no_index;  // pool_overage
    int32_t days = 0;           // monthly access_fee, recurring_fee
    int32_t days_in_month = 0;  // likewise
    int32_t months = 0;         // access_fee of several months; 0 on a monthly one
    Date paid_through = 0;      // access_fee of several months
    Instant at = no_instant;    // one-off fees, access_fee of several months, prepaid_credits
    int64_t quantity = 0;       // usage lines: bytes, seconds, messages
    Decimal unit_price;         // access_fee, recurring_fee; of one-off fees and packs the price (not written)
    const std::string* code = nullptr;  // recurring code, pack or discount code
    Fraction exact;             // the amount before rounding, in major units
    int64_t amount = 0;         // minor units, of one device
    int64_t weight = 1;         // how many identical lines it stands for
};

struct TaxRow {
    const Tax* tax = nullptr;
    int64_t taxable = 0;
    int64_t amount = 0;
};

struct Adjustment {
    Month of = 0;
    std::string issued;     // digest, "sha256:..."
    std::string corrected;  // digest
    int64_t subtotal = 0;
    int64_t tax = 0;
    int64_t amount = 0;
};

struct Interval {
    Index device = no_index;
    Index plan = no_index;  // `no_index` is null
    Instant from = 0;       // cut to the month
    Instant until = 0;
    State state{};
    Cause cause{};
};

struct UsageRow {
    Index device = no_index;
    Index plan = no_index;
    State state{};
    Kind kind{};
    int64_t sessions = 0;
    int64_t quantity = 0;
    int64_t rated = 0;
};

struct Allowance {
    Index device = no_index;  // none on a pool's
    Index group = no_index;   // none on a device's own
    Index plan = no_index;
    Kind kind{};
    int64_t included = 0;
    int64_t used = 0;
    std::optional<int64_t> overage;  // own allowances and pools
    std::optional<Date> until;       // plans of several months, not on pools
};

enum class ExceptionReason : uint8_t {  // in bytewise order
    before_period, cancelled, kind_not_offered, pre_provisioned, prepaid_exhausted, unknown_device
};
std::string_view name_of(ExceptionReason reason);

struct ExceptionRow {
    std::string_view device;  // the id: it may be no device of the account
    Kind kind{};
    ExceptionReason reason{};
    int64_t sessions = 0;
    int64_t quantity = 0;
};

enum class NoticeType : uint8_t { duplicate_records, event_ignored, prepaid_exhausted, lapse_due };  // in bill order
std::string_view name_of(NoticeType type);

struct Notice {
    NoticeType type{};
    Index device = no_index;
    Instant at = no_instant;
    EventType event{};     // event_ignored
    LapseReason reason{};  // lapse_due
    int64_t count = 0;     // duplicate_records
};

struct Bill {
    Month period = 0;
    std::vector<Line> lines;
    int64_t subtotal = 0;
    std::vector<TaxRow> taxes;
    int64_t tax_total = 0;
    int64_t total = 0;
    std::vector<Adjustment> adjustments;
    int64_t adjustment_total = 0;
    int64_t amount_due = 0;
    std::vector<Interval> intervals;  // by device, then in time
    std::vector<UsageRow> usage;
    std::vector<Allowance> allowances;
    std::vector<ExceptionRow> exceptions;
    std::vector<Notice> notices;
};

}  // namespace samebill
