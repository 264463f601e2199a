// SPDX-License-Identifier: MIT
#include "core/account/plan_book.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace samebill {

namespace {

bool matches(const std::vector<std::string>& names, const std::string& named) {
    return names.empty() || (!named.empty() && std::find(names.begin(), names.end(), named) != names.end());
}

}  // namespace

PlanBook make_plan_book(const Catalog& catalog, const Account& account) {
    PlanBook book;
    const Agreement& agreement = account.agreement;
    std::map<std::string_view, const PricingAttachment*> attachments;
    for (const PricingAttachment& attachment : account.attachments)
        attachments.emplace(attachment.plan_id, &attachment);
    std::set<std::string_view> listed;
    if (agreement.plans) listed.insert(agreement.plans->begin(), agreement.plans->end());
    for (const Plan& plan : catalog.plans) {
        const auto found = attachments.find(plan.id);
        const PricingAttachment* attachment = found == attachments.end() ? nullptr : found->second;
        PlanInForce in_force;
        in_force.plan = attachment == nullptr ? plan : attachment->merged;
        const Terms* attached_terms = attachment == nullptr ? nullptr : &attachment->terms;
        in_force.terms = resolve_terms({&catalog.terms, &in_force.plan.terms, &agreement.terms, attached_terms},
                                       catalog.kilobyte_bytes);
        for (Kind kind : all_kinds) in_force.offered[static_cast<size_t>(index_of(kind))] = offers(in_force.plan, kind);
        in_force.listed = !agreement.plans || listed.count(plan.id) != 0;
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
