// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace samebill::runs {

struct BillingOptions {
    int threads = 0;                          // that work on bill runs; 0: one for each processor
    int64_t correction_months = 3;            // final months for which late usage is still taken
    int64_t kept_bytes = int64_t{128} << 20;  // of previews and what they are made from, in memory
};

}  // namespace samebill::runs
