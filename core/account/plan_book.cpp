// SPDX-License-Identifier: MIT
#include "core/account/plan_book.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "core/base/sorting.h"

namespace samebill {

namespace {

// Many packs must not be looked through for every purchase.
std::vector<Index> sort_packs(const std::vector<Pack>& packs) {
    std::vector<Index> order(packs.size());
    for (Index i = 0; i < packs.size(); ++i) order[i] = i;
    sort_list(order, [&](Index a, Index b) { return packs[a].id < packs[b].id; });
    return order;
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
        in_force.packs_by_id = sort_packs(in_force.plan.packs);
        book.plans.push_back(std::move(in_force));
    }
    book.default_plans = DefaultPlans(book.plans, account.devices);
    book.account_terms = resolve_terms({&catalog.terms, nullptr, &agreement.terms, nullptr}, catalog.kilobyte_bytes);
    return book;
}

bool assignable(const PlanInForce& in_force, Date day) {
    const Plan& plan = in_force.plan;
    return in_force.listed && (!plan.available_from || *plan.available_from <= day) &&
           (!plan.available_until || day <= *plan.available_until);
}

Index default_plan(const PlanBook& book, const Device& device, Date day) {
    return book.default_plans.choose(device, day);
}

const Pack* find_pack(const PlanInForce& plan, std::string_view id) {
    const auto& packs = plan.plan.packs;
    const auto at = std::lower_bound(plan.packs_by_id.begin(), plan.packs_by_id.end(), id,
                                     [&](Index pack, std::string_view wanted) { return packs[pack].id < wanted; });
    return at != plan.packs_by_id.end() && packs[*at].id == id ? &packs[*at] : nullptr;
}

}  // namespace samebill
