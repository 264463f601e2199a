// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/bill/request.h"
#include "core/codec/long_text.h"
#include "core/codec/reader.h"

namespace samebill {

// The closing state of an account as JSON, samebill/state/1 (formats.md, State). What comes in: the states of the
// devices. What goes out: the canonical document, and back; writing what was read gives the same bytes.
//
//   {"schema": "samebill/state/1", "rules": "1", "account": id, "catalog": id,
//    "period": month,                                  the month it closes
//    "devices": [DeviceState...],                      by id, bytewise
//    "digest": "sha256:..."}                           of the canonical form without this member
//   DeviceState: {"id": id,
//    "state": name,                                    of S
//    "cause"?: name,                                   of the present interval; not in pre_provisioned
//    "activated"?: true,                               was active_billed at some time (S2)
//    "plan"?: id, "group"?: id,
//    "pending"?: {"plan": id, "at": instant},          H1
//    "stay"?: {"entry": instant, "counts"?: Counts},   in provisioned and suspended: rated quantities (S6, U5)
//    "balances"?: Counts,                              C2
//    "exhausted_at"?: instant,                         C4's clock
//    "active_since"?: instant,                         the inactivity clock (N1)
//    "noticed"?: [reason...],                          liabilities that have had their notice (N2), in N1's order
//    "periods"?: [{"plan": id, "paid_through": day, "left"?: Counts}...]}     F4, U7; by plan, bytewise
//   Counts: {"data"?, "voice"?, "sms"?}                integers above 0, 0 where left out
//
// Instants are whole seconds and days whole days since 1970-01-01. A cancelled device has its state and cause alone: a
// later month needs no more of it. Example: {"id":"pump-1","state":"suspended","cause":"customer","activated":true,
// "plan":"meter","stay":{"entry":1772323200}}.

struct WrittenDeviceState {
    std::string id;
    DeviceState state;  // plans and groups not set
    std::string plan;   // empty: none
    std::string pending_plan;
    std::string group;
    std::vector<std::string> period_plans;  // parallel to state.periods
};

struct WrittenState {
    std::string account;
    std::string catalog;
    Month period = 0;
    std::vector<WrittenDeviceState> devices;
};

// The shape of a state, its problems reported.
void read_state(Reader& reader, const Value& value, WrittenState& state);

// An opening state: nothing if it is damaged, of another version, or contradicts itself.
std::optional<WrittenState> read_opening(const Json& document);

// The closing state of a request. `state.devices` is parallel to the account's.
std::string write_state(const AccountState& state, const Request& request);
// The same, appended to a text.
void write_state(const AccountState& state, const Request& request, std::string& out, const LongTextOptions& options);

}  // namespace samebill
