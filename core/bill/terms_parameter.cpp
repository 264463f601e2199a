// SPDX-License-Identifier: MIT
#include "core/bill/terms_parameter.h"

namespace samebill {

std::string_view name_of(TermsParameter parameter) {
    switch (parameter) {
        case TermsParameter::data_rounding: return "data_rounding";
        case TermsParameter::voice_rounding: return "voice_rounding";
        case TermsParameter::suspension_allowed: return "suspension_allowed";
        case TermsParameter::pooling_allowed: return "pooling_allowed";
        case TermsParameter::plan_change: return "plan_change";
        case TermsParameter::cancellation_refund: return "cancellation_refund";
        case TermsParameter::prepaid_lapse_days: return "prepaid_lapse_days";
        case TermsParameter::unprovisioned_lapse_months: return "unprovisioned_lapse_months";
        case TermsParameter::inactive_lapse_days: return "inactive_lapse_days";
        case TermsParameter::automatic_cancellation: return "automatic_cancellation";
    }
    return {};
}

Layer layer_of(const TermsInForce& terms, TermsParameter parameter) {
    switch (parameter) {
        case TermsParameter::data_rounding: return terms.data_rounding.layer;
        case TermsParameter::voice_rounding: return terms.voice_rounding.layer;
        case TermsParameter::suspension_allowed: return terms.suspension_allowed.layer;
        case TermsParameter::pooling_allowed: return terms.pooling_allowed.layer;
        case TermsParameter::plan_change: return terms.plan_change.layer;
        case TermsParameter::cancellation_refund: return terms.cancellation_refund.layer;
        case TermsParameter::prepaid_lapse_days: return terms.prepaid_lapse_days.layer;
        case TermsParameter::unprovisioned_lapse_months: return terms.unprovisioned_lapse_months.layer;
        case TermsParameter::inactive_lapse_days: return terms.inactive_lapse_days.layer;
        case TermsParameter::automatic_cancellation: return terms.automatic_cancellation.layer;
    }
    return Layer::standard;
}

}  // namespace samebill
