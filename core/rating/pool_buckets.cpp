// SPDX-License-Identifier: MIT
#include "core/rating/pool_buckets.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/base/assert.h"
#include "core/base/sorting.h"

namespace samebill {

namespace {

struct Bucket {
    Date paid_through = 0;
    Index device = no_index;
    int64_t* left = nullptr;
};

struct EndsFirst {
    bool operator()(const Bucket& a, const Bucket& b) const {
        return std::pair(a.paid_through, a.device) < std::pair(b.paid_through, b.device);
    }
};

PaidPeriod& period_of(DeviceState& state, Index plan) {
    const auto period =
        std::find_if(state.periods.begin(), state.periods.end(), [&](const PaidPeriod& p) { return p.plan == plan; });
    SAMEBILL_ASSERT(period != state.periods.end());
    return *period;
}

}  // namespace

Quantities draw_pool(std::span<const PlanMonth* const> members, std::span<const Draw* const> draws,
                     std::span<DeviceState> states, bool& overflow) {
    std::vector<const PlanMonth*> opening(members.begin(), members.end());
    sort_list(opening, [](const PlanMonth* a, const PlanMonth* b) { return a->bucket_from < b->bucket_from; });
    Quantities uncovered{};
    for (Kind kind : all_kinds) {
        const auto k = static_cast<size_t>(index_of(kind));
        std::set<Bucket, EndsFirst> buckets;
        size_t next = 0;
        for (const Draw* draw : draws) {
            if (draw->kind != kind) continue;
            for (; next < opening.size() && opening[next]->bucket_from <= draw->start; ++next) {
                const PlanMonth& member = *opening[next];
                int64_t& left = period_of(states[member.device], member.plan).left[k];
                if (left > 0) buckets.insert({member.paid_through, member.device, &left});
            }
            int64_t wanted = draw->wanted;
            while (wanted > 0 && !buckets.empty()) {
                const Bucket& first = *buckets.begin();
                const int64_t taken = std::min(wanted, *first.left);
                *first.left -= taken;
                wanted -= taken;
                if (*first.left == 0) buckets.erase(buckets.begin());
            }
            if (!add_checked(uncovered[k], wanted)) overflow = true;
        }
    }
    return uncovered;
}

}  // namespace samebill
