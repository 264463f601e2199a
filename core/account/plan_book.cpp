// SPDX-License-Identifier: MIT
#include "core/account/plan_book.h"

#include <algorithm>

namespace samebill {

namespace {

bool matches(const std::vector<std::string>& names, const std::string& named) {
    return names.empty() || (!named.empty() && std::find(names.begin(), names.end(), named) != names.end());
}

}  // namespace

PlanBook make_plan_book(const Catalog& catalog, const Account& account) {
    PlanBook book;
    const Agreement& agreement = account.agreement;
    for (const Plan& plan : catalog.plans) {
        const auto attachment = std::find_if(account.attachments.begin(), account.attachments.end(),
                                             [&](const PricingAttachment& a) { return a.plan_id == plan.id; });
        const bool attached = attachment != account.attachments.end();
        PlanInForce in_force;
        in_force.plan = attached ? attachment->merged : plan;
        in_force.terms = resolve_terms(
            {&catalog.terms, &in_force.plan.terms, &agreement.terms, attached ? &attachment->terms : nullptr},
            catalog.kilobyte_bytes);
        for (Kind kind : all_kinds) in_force.offered[static_cast<size_t>(index_of(kind))] = offers(in_force.plan, kind);
        in_force.listed = !agreement.plans || std::find(agreement.plans->begin(), agreement.plans->end(), plan.id) !=
                                                  agreement.plans->end();
        book.plans.push_back(std::move(in_force));
    }
    book.account_terms = resolve_terms({&catalog.terms, nullptr, &agreement.terms, nullptr}, catalog.kilobyte_bytes);
    return book;
}

bool assignable(const PlanInForce& in_force, Date day) {
    const Plan& plan = in_force.plan;
    return in_force.listed && (!plan.available_from || *plan.available_from <= day) &&
           (!plan.available_until || day <= *plan.available_until);
}

Index default_plan(const PlanBook& book, const Device& device, Date day) {
    Index best = no_index;
    for (Index i = 0; i < book.plans.size(); ++i) {
        const PlanInForce& candidate = book.plans[i];
        if (candidate.months() != 1 || !assignable(candidate, day)) continue;
        if (!matches(candidate.plan.carrier_technologies, device.carrier_technology)) continue;
        if (!matches(candidate.plan.service_areas, device.service_area)) continue;
        if (best == no_index || candidate.plan.access_fee->amount < book.plans[best].plan.access_fee->amount) best = i;
    }
    return best;
}

}  // namespace samebill
