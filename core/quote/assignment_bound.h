// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/quote/assignment_cost.h"

namespace samebill {

// The options of every device, staying as it is the first.
struct FleetOptions {
    std::vector<Option> options;
    std::vector<uint32_t> begins;  // by device, and the end

    uint32_t count(Index device) const { return begins[device + 1] - begins[device]; }
    const Option& of(Index device, uint32_t choice) const { return options[begins[device] + choice]; }
};

// By device, which of its options.
using Choices = std::vector<uint32_t>;

// A lower bound of the objective of every assignment (FleetCost), by Lagrange multipliers. A pool's overage of a month
// costs at least `λ × (used − included)` for every λ between 0 and the least price of the plan's overage rate: with λ
// fixed each device takes its cheapest option by itself, and the sum is a bound. A volume price counts as the least
// that the fleet can reach, overage that buckets of a pool may cover (G4) as nothing. The multipliers are moved towards
// the best bound; whatever they are, the bound holds. Integers only: products are rounded down.
class AssignmentBound {
public:
    AssignmentBound(const Request& request, const FleetPasses& passes, const FleetOptions& options,
                    const FleetCost& cost);

    // The bound with the multipliers as they stand; `chosen` receives each device's cheapest option.
    Int128 evaluate(Choices& chosen);
    // Moves every multiplier a step towards what evaluate() found; false if there is none.
    bool improve();
    int64_t terms() const { return static_cast<int64_t>(terms_.size()); }

private:
    struct Multiplier {
        int64_t slope = 0;    // weighted cost of one byte or message, in 2^-20
        int64_t part = 2048;  // of 4096: λ is slope × part / 4096
        int64_t step = 1024;
        int sign = 0;
        Int128 excess = 0;     // used − included of the devices that chose to be in the pool
        int64_t rounding = 0;  // what rounding the pool's line can take off
    };
    struct Term {
        uint32_t multiplier = 0;
        int64_t excess = 0;
    };
    void add_option(Index device, const Option& option, const FleetCost& cost);
    uint32_t multiplier_of(const Share& share, Index group, int kind, const MonthWeights& weights);
    Int128 volume_floor(const Share& share) const;

    const Request& request_;
    const FleetPasses& passes_;
    const FleetOptions& options_;
    Month from_;
    int64_t fleet_ = 0;                  // devices with their weights
    std::vector<Int128> base_;           // by option
    std::vector<uint32_t> term_begins_;  // by option, and the end
    std::vector<Term> terms_;
    std::vector<Multiplier> multipliers_;
    std::map<std::array<uint32_t, 4>, uint32_t> known_;
};

}  // namespace samebill
