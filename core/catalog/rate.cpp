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

}  // namespace samebill
