// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/base/problem.h"
#include "core/quote/fleet_match.h"

namespace samebill {

// What comes in: a quote's scenario, and what a month was billed from. What goes out: the difference of the two totals,
// split into causes. The month is computed again and again on the way from the quote to the bill, with one kind of
// input replaced each time; what the engine's total changes by is that cause's amount. So the amounts add up to the
// whole difference by construction.
//
//   quoted   the month of the quote: its catalog, agreement, devices, dates and usage
//   prices   with the catalog, agreement, attachments and taxes of the bill
//   devices  with as many devices in each cohort as were billed, and at the end those that no cohort has
//   dates    with the events (and opening state) of the billed devices
//   usage    with their usage: what was billed
//
// Example: quoted 10 devices at 2.00 = 20.00, billed 12 at 2.50 = 30.00: prices +5.00, devices +5.00, dates 0.00, usage
// 0.00.

enum class DifferenceCause : uint8_t { prices, devices, dates, usage };
inline constexpr int cause_count = 4;
std::string_view name_of(DifferenceCause cause);

// A month's total in parts: the lines by category, and the taxes.
inline constexpr int part_count = category_count + 1;
std::string_view name_of_part(int part);
using PartAmounts = std::array<int64_t, part_count>;

struct CheckedMonth {
    const Scenario& scenario;   // the quote's
    const SessionTable* records = nullptr;  // of cohorts whose usage is real records
    Month month = 0;
    // Everything that was billed from the first request's month through this one, and its usage.
    const Request& billed;
    const SessionTable& usage;
    // The request of the bill by itself, if it is another.
    const Request* last = nullptr;
    const SessionTable* last_usage = nullptr;
    std::vector<NamedMatch> matches;
};

struct CauseAmount {
    DifferenceCause cause{};
    PartAmounts parts{};
    int64_t amount = 0;
    bool apart = true;  // false: the engine takes no request with only so much replaced; counted with the one after
};

struct CohortCount {
    int64_t quoted = 0;
    int64_t billed = 0;
};

struct QuoteDifference {
    int64_t quoted = 0;
    int64_t billed = 0;  // as computed from the request
    std::array<CauseAmount, cause_count> causes;
    std::vector<CohortCount> cohorts;   // of the scenario, in its order
    std::vector<std::string> outside;   // devices on a plan that no cohort has, by id
    Quantities quoted_usage{};          // as counted, exceptions left out
    Quantities billed_usage{};
};

// Whose problems they are: the quote's scenario's, those of `billed` (stages 3 and 4), or of `last`.
enum class CheckFailure : uint8_t { none, quote, billed, last };
CheckFailure check_quote(const CheckedMonth& month, QuoteDifference& difference, Problems& problems);

}  // namespace samebill
