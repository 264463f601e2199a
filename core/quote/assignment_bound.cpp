// SPDX-License-Identifier: MIT
#include "core/quote/assignment_bound.h"

#include <algorithm>

#include "core/charges/lines.h"

namespace samebill {

namespace {

constexpr int64_t whole = 4096;
constexpr int fine = 20;  // bits after the point of a slope

// The least price of a unit, in weighted cost of one byte or message.
int64_t slope_of(const Rate& rate, int minor_digits, int64_t weight) {
    Int128 nanos = rate.price.nanos;
    if (!rate.tiers.empty()) {
        nanos = rate.tiers.front().price.nanos;
        for (const Tier& tier : rate.tiers) nanos = std::min(nanos, tier.price.nanos);
    }
    for (int digit = 0; digit < minor_digits; ++digit) nanos *= 10;
    const auto product = multiply(nanos, weight);  // 10^-18 minor units a unit
    if (!product) return 0;                        // absurdly dear: the bound goes without
    const Int128 slope = (*product / nano << fine) / rate.unit;
    return static_cast<int64_t>(std::min<Int128>(slope, int64_t{1} << 60));
}

}  // namespace

AssignmentBound::AssignmentBound(const Request& request, const FleetPasses& passes, const FleetOptions& options,
                                 const FleetCost& cost)
    : request_(request), passes_(passes), options_(options), from_(request.through - passes.months + 1) {
    for (const Device& device : request.account.devices) fleet_ += device.weight;
    for (Index device = 0; device < request.account.devices.size(); ++device) {
        for (uint32_t choice = 0; choice < options.count(device); ++choice)
            add_option(device, options.of(device, choice), cost);
    }
    term_begins_.push_back(static_cast<uint32_t>(terms_.size()));
}

void AssignmentBound::add_option(Index device, const Option& option, const FleetCost& cost) {
    term_begins_.push_back(static_cast<uint32_t>(terms_.size()));
    Int128 base = cost.own(device, option.pass);
    const int64_t weight = request_.account.devices[device].weight;
    for (const Share& share : cost.shares(device, option)) {
        const MonthWeights& weights = cost.weights()[share.month];
        const Index group = FleetCost::group_of(share, option);
        if (share.volume)
            base += volume_floor(share) * weight * weights.category[static_cast<size_t>(Category::access)];
        if (!share.pooled || group == no_index) {
            if (!share.buckets)
                base += Int128{share.own_overage} * weights.category[static_cast<size_t>(Category::usage)];
            continue;
        }
        for (int kind = 0; kind < static_cast<int>(shared_kinds.size()); ++kind) {
            const auto k = static_cast<size_t>(kind);
            int64_t excess = 0;
            if (__builtin_mul_overflow(share.used[k] - share.included[k], weight, &excess)) excess = INT64_MIN;
            if (excess != 0) terms_.push_back({multiplier_of(share, group, kind, weights), excess});
        }
    }
    base_.push_back(base);
}

uint32_t AssignmentBound::multiplier_of(const Share& share, Index group, int kind, const MonthWeights& weights) {
    const auto next = static_cast<uint32_t>(multipliers_.size());
    const std::array<uint32_t, 4> key{group, share.plan, share.month, static_cast<uint32_t>(kind)};
    const auto [at, is_new] = known_.emplace(key, next);
    if (!is_new) return at->second;
    Multiplier& made = multipliers_.emplace_back();
    const int64_t weight = weights.category[static_cast<size_t>(Category::usage)];
    const auto& rate = passes_.book.plans[share.plan]
                           .plan.overage[static_cast<size_t>(index_of(shared_kinds[static_cast<size_t>(kind)]))];
    if (rate) made.slope = slope_of(*rate, request_.catalog.currency.minor_digits, weight);
    made.rounding = weight / 2 + 1;
    return next;
}

// What the device pays of the access fee at the least price that the fleet's size can reach (F5), of one device.
Int128 AssignmentBound::volume_floor(const Share& share) const {
    const AccessFee& fee = *passes_.book.plans[share.plan].plan.access_fee;
    Decimal least = access_fee_price(fee, 0);
    for (const VolumeStep& step : fee.volume) {
        if (step.from <= fleet_) least = std::min(least, step.amount);
    }
    const Fraction exact =
        fee.months > 1 ? Fraction{least.nanos, nano} : prorated(least, share.days, days_in(from_ + share.month));
    const int64_t amount = round_amount(exact, request_.catalog.currency).value_or(0);
    return fee.months > 1 ? Int128{amount} * share.fees : amount;
}

Int128 AssignmentBound::evaluate(Choices& chosen) {
    std::vector<Int128> slopes(multipliers_.size());
    for (size_t i = 0; i < slopes.size(); ++i) {
        slopes[i] = Int128{multipliers_[i].slope} * multipliers_[i].part / whole;
        multipliers_[i].excess = 0;
    }
    Int128 sum = 0;
    const size_t devices = options_.begins.size() - 1;
    chosen.assign(devices, 0);
    for (size_t device = 0; device < devices; ++device) {
        Int128 least = 0;
        for (uint32_t option = options_.begins[device]; option < options_.begins[device + 1]; ++option) {
            Int128 cost = base_[option];
            for (uint32_t t = term_begins_[option]; t < term_begins_[option + 1]; ++t)
                cost += (slopes[terms_[t].multiplier] * terms_[t].excess) >> fine;  // towards minus infinity
            if (option != options_.begins[device] && cost >= least) continue;
            least = cost;
            chosen[device] = option - options_.begins[device];
        }
        sum += least;
        const uint32_t option = options_.begins[device] + chosen[device];
        for (uint32_t t = term_begins_[option]; t < term_begins_[option + 1]; ++t)
            multipliers_[terms_[t].multiplier].excess += terms_[t].excess;
    }
    for (const Multiplier& multiplier : multipliers_) {
        if (multiplier.part > 0) sum -= multiplier.rounding;
    }
    return sum;
}

bool AssignmentBound::improve() {
    bool moved = false;
    for (Multiplier& multiplier : multipliers_) {
        const int sign = multiplier.excess > 0 ? 1 : multiplier.excess < 0 ? -1 : 0;
        if (sign == 0) continue;
        if (multiplier.sign != 0 && sign != multiplier.sign)
            multiplier.step = std::max<int64_t>(1, multiplier.step / 2);
        multiplier.sign = sign;
        const int64_t part = std::clamp<int64_t>(multiplier.part + sign * multiplier.step, 0, whole);
        moved = moved || part != multiplier.part;
        multiplier.part = part;
    }
    return moved;
}

}  // namespace samebill
