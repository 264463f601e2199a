// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/calendar.h"
#include "core/base/index.h"
#include "core/catalog/plan.h"

namespace samebill {

// The states of a device (S), in bytewise order of their names.
enum class State : uint8_t { active_billed, cancelled, pre_provisioned, provisioned, suspended };
std::string_view name_of(State state);
std::optional<State> parse_state(std::string_view name);

// What began an interval (B3), in bytewise order of the names.
enum class Cause : uint8_t {
    agreement_terminated,
    customer,
    data_trigger,
    days_trigger,
    inactive,
    never_provisioned,
    plan_change,
    prepaid,
    prepaid_unfunded,
    provider,
    provision,
    sms_trigger,
    voice_trigger
};
std::string_view name_of(Cause cause);
std::optional<Cause> parse_cause(std::string_view name);
Cause cause_of(LapseReason reason);
bool is_lapse(Cause cause);  // the device was cancelled automatically (N2)

// A paid period of a device on a plan of several months (F4) and its bucket (U7, G4): what is left of the included
// amounts, of all identical devices together where the device stands for several.
struct PaidPeriod {
    Index plan = no_index;
    Date paid_through = 0;  // included
    Quantities left{};
};

// All that a device carries from one month into the next.
struct DeviceState {
    State state = State::pre_provisioned;
    Cause cause = Cause::provision;  // of the present interval; of no meaning in pre_provisioned
    bool activated = false;          // was active_billed at some time (S2)
    LapseReasons noticed = 0;        // liabilities that have had their notice (N2)
    Index plan = no_index;
    Index group = no_index;
    Index pending_plan = no_index;  // H1
    Instant pending_at = no_instant;
    Instant stay_entry = no_instant;    // while provisioned or suspended
    Quantities stay_counts{};           // rated quantities since the entry (S6, U5)
    Quantities balances{};              // of the prepaid plan (C2)
    Instant exhausted_at = no_instant;  // C4's clock
    Instant active_since =
        no_instant;                   // the inactivity clock: entry into active_billed or end of the last session (N1)
    std::vector<PaidPeriod> periods;  // at most one a plan
};

// The closing state of an account: what the next month needs (formats.md, State). `devices` is parallel to
// `Account::devices`; an element is absent if the opening state did not know the device.
struct AccountState {
    Month period = 0;  // the month it closes
    std::vector<std::optional<DeviceState>> devices;
};

}  // namespace samebill
