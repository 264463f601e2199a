// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "native-server/runs/billing_options.h"
#include "native-server/runs/composer.h"
#include "native-server/runs/corrector.h"
#include "native-server/runs/runner.h"

// The parts of the server that make bills of stored accounts, together.

namespace samebill::runs {

class Billing {
public:
    // `metrics` may be null.
    Billing(store::Database& database, const security::KeyRing& keys, const Clock& clock, const BillingOptions& options,
            Metrics* metrics = nullptr);

    // Composer::what_if, with final months corrected first if they have new inputs: the preview is the bill.
    AnswerPtr preview(const std::string& account, const std::optional<std::string>& month, const WhatIf& changes = {});

    // What would be previewed without changes, if it is in memory; else null.
    AnswerPtr kept(const std::string& account, const std::optional<std::string>& month) {
        return composer_.kept(account, month);
    }

    Corrector& corrector() { return corrector_; }
    Runner& runner() { return runner_; }
    const BillingOptions& options() const { return options_; }
    const security::KeyRing& keys() const { return keys_; }

private:
    const BillingOptions options_;
    const security::KeyRing& keys_;
    Composer composer_;
    Corrector corrector_;
    Runner runner_;
};

}  // namespace samebill::runs
