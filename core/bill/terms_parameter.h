// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/catalog/terms.h"

namespace samebill {

// The parameters of the terms by name (T1), in the order in which tables show them.
enum class TermsParameter : uint8_t {
    data_rounding,
    voice_rounding,
    suspension_allowed,
    pooling_allowed,
    plan_change,
    cancellation_refund,
    prepaid_lapse_days,
    unprovisioned_lapse_months,
    inactive_lapse_days,
    automatic_cancellation
};
inline constexpr std::array<TermsParameter, 10> all_terms_parameters{
    TermsParameter::data_rounding,       TermsParameter::voice_rounding,
    TermsParameter::suspension_allowed,  TermsParameter::pooling_allowed,
    TermsParameter::plan_change,         TermsParameter::cancellation_refund,
    TermsParameter::prepaid_lapse_days,  TermsParameter::unprovisioned_lapse_months,
    TermsParameter::inactive_lapse_days, TermsParameter::automatic_cancellation};

std::string_view name_of(TermsParameter parameter);
// The layer that the parameter's value came from (T3).
Layer layer_of(const TermsInForce& terms, TermsParameter parameter);

}  // namespace samebill
