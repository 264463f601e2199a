// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/bill/make_bill.h"

namespace samebill {

// Best plan. What comes in: a request with its usage, the plans and report groups offered, and the month on whose first
// day changes take effect. What goes out: the cheapest assignment of devices to plans and groups that was found, the
// events that bring it about, and a bound below which no assignment can come. Invariants: `present` and `proposed` are
// the engine's bills of the request without and with the events, so the saving is true to the cent; it is never
// negative. The usage of the request's months stands for the coming ones, and is billed on the plans proposed.
// Example: a device of 3 MB on 5.00 for 1 MB and 1.00 a MB above (7.00), offered 6.00 for 10 MB: one event,
// saving 1.00.

struct AssignmentOffer {
    std::vector<Index> plans;   // positions in the catalog
    std::vector<Index> groups;  // positions in `Request::groups`; `no_index`: no group. Empty: groups stay as they are
    Month changes_on = 0;
};

struct AssignmentOptions {
    BillOptions bills;
    int64_t most_enumerated = 65'536;  // assignments that are tried one by one; above, a search (tests take 0)
    int64_t most_steps = 40'000'000;   // shares of pools and volume prices that the search looks at
};

// Why a device cannot go to a plan, in the order of the names.
enum class Exclusion : uint8_t { cancels, no_match, not_permitted, not_provisioned, plan_not_available, unserved };
std::string_view name_of(Exclusion exclusion);

struct ExcludedPlan {
    Index plan = no_index;
    Exclusion reason{};
    int64_t devices = 0;
};

// A device that is to change. `present` and `proposed` are the sums of its own lines in the months compared.
struct Reassignment {
    Index device = no_index;
    Index plan_before = no_index, plan_after = no_index;
    Index group_before = no_index, group_after = no_index;
    int64_t present = 0;
    int64_t proposed = 0;
};

enum class AssignmentMethod : uint8_t { enumerated, independent, searched };
std::string_view name_of(AssignmentMethod method);

// How many devices are on a plan when the changes have taken effect, and would be without them.
struct PlanCount {
    Index plan = no_index;
    int64_t present = 0;
    int64_t proposed = 0;
};

struct MonthTotals {
    Month month = 0;
    int64_t subtotal = 0;
    int64_t tax_total = 0;
    int64_t total = 0;
};

struct Assignment {
    Problems problems;  // of the request as it is; then nothing else
    AssignmentMethod method{};
    std::vector<Reassignment> changes;  // by device
    std::vector<Event> events;          // by device; in no request yet
    std::vector<MonthTotals> present;   // of the bills from `changes_on` on
    std::vector<MonthTotals> proposed;
    int64_t present_total = 0;  // sums of these totals
    int64_t proposed_total = 0;
    int64_t bound_total = 0;     // no assignment comes to less
    int64_t modelled_total = 0;  // what the search took the proposed assignment for
    std::vector<PlanCount> counts;
    std::vector<ExcludedPlan> excluded;
};

// `request` is sound, as decoded; the offer refers to it.
Assignment best_assignment(const Request& request, const DeviceUsage& usage, const AssignmentOffer& offer,
                           const AssignmentOptions& options = {});

// The request with the events added, in the order of a request's events.
Request with_events(const Request& request, const std::vector<Event>& events);

}  // namespace samebill
