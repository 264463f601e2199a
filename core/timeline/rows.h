// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "core/account/event.h"
#include "core/timeline/device_state.h"

namespace samebill {

// The rows of a bill that the walk makes (formats.md calls them devices, usage, exceptions and notices).

struct Interval {
    Index device = no_index;
    Index plan = no_index;  // `no_index` is null
    Instant from = 0;       // cut to the month
    Instant until = 0;
    State state{};
    Cause cause{};
};

struct UsageRow {
    Index device = no_index;
    Index plan = no_index;
    State state{};
    Kind kind{};
    int64_t sessions = 0;
    int64_t quantity = 0;
    int64_t rated = 0;
};

enum class ExceptionReason : uint8_t {  // in bytewise order
    before_period,
    cancelled,
    kind_not_offered,
    pre_provisioned,
    prepaid_exhausted,
    unknown_device
};
std::string_view name_of(ExceptionReason reason);

struct ExceptionRow {
    std::string_view device;  // the id: it may be no device of the account
    Kind kind{};
    ExceptionReason reason{};
    int64_t sessions = 0;
    int64_t quantity = 0;
};

enum class NoticeType : uint8_t { duplicate_records, event_ignored, prepaid_exhausted, lapse_due };  // in bill order
std::string_view name_of(NoticeType type);

struct Notice {
    NoticeType type{};
    Index device = no_index;
    Instant at = no_instant;
    EventType event{};     // event_ignored
    LapseReason reason{};  // lapse_due
    int64_t count = 0;     // duplicate_records
};

}  // namespace samebill
