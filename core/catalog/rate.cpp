// SPDX-License-Identifier: MIT
#include "core/catalog/rate.h"

#include <algorithm>

namespace samebill {

std::vector<PricedPart> priced_parts(const Rate& rate, int64_t quantity) {
    const Int128 unit = rate.unit;
    Int128 whole = quantity;
    if (rate.whole_units) whole = (whole + unit - 1) / unit * unit;
    if (rate.tiers.empty()) return {{whole, rate.price}};
    std::vector<PricedPart> parts;
    Int128 priced = 0;
    for (const Tier& tier : rate.tiers) {
        const Int128 end = tier.up_to * unit;  // up_to <= 2^53, unit <= 2^30: no overflow
        const bool holds_rest = tier.up_to == 0 || whole <= end;
        if (rate.mode == TierMode::volume) {
            if (holds_rest) return {{whole, tier.price}};
            continue;
        }
        const Int128 until = holds_rest ? whole : end;
        parts.push_back({until - priced, tier.price});
        priced = until;
        if (holds_rest) break;
    }
    return parts;
}

std::optional<Fraction> price_of(const Rate& rate, int64_t quantity) {
    Int128 numerator = 0;
    for (const PricedPart& part : priced_parts(rate, quantity)) {
        const auto product = multiply(part.quantity, part.price.nanos);
        if (!product || __builtin_add_overflow(numerator, *product, &numerator)) return std::nullopt;
    }
    return Fraction{numerator, Int128{rate.unit} * nano};
}

namespace {

// The product added to the sum; nothing if it leaves 128 bits.
std::optional<Int128> add_product(std::optional<Int128> sum, Int128 a, Int128 b) {
    const auto product = multiply(a, b);
    Int128 total = 0;
    if (!sum || !product || __builtin_add_overflow(*sum, *product, &total)) return std::nullopt;
    return total;
}

}  // namespace

RatePrices::RatePrices(const Rate& rate) : rate_(&rate) {
    std::optional<Int128> sum = 0;
    Int128 priced = 0;
    for (const Tier& tier : rate.tiers) {
        below_.push_back(sum);
        const Int128 end = Int128{tier.up_to} * rate.unit;
        sum = add_product(sum, end - priced, tier.price.nanos);
        priced = end;
    }
}

std::optional<Fraction> RatePrices::price_of(int64_t quantity) const {
    const Rate& rate = *rate_;
    if (rate.tiers.empty()) return samebill::price_of(rate, quantity);
    const Int128 unit = rate.unit;
    Int128 whole = quantity;
    if (rate.whole_units) whole = (whole + unit - 1) / unit * unit;
    // The last tier has no end: it holds what is above all others.
    const auto tier = std::partition_point(rate.tiers.begin(), rate.tiers.end() - 1,
                                           [&](const Tier& t) { return t.up_to * unit < whole; });
    const auto at = static_cast<size_t>(tier - rate.tiers.begin());
    std::optional<Int128> numerator;
    if (rate.mode == TierMode::volume)
        numerator = multiply(whole, tier->price.nanos);
    else
        numerator = add_product(below_[at], whole - (at == 0 ? 0 : rate.tiers[at - 1].up_to * unit), tier->price.nanos);
    if (!numerator) return std::nullopt;
    return Fraction{*numerator, unit * nano};
}

}  // namespace samebill
