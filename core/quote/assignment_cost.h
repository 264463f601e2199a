// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "core/catalog/rate.h"
#include "core/quote/assignment_passes.h"

namespace samebill {

// One way for a device: a pass (a plan, or staying) and a group.
struct Option {
    uint16_t pass = 0;
    Index group = 0;  // `keep_group`: as the request has it
};
inline constexpr Index keep_group = no_index - 1;

// Weights of amounts: what a minor unit of a category adds to the month's total, in units of 10^-9 minor units, rounded
// down, after discounts and taxes (B2, B8). Totals as the engine rounds them differ by no more than `slack`.
struct MonthWeights {
    std::array<int64_t, category_count> category{};
    int64_t slack = 0;
};
std::vector<MonthWeights> month_weights(const Request& request, Month from);

// What an assignment comes to, kept up as devices move. Own costs are the passes'; pools and volume prices are rated
// and rounded by the engine's functions from the sums of the shares. The objective is linear in the amounts (weights
// above); `total` puts the sums through the bill's own discounts, minimum, taxes and totals.
class FleetCost {
public:
    FleetCost(const Request& request, const FleetPasses& passes, Month from);

    // Adds (or takes away) what a device brings with an option.
    void add(Index device, const Option& option, int sign);

    Int128 objective() const { return objective_; }
    // The bills' totals in minor units; nothing if they overflow (M3).
    std::optional<int64_t> total() const;
    // The least total that an objective allows.
    int64_t floor_of(Int128 objective) const;
    // What the months' minimum charges come to (B7): the total is never below.
    int64_t least_total() const { return least_total_; }

    int64_t steps() const { return steps_; }
    const std::vector<MonthWeights>& weights() const { return weights_; }

    std::span<const Share> shares(Index device, const Option& option) const {
        const FleetPass& pass = passes_.passes[option.pass];
        return {pass.shares.data() + pass.share_begins[device],
                pass.share_begins[device + 1] - pass.share_begins[device]};
    }
    // Of a device in a pass, without its shares.
    Int128 own(Index device, uint16_t pass) const { return own_[pass][device]; }
    static Index group_of(const Share& share, const Option& option) {
        return option.group == keep_group ? share.group : option.group;
    }

private:
    struct PoolMonth {
        std::array<Int128, 2> used{};
        std::array<Int128, 2> included{};
        std::array<int64_t, 2> amount{};
    };
    struct VolumeMonth {
        int64_t devices = 0;
        std::array<int64_t, 32> by_days{};  // devices by billed days
        int64_t fees = 0;                   // of several months
        int64_t amount = 0;
    };

    void add_share(const Share& share, Index group, int64_t weight);
    void add_to_pool(const Share& share, Index group, int64_t weight);
    void add_to_volume(const Share& share, int64_t weight);
    int64_t volume_amount(const VolumeMonth& volume, Index plan, int32_t month) const;
    int64_t rounded(std::optional<Fraction> exact) const;
    void change(int32_t month, Category category, int64_t amount);

    const Request& request_;
    const FleetPasses& passes_;
    Month from_;
    std::vector<MonthWeights> weights_;
    std::vector<std::vector<Int128>> own_;  // by pass, then device: weighted
    std::vector<std::array<Int128, category_count>> sums_;
    std::map<std::pair<Index, Index>, std::vector<PoolMonth>> pools_;  // by group and plan
    std::map<Index, std::vector<VolumeMonth>> volumes_;                // by plan
    std::map<std::pair<Index, int>, RatePrices> rates_;                // by plan and shared kind
    Int128 objective_ = 0;
    int64_t least_total_ = 0;
    int64_t steps_ = 0;
    mutable bool overflow_ = false;
};

}  // namespace samebill
