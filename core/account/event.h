// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/base/calendar.h"
#include "core/base/index.h"

namespace samebill {

enum class EventType : uint8_t {
    activate,
    assign_plan,
    buy_credits,
    cancel,
    change_plan,
    provision,
    set_group,
    suspend
};
std::string_view name_of(EventType type);

struct Event {
    Instant at = 0;
    Index position = 0;  // in the request's `events`: the order given, and the place in error paths
    Index device = no_index;
    Index plan = no_index;   // assign_plan, change_plan, provision (if it names one)
    Index group = no_index;  // set_group; `no_index` is null
    EventType type = EventType::activate;
    bool by_provider = false;  // cancel
    std::string pack;          // buy_credits
};

}  // namespace samebill
