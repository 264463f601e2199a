// SPDX-License-Identifier: MIT
#include "core/codec/streamed_elements.h"

namespace samebill {

namespace {

// Calls `read(name, bit)` for every member, which gives the member's bit, 0 if it is not usual. The bits seen, or 0.
template <class Read>
uint32_t read_members(FlatText& text, Read read) {
    uint32_t seen = 0;
    if (!text.take('{')) return 0;
    do {
        std::string_view name;
        if (!text.text(name) || !text.take(':')) return 0;
        const uint32_t bit = read(name);
        if (bit == 0 || (seen & bit) != 0) return 0;
        seen |= bit;
    } while (text.take(','));
    return text.take('}') ? seen : 0;
}

bool read_instant(FlatText& text, Instant& at) {
    std::string_view written;
    if (!text.text(written)) return false;
    const auto parsed = parse_instant(written);
    if (parsed) at = *parsed;
    return parsed.has_value();
}

bool read_type(FlatText& text, EventType& type) {
    std::string_view written;
    if (!text.text(written)) return false;
    for (int i = 0; i <= static_cast<int>(EventType::suspend); ++i) {
        type = static_cast<EventType>(i);
        if (name_of(type) == written) return true;
    }
    return false;
}

bool read_group(FlatText& text, std::string_view& group) {
    if (text.next_is('n')) return text.take_word("null");
    return text.id(group);
}

bool read_by(FlatText& text, bool& by_provider) {
    std::string_view written;
    if (!text.text(written)) return false;
    by_provider = written == "provider";
    return by_provider || written == "customer";
}

bool read_kind(FlatText& text, Kind& kind) {
    std::string_view written;
    if (!text.text(written)) return false;
    const auto parsed = parse_kind(written);
    if (parsed) kind = *parsed;
    return parsed.has_value();
}

constexpr uint32_t at = 1, type = 2, device = 4, plan = 8, group = 16, pack = 32, by = 64, reason = 128;

// The members of an event of this type: required ones, and those it may have.
struct EventMembers {
    uint32_t required;
    uint32_t optional = 0;
};
EventMembers members_of(EventType event) {
    constexpr uint32_t common = at | type | device;
    switch (event) {
        case EventType::assign_plan:
        case EventType::change_plan: return {common | plan};
        case EventType::buy_credits: return {common | pack};
        case EventType::cancel: return {common, by | reason};
        case EventType::provision: return {common, plan};
        case EventType::set_group: return {common | group};
        case EventType::activate:
        case EventType::suspend: return {common};
    }
    return {common};
}

}  // namespace

bool read_usual(FlatText& text, NamedDevice& device) {
    constexpr uint32_t id = 1, sim_product = 2, technology = 4, area = 8;
    constexpr uint32_t shipped_on = 16, iccid = 32, imsi = 64, msisdn = 128;
    std::string_view unused;
    const uint32_t seen = read_members(text, [&](std::string_view name) -> uint32_t {
        if (name == "id") return text.id(device.id) ? id : 0;
        if (name == "sim_product") return text.id(device.sim_product) ? sim_product : 0;
        if (name == "carrier_technology") return text.text(device.carrier_technology) ? technology : 0;
        if (name == "service_area") return text.text(device.service_area) ? area : 0;
        if (name == "iccid") return text.text(unused) ? iccid : 0;
        if (name == "imsi") return text.text(unused) ? imsi : 0;
        if (name == "msisdn") return text.text(unused) ? msisdn : 0;
        if (name != "shipped_on" || !text.text(unused)) return 0;
        device.shipped_on = parse_date(unused);
        return device.shipped_on ? shipped_on : 0;
    });
    return (seen & id) != 0;
}

bool read_usual(FlatText& text, SessionTable::Record& session) {
    constexpr uint32_t id = 1, device = 2, kind = 4, start = 8, end = 16, quantity = 32, all = 63;
    const uint32_t seen = read_members(text, [&](std::string_view name) -> uint32_t {
        switch (name.size()) {
            case 2: return name == "id" && text.id(session.id) ? id : 0;
            case 3: return name == "end" && read_instant(text, session.end) ? end : 0;
            case 4: return name == "kind" && read_kind(text, session.kind) ? kind : 0;
            case 5: return name == "start" && read_instant(text, session.start) ? start : 0;
            case 6: return name == "device" && text.id(session.device) ? device : 0;
            case 8: return name == "quantity" && text.quantity(session.quantity) ? quantity : 0;
            default: return 0;
        }
    });
    return seen == all && session.start <= session.end;
}

bool read_usual(FlatText& text, NamedEvent& event) {
    std::string_view unused;
    const uint32_t seen = read_members(text, [&](std::string_view name) -> uint32_t {
        switch (name.size()) {
            case 2:
                if (name == "at") return read_instant(text, event.at) ? at : 0;
                return name == "by" && read_by(text, event.by_provider) ? by : 0;
            case 4:
                if (name == "type") return read_type(text, event.type) ? type : 0;
                if (name == "plan") return text.id(event.plan) ? plan : 0;
                return name == "pack" && text.id(event.pack) ? pack : 0;
            case 5: return name == "group" && read_group(text, event.group) ? group : 0;
            case 6:
                if (name == "device") return text.id(event.device) ? device : 0;
                return name == "reason" && text.text(unused) ? reason : 0;
            default: return 0;
        }
    });
    const EventMembers due = members_of(event.type);
    return (seen & due.required) == due.required && (seen & ~(due.required | due.optional)) == 0;
}

}  // namespace samebill
