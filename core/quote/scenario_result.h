// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "core/bill/bill.h"
#include "core/bill/request.h"

namespace samebill {

// What a scenario comes to, in minor units. Sums of a cohort count every identical device; nothing is rounded here that
// no bill rounds, but for `shared`, which shares out whole minor units and loses none.

using CategoryAmounts = std::array<int64_t, category_count>;

struct UsageSum {  // of one kind, in all states
    int64_t sessions = 0;
    int64_t quantity = 0;
    int64_t rated = 0;
    int64_t not_billed = 0;  // in exceptions: as counted, of prepaid plans the rated part without cover
};

struct AllowanceSum {  // of one kind
    bool shown = false;
    int64_t included = 0;
    int64_t used = 0;
    int64_t overage = 0;
    int64_t stranded = 0;  // left when it ended with the month
};

struct CohortMonth {
    std::array<int64_t, 5> states{};  // devices at the month's end, by `State`
    int64_t billed = 0;               // devices active_billed for any part of the month
    CategoryAmounts charges{};        // lines of its devices
    int64_t shared = 0;               // its part of pools' overage, discounts and the minimum's shortfall
    int64_t total = 0;                // both together
    std::array<UsageSum, kind_count> usage{};
    std::array<AllowanceSum, kind_count> own{};     // not shared in a pool
    std::array<AllowanceSum, kind_count> pooled{};  // what it brings into pools and uses of them
};

struct PoolMonth {
    Index group = no_index;
    Index plan = no_index;
    Kind kind{};
    AllowanceSum sum;
};

struct TaxSum {
    Index tax = no_index;  // of the catalog
    int64_t amount = 0;
};

struct MonthResult {
    Month month = 0;
    CategoryAmounts charges{};  // all lines but discounts and the shortfall
    int64_t discounts = 0;      // not above 0
    int64_t minimum_shortfall = 0;
    int64_t subtotal = 0;
    int64_t tax_total = 0;
    int64_t total = 0;
    int64_t period_fees = 0;  // access fees of several months (F4)
    std::vector<CohortMonth> cohorts;
    std::vector<PoolMonth> pools;
    std::vector<TaxSum> taxes;
};

// Nearest rank over the seeds: of n sorted totals the one at ceil(n * p / 100).
struct Percentiles {
    int64_t p10 = 0;
    int64_t p50 = 0;
    int64_t p90 = 0;
};
Percentiles percentiles_of(std::vector<int64_t> totals);

struct ScenarioResult {
    std::vector<MonthResult> months;
    std::vector<Percentiles> month_percentiles;  // parallel to `months` if there are seeds
    std::optional<Percentiles> term_percentiles;
    uint32_t classes = 0;
    int64_t work = 0;  // units spent
};

// Sums over the months.
struct TermTotals {
    CategoryAmounts charges{};
    int64_t discounts = 0;
    int64_t minimum_shortfall = 0;
    int64_t subtotal = 0;
    int64_t tax_total = 0;
    int64_t total = 0;
};
TermTotals term_totals(const ScenarioResult& result);

struct CohortTerm {
    CategoryAmounts charges{};
    int64_t shared = 0;
    int64_t total = 0;
    int64_t device_months = 0;
};
std::vector<CohortTerm> cohort_terms(const ScenarioResult& result);

// Adds up a bill by cohort. `cohort_of` says of each device of the request which cohort it belongs to. Used for devices
// with weights and for devices one by one alike. Sets `overflow` where a sum passes what an amount may be.
struct CollectInput {
    const Request* request = nullptr;
    const Bill* bill = nullptr;
    const AccountState* closing = nullptr;
    std::span<const Index> cohort_of;
    size_t cohorts = 0;
};
MonthResult collect_month(const CollectInput& input, bool& overflow);

}  // namespace samebill
