// SPDX-License-Identifier: MIT
#include "core/timeline/device_state.h"

namespace samebill {

namespace {

constexpr std::string_view state_names[] = {"active_billed", "cancelled", "pre_provisioned", "provisioned",
                                            "suspended"};
constexpr std::string_view cause_names[] = {
    "agreement_terminated", "customer", "data_trigger",     "days_trigger", "inactive",  "never_provisioned",
    "plan_change",          "prepaid",  "prepaid_unfunded", "provider",     "provision", "sms_trigger",
    "voice_trigger"};

template <class Value, size_t count>
std::optional<Value> find_name(const std::string_view (&names)[count], std::string_view name) {
    for (size_t i = 0; i < count; ++i) {
        if (names[i] == name) return static_cast<Value>(i);
    }
    return std::nullopt;
}

}  // namespace

std::string_view name_of(State state) {
    return state_names[static_cast<size_t>(state)];
}
std::optional<State> parse_state(std::string_view name) {
    return find_name<State>(state_names, name);
}
std::string_view name_of(Cause cause) {
    return cause_names[static_cast<size_t>(cause)];
}
std::optional<Cause> parse_cause(std::string_view name) {
    return find_name<Cause>(cause_names, name);
}

Cause cause_of(LapseReason reason) {
    switch (reason) {
        case LapseReason::agreement_terminated: return Cause::agreement_terminated;
        case LapseReason::never_provisioned: return Cause::never_provisioned;
        case LapseReason::prepaid_unfunded: return Cause::prepaid_unfunded;
        case LapseReason::inactive: return Cause::inactive;
    }
    return Cause::provider;
}

bool is_lapse(Cause cause) {
    return cause == Cause::agreement_terminated || cause == Cause::never_provisioned ||
           cause == Cause::prepaid_unfunded || cause == Cause::inactive;
}

}  // namespace samebill
