// SPDX-License-Identifier: MIT
#include "core/account/event.h"

namespace samebill {

std::string_view name_of(EventType type) {
    switch (type) {
        case EventType::activate: return "activate";
        case EventType::assign_plan: return "assign_plan";
        case EventType::buy_credits: return "buy_credits";
        case EventType::cancel: return "cancel";
        case EventType::change_plan: return "change_plan";
        case EventType::provision: return "provision";
        case EventType::set_group: return "set_group";
        case EventType::suspend: return "suspend";
    }
    return {};
}

}  // namespace samebill
