// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/money.h"

namespace samebill {

enum class TierMode : uint8_t { graduated, volume };

// A tier ends at `up_to` units, inclusive; the last one has no end and 0 here.
struct Tier {
    int64_t up_to = 0;
    Decimal price;
};

// A price for a quantity (U8): `price` for every `unit` bytes, seconds or messages, or by tiers counted in units.
// Without tiers `tiers` is empty. `unit_name` is the unit as the catalog writes it ("MB").
struct Rate {
    Decimal price;
    int64_t unit = 1;
    std::string unit_name;
    bool whole_units = false;
    TierMode mode = TierMode::graduated;
    std::vector<Tier> tiers;
};

// A part of a quantity at one price; the quantity counts bytes, seconds or messages.
struct PricedPart {
    Int128 quantity = 0;
    Decimal price;
};

// The quantity split into the parts that have one price each (U8): one part without tiers and in mode `volume`, one a
// tier reached in mode `graduated`. With `whole_units` the quantity is first rounded up to whole units.
std::vector<PricedPart> priced_parts(const Rate& rate, int64_t quantity);

// The exact price of `quantity` (bytes, seconds or messages, >= 0) in major units. Nothing if it leaves 128 bits.
// Example: 5 MB = 5,242,880 B at "0.10" per MB: 5242880 * 10^8 / (1048576 * 10^9) = 0.5.
std::optional<Fraction> price_of(const Rate& rate, int64_t quantity);

// The same for many quantities: what the tiers below each one come to is added up once, and a quantity's tier is
// searched for by halves, so that many tiers and many lines cost their sum, not their product.
class RatePrices {
public:
    explicit RatePrices(const Rate& rate);
    std::optional<Fraction> price_of(int64_t quantity) const;

private:
    const Rate* rate_;
    std::vector<std::optional<Int128>> below_;  // by tier, in mode `graduated`; nothing if it leaves 128 bits
};

}  // namespace samebill
