// SPDX-License-Identifier: MIT
#include "core/catalog/plan.h"

#include <algorithm>

namespace samebill {

bool offers(const Plan& plan, Kind kind) {
    const auto at = static_cast<size_t>(index_of(kind));
    if (!plan.prepaid) return plan.overage[at].has_value();
    return std::any_of(plan.packs.begin(), plan.packs.end(), [&](const Pack& pack) { return pack.amounts[at] > 0; });
}

std::string_view name_of(Category category) {
    switch (category) {
        case Category::access: return "access";
        case Category::one_off: return "one_off";
        case Category::prepaid: return "prepaid";
        case Category::recurring: return "recurring";
        case Category::usage: return "usage";
    }
    return {};
}

}  // namespace samebill
