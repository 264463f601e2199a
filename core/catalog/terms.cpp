// SPDX-License-Identifier: MIT
#include "core/catalog/terms.h"

namespace samebill {

namespace {

// The highest layer that states the parameter, else the standard value.
template <class Value>
Parameter<Value> resolve(std::optional<Value> Terms::*member, Value standard, const TermsLayers& layers) {
    Parameter<Value> parameter{standard, Layer::standard};
    const auto take = [&](const Terms* terms, Layer layer) {
        if (terms != nullptr && (terms->*member).has_value()) parameter = {*(terms->*member), layer};
    };
    take(layers.catalog, Layer::catalog);
    take(layers.plan, Layer::plan);
    take(layers.agreement, Layer::agreement);
    take(layers.attachment, Layer::attachment);
    return parameter;
}

}  // namespace

std::string_view name_of(LapseReason reason) {
    switch (reason) {
        case LapseReason::agreement_terminated: return "agreement_terminated";
        case LapseReason::never_provisioned: return "never_provisioned";
        case LapseReason::prepaid_unfunded: return "prepaid_unfunded";
        case LapseReason::inactive: return "inactive";
    }
    return {};
}

std::string_view name_of(Layer layer) {
    switch (layer) {
        case Layer::standard: return "standard";
        case Layer::catalog: return "catalog";
        case Layer::plan: return "plan";
        case Layer::agreement: return "agreement";
        case Layer::attachment: return "attachment";
    }
    return {};
}

TermsInForce resolve_terms(const TermsLayers& layers, int64_t kilobyte_bytes) {
    TermsInForce terms;
    terms.data_rounding = resolve(&Terms::data_rounding, RoundingRule{kilobyte_bytes, RoundingPer::session}, layers);
    terms.voice_rounding = resolve(&Terms::voice_rounding, RoundingRule{60, RoundingPer::session}, layers);
    terms.suspension_allowed = resolve(&Terms::suspension_allowed, false, layers);
    terms.pooling_allowed = resolve(&Terms::pooling_allowed, false, layers);
    terms.plan_change = resolve(&Terms::plan_change, PlanChange::next_month, layers);
    terms.cancellation_refund = resolve(&Terms::cancellation_refund, CancellationRefund::none, layers);
    terms.prepaid_lapse_days = resolve(&Terms::prepaid_lapse_days, int32_t{60}, layers);
    terms.unprovisioned_lapse_months = resolve(&Terms::unprovisioned_lapse_months, int32_t{6}, layers);
    terms.inactive_lapse_days = resolve(&Terms::inactive_lapse_days, int32_t{120}, layers);
    terms.automatic_cancellation = resolve(&Terms::automatic_cancellation, LapseReasons{0}, layers);
    return terms;
}

}  // namespace samebill
