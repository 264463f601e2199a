// SPDX-License-Identifier: MIT
#include "core/timeline/lapses.h"

namespace samebill {

Instant lapse_instant(LapseReason reason, const DeviceState& state, const Device& device, const TermsInForce& terms,
                      Instant agreement_end) {
    if (state.state == State::cancelled || (state.noticed & bit_of(reason)) != 0) return end_of_time;
    switch (reason) {
        case LapseReason::agreement_terminated: return agreement_end;
        case LapseReason::never_provisioned:
            if (state.state != State::pre_provisioned || !device.lapses || !device.shipped_on) return end_of_time;
            return start_of(add_months(*device.shipped_on, terms.unprovisioned_lapse_months.value));
        case LapseReason::prepaid_unfunded:
            if (state.exhausted_at == no_instant) return end_of_time;
            return state.exhausted_at + terms.prepaid_lapse_days.value * seconds_a_day;
        case LapseReason::inactive:
            if (state.state != State::active_billed || !device.lapses) return end_of_time;
            return state.active_since + terms.inactive_lapse_days.value * seconds_a_day;
    }
    return end_of_time;
}

}  // namespace samebill
