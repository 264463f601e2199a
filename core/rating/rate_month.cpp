// SPDX-License-Identifier: MIT
#include "core/rating/rate_month.h"

#include <algorithm>
#include <tuple>

#include "core/base/assert.h"
#include "core/base/money.h"
#include "core/base/sorting.h"
#include "core/rating/pool_buckets.h"

namespace samebill {

namespace {

// Voice is never pooled (G1).
bool is_pooled(const PlanMonth& row, Kind kind) {
    return row.group != no_index && kind != Kind::voice;
}

class MonthRating {
public:
    MonthRating(const RatingInput& input, std::span<DeviceState> states) : input_(input), states_(states) {}

    RatedMonth rate() {
        for (const PlanMonth& row : input_.plan_months) rate_own(row);
        rate_pools();
        for (auto* rows : {&members_, &pools_}) {
            result_.allowances.insert(result_.allowances.end(), rows->begin(), rows->end());
        }
        return std::move(result_);
    }

private:
    const PlanInForce& plan_of(const PlanMonth& row) const { return input_.book->plans[row.plan]; }
    int64_t weight_of(const PlanMonth& row) const { return input_.devices[row.device].weight; }

    // What the plan includes for this device and month: U6, U7, or prepaid credits.
    int64_t included(const PlanMonth& row, Kind kind) const {
        const auto k = static_cast<size_t>(index_of(kind));
        const PlanInForce& plan = plan_of(row);
        if (plan.months() == 0) return row.credited[k];
        if (plan.months() > 1) return row.bucket[k] / weight_of(row);
        return prorated_included(plan.plan.included[k], row.billed_days, input_.days_in_month);
    }

    // Of all identical devices together; the largest there is where that passes 2^63-1.
    static int64_t times(int64_t quantity, int64_t weight) {
        int64_t product = 0;
        return __builtin_mul_overflow(quantity, weight, &product) ? INT64_MAX : product;
    }
    int64_t of_all(const PlanMonth& row, Kind kind) const {
        const auto k = static_cast<size_t>(index_of(kind));
        return plan_of(row).months() > 1 ? row.bucket[k] : times(included(row, kind), weight_of(row));
    }
    // What the bucket of a plan of several months has left if it ends with this month (U7).
    int64_t left_at_end(const PlanMonth& row, Kind kind) const {
        if (row.paid_through != input_.last_day) return 0;
        for (const PaidPeriod& period : states_[row.device].periods) {
            if (period.plan == row.plan) return period.left[static_cast<size_t>(index_of(kind))];
        }
        return 0;
    }

    // Prepaid plans show the kinds that a pack contains (U9), postpaid plans those that they include any of.
    bool shows(const PlanMonth& row, Kind kind) const {
        const auto k = static_cast<size_t>(index_of(kind));
        const PlanInForce& plan = plan_of(row);
        return plan.months() == 0 ? plan.offered[k] : plan.plan.included[k] > 0;
    }

    void rate_own(const PlanMonth& row) {
        for (Kind kind : all_kinds) {
            const auto k = static_cast<size_t>(index_of(kind));
            const bool pooled = is_pooled(row, kind);
            if (!pooled && row.rated[k] == 0 && !shows(row, kind)) continue;
            Allowance allowance{row.device, no_index, row.plan, kind, included(row, kind), row.rated[k], {}, {}};
            allowance.included_all = of_all(row, kind);
            const PlanInForce& plan = plan_of(row);
            if (plan.months() > 1) allowance.until = row.paid_through;
            if (pooled) {
                if (!shows(row, kind)) continue;
                allowance.group = row.group;
                members_.push_back(allowance);
                continue;
            }
            int64_t over = std::max<int64_t>(0, row.rated[k] - allowance.included);
            if (plan.months() > 1) {
                SAMEBILL_ASSERT(row.uncovered[k] % weight_of(row) == 0);
                over = row.uncovered[k] / weight_of(row);
            }
            if (plan.months() == 0) {
                allowance.used = row.taken[k];
                over = 0;
            }
            allowance.overage = over;
            if (plan.months() == 1)
                allowance.lost_all = times(std::max<int64_t>(0, allowance.included - row.rated[k]), weight_of(row));
            if (plan.months() > 1) allowance.lost_all = left_at_end(row, kind);
            if (shows(row, kind)) result_.allowances.push_back(allowance);
            if (over > 0) {
                result_.overages.push_back(
                    {row.device, no_index, row.plan, kind, over, plan.months() == 1, weight_of(row)});
            }
        }
    }

