// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "core/account/account.h"
#include "core/account/default_plans.h"

namespace samebill {

// What comes in: the catalog and the account. What goes out: every plan as it holds for this account. Implements T1,
// T2, P2, P3. Invariant: `plans[i]` is catalog plan i, so positions stay in bytewise order of the ids. Example: catalog
// terms say increment 1 KB, the agreement 10 KB: data_rounding is {10 KB, layer agreement}.
struct PlanInForce {
    Plan plan;  // the catalog's, with the attachment merged in
    TermsInForce terms;
    std::array<bool, kind_count> offered{};  // U9
    bool listed = false;                     // the agreement lists it, or has no list (P3)
    std::vector<Index> packs_by_id;          // positions in `plan.packs`, bytewise
    int32_t months() const { return plan.access_fee ? plan.access_fee->months : 0; }  // 0: prepaid
};

struct PlanBook {
    std::vector<PlanInForce> plans;
    DefaultPlans default_plans;  // those that P2 chooses from
    TermsInForce account_terms;  // of devices without a plan (N1)
};

PlanBook make_plan_book(const Catalog& catalog, const Account& account);

// P3: listed by the agreement, and the day of the event within the plan's availability.
bool assignable(const PlanInForce& plan, Date day);

// P2: the default plan of a device of the account provisioned on `day` with no plan; `no_index` if there is none.
Index default_plan(const PlanBook& book, const Device& device, Date day);

// The plan's pack of this id; null if it has none.
const Pack* find_pack(const PlanInForce& plan, std::string_view id);

}  // namespace samebill
