// SPDX-License-Identifier: MIT
#include "native-server/runs/billing.h"

#include <algorithm>
#include <thread>

namespace samebill::runs {

namespace {

int threads_of(const BillingOptions& options) {
    if (options.threads > 0) return options.threads;
    return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

}  // namespace

Billing::Billing(store::Database& database, const security::KeyRing& keys, const Clock& clock,
                 const BillingOptions& options, Metrics* metrics)
    : options_(options),
      keys_(keys),
      composer_(database, options.kept_bytes),
      corrector_(database, clock),
      runner_(database, keys, clock, corrector_, metrics, threads_of(options)) {}

AnswerPtr Billing::preview(const std::string& account, const std::optional<std::string>& month, const WhatIf& changes) {
    for (;;) {
        AnswerPtr answer = composer_.what_if(account, month, changes);
        if (!answer->correction_due) return answer;
        corrector_.settle(account);  // what stands against it is in the next answer
    }
}

}  // namespace samebill::runs
