// SPDX-License-Identifier: MIT
#include "core/rating/pool_buckets.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

#include "core/base/assert.h"
#include "core/base/money.h"
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

// What is wanted between the instants at which buckets come to be there. Sessions in between find the same buckets, in
// the same order: what these have left afterwards, and what none covered, depends on the sum alone, whoever comes
// first.
class Wanted {
public:
    // `opening`: by the instant of the bucket.
    Wanted(std::span<const PlanMonth* const> opening, std::span<const std::span<const Draw>> draws) {
        for (const PlanMonth* member : opening) {
            if (instants_.empty() || instants_.back() != member->bucket_from) instants_.push_back(member->bucket_from);
        }
        sums_.resize(instants_.size() + 1);
        for (const std::span<const Draw> stretch : draws) {
            for (const Draw& draw : stretch)
                sums_[after(draw.start)][static_cast<size_t>(index_of(draw.kind))] += draw.wanted;
        }
    }
    // How many instants there are at or before `start`.
    size_t after(Instant start) const {
        if (!instants_.empty() && start >= instants_.back()) return instants_.size();
        return static_cast<size_t>(std::upper_bound(instants_.begin(), instants_.end(), start) - instants_.begin());
    }
    size_t stretches() const { return sums_.size(); }
    Int128 sum(size_t stretch, Kind kind) const { return sums_[stretch][static_cast<size_t>(index_of(kind))]; }

private:
    std::vector<Instant> instants_;
    std::vector<std::array<Int128, kind_count>> sums_;  // before the first instant, then from each on
};

}  // namespace

Quantities draw_pool(std::span<const PlanMonth* const> members, std::span<const std::span<const Draw>> draws,
                     std::span<DeviceState> states, bool& overflow) {
    std::vector<const PlanMonth*> opening(members.begin(), members.end());
    sort_list(opening, [](const PlanMonth* a, const PlanMonth* b) { return a->bucket_from < b->bucket_from; });
    const Wanted all(opening, draws);
    Quantities uncovered{};
    for (Kind kind : all_kinds) {
        const auto k = static_cast<size_t>(index_of(kind));
        std::set<Bucket, EndsFirst> buckets;
        size_t next = 0;
        Int128 over = 0;
        for (size_t stretch = 0; stretch < all.stretches(); ++stretch) {
            Int128 wanted = all.sum(stretch, kind);
            if (wanted == 0) continue;
            for (; next < opening.size() && all.after(opening[next]->bucket_from) <= stretch; ++next) {
                const PlanMonth& member = *opening[next];
                int64_t& left = period_of(states[member.device], member.plan).left[k];
                if (left > 0) buckets.insert({member.paid_through, member.device, &left});
            }
            while (wanted > 0 && !buckets.empty()) {
                const Bucket& first = *buckets.begin();
                const auto taken = static_cast<int64_t>(std::min<Int128>(wanted, *first.left));
                *first.left -= taken;
                wanted -= taken;
                if (*first.left == 0) buckets.erase(buckets.begin());
            }
            over += wanted;
        }
        if (over > INT64_MAX)
            overflow = true;
        else
            uncovered[k] = static_cast<int64_t>(over);
    }
    return uncovered;
}

}  // namespace samebill
