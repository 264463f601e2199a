// SPDX-License-Identifier: MIT
#pragma once

#include "core/account/account.h"
#include "core/catalog/terms.h"
#include "core/timeline/device_state.h"

namespace samebill {

// N1: when a device falls due for cancellation by the provider for a reason, as its state stands; `end_of_time` if it
// is not liable, or its liability has had its notice. `agreement_end` is 00:00 on the day after the agreement's last
// day. Example: shipped on 2026-08-31, 6 months: 00:00 on 2027-02-28.
Instant lapse_instant(LapseReason reason, const DeviceState& state, const Device& device, const TermsInForce& terms,
                      Instant agreement_end);

}  // namespace samebill