    void rate_pools() {
        std::vector<const PlanMonth*> members;
        for (const PlanMonth& row : input_.plan_months) {
            if (row.group != no_index) members.push_back(&row);
        }
        if (members.empty()) return;
        const auto by_pool = [](const auto* a, const auto* b) {
            return std::tie(a->group, a->plan) < std::tie(b->group, b->plan);
        };
        sort_list(members, by_pool);
        // Those of a device stand together: what is sorted are stretches of one pool.
        std::vector<std::span<const Draw>> draws;
        for (size_t begin = 0, end = 0; begin < input_.draws.size(); begin = end) {
            const Draw& first = input_.draws[begin];
            while (end < input_.draws.size() && input_.draws[end].group == first.group &&
                   input_.draws[end].plan == first.plan)
                ++end;
            draws.push_back(input_.draws.subspan(begin, end - begin));
        }
        sort_list(draws, [](std::span<const Draw> a, std::span<const Draw> b) {
            return std::tie(a.front().group, a.front().plan) < std::tie(b.front().group, b.front().plan);
        });
        size_t draw = 0;
        for (size_t first = 0; first < members.size();) {
            size_t last = first;
            while (last < members.size() && !by_pool(members[first], members[last])) ++last;
            const auto of_pool = [&](std::span<const Draw> stretch) {
                return stretch.front().group == members[first]->group && stretch.front().plan == members[first]->plan;
            };
            size_t draw_end = draw;
            while (draw_end < draws.size() && of_pool(draws[draw_end])) ++draw_end;
            rate_pool({members.data() + first, last - first}, {draws.data() + draw, draw_end - draw});
            draw = draw_end;
            first = last;
        }
        SAMEBILL_ASSERT(draw == draws.size());
    }

    void rate_pool(std::span<const PlanMonth* const> members, std::span<const std::span<const Draw>> draws) {
        const PlanMonth& any = *members.front();
        const PlanInForce& plan = plan_of(any);
        Quantities uncovered{};
        if (plan.months() > 1) uncovered = draw_pool(members, draws, states_, result_.overflow);
        for (Kind kind : {Kind::data, Kind::sms}) {
            const auto k = static_cast<size_t>(index_of(kind));
            Int128 included_sum = 0;
            Int128 used_sum = 0;
            int64_t devices = 0;
            for (const PlanMonth* row : members) {
                included_sum += plan.months() > 1 ? row->bucket[k] : Int128{included(*row, kind)} * weight_of(*row);
                used_sum += Int128{row->rated[k]} * weight_of(*row);
                devices += weight_of(*row);
            }
            if (included_sum > INT64_MAX || used_sum > INT64_MAX) {
                result_.overflow = true;
                continue;
            }
            Allowance pool{
                no_index, any.group, any.plan, kind, static_cast<int64_t>(included_sum), static_cast<int64_t>(used_sum),
                {},       {}};
            const bool monthly = plan.months() == 1;
            pool.overage = monthly ? std::max<int64_t>(0, pool.used - pool.included) : uncovered[k];
            pool.included_all = pool.included;
            if (monthly) pool.lost_all = std::max<int64_t>(0, pool.included - pool.used);
            for (const PlanMonth* row : members) pool.lost_all += monthly ? 0 : left_at_end(*row, kind);
            if (shows(any, kind)) pools_.push_back(pool);
            if (*pool.overage > 0)
                result_.overages.push_back({no_index, any.group, any.plan, kind, *pool.overage, monthly, 1, devices});
        }
    }

    const RatingInput& input_;
    std::span<DeviceState> states_;
    RatedMonth result_;
    std::vector<Allowance> members_;
    std::vector<Allowance> pools_;
};

}  // namespace

int64_t prorated_included(int64_t included, int32_t billed_days, int days_in_month) {
    const Int128 product = Int128{included} * billed_days;
    return static_cast<int64_t>((product + days_in_month - 1) / days_in_month);
}

RatedMonth rate_month(const RatingInput& input, std::span<DeviceState> states) {
    return MonthRating(input, states).rate();
}

}  // namespace samebill
