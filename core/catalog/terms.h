// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/quantity.h"

namespace samebill {

enum class RoundingPer : uint8_t { session, day, month };
struct RoundingRule {
    int64_t increment = 1;  // bytes or seconds, 1 ... 2^40
    RoundingPer per = RoundingPer::session;
};

enum class PlanChange : uint8_t { next_month, next_day, not_allowed };
enum class CancellationRefund : uint8_t { none, prorated };

// Why the provider may cancel a device, in the order in which they fall due at one instant (N1).
enum class LapseReason : uint8_t { agreement_terminated, never_provisioned, prepaid_unfunded, inactive };
inline constexpr int lapse_reason_count = 4;
std::string_view name_of(LapseReason reason);

// A set of lapse reasons, a bit each.
using LapseReasons = uint8_t;
constexpr LapseReasons bit_of(LapseReason reason) {
    return static_cast<LapseReasons>(1u << static_cast<int>(reason));
}

// The parameters as one layer states them; what it leaves out, the layer below holds (T1).
struct Terms {
    std::optional<RoundingRule> data_rounding;
    std::optional<RoundingRule> voice_rounding;
    std::optional<bool> suspension_allowed;
    std::optional<bool> pooling_allowed;
    std::optional<PlanChange> plan_change;
    std::optional<CancellationRefund> cancellation_refund;
    std::optional<int32_t> prepaid_lapse_days;          // 1 ... 36500
    std::optional<int32_t> unprovisioned_lapse_months;  // 1 ... 1200
    std::optional<int32_t> inactive_lapse_days;         // 1 ... 36500
    std::optional<LapseReasons> automatic_cancellation;
};

// Where a value came from; later layers win (T1).
enum class Layer : uint8_t { standard, catalog, plan, agreement, attachment };
std::string_view name_of(Layer layer);

template <class Value>
struct Parameter {
    Value value{};
    Layer layer = Layer::standard;
};

// Every parameter as it holds for one plan of one account, and the layer it came from (T3).
struct TermsInForce {
    Parameter<RoundingRule> data_rounding;
    Parameter<RoundingRule> voice_rounding;
    Parameter<bool> suspension_allowed;
    Parameter<bool> pooling_allowed;
    Parameter<PlanChange> plan_change;
    Parameter<CancellationRefund> cancellation_refund;
    Parameter<int32_t> prepaid_lapse_days;
    Parameter<int32_t> unprovisioned_lapse_months;
    Parameter<int32_t> inactive_lapse_days;
    Parameter<LapseReasons> automatic_cancellation;
};

// The layers above the standard one, each may be null (T1).
struct TermsLayers {
    const Terms* catalog = nullptr;
    const Terms* plan = nullptr;
    const Terms* agreement = nullptr;
    const Terms* attachment = nullptr;
};

// `kilobyte_bytes` is 1000 or 1024: the standard data rounding is 1 KB (M4).
TermsInForce resolve_terms(const TermsLayers& layers, int64_t kilobyte_bytes);

}  // namespace samebill
