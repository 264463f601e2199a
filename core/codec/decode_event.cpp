// SPDX-License-Identifier: MIT
#include "core/codec/decode_event.h"

namespace samebill {

namespace {

constexpr MemberRule plain_rules[] = {{"at", required}, {"type", required}, {"device", required}};
constexpr MemberRule plan_rules[] = {{"at", required}, {"type", required}, {"device", required}, {"plan", required}};
constexpr MemberRule provision_rules[] = {{"at", required}, {"type", required}, {"device", required}, {"plan"}};
constexpr MemberRule cancel_rules[] = {{"at", required}, {"type", required}, {"device", required}, {"by"}, {"reason"}};
constexpr MemberRule group_rules[] = {{"at", required}, {"type", required}, {"device", required}, {"group", required}};
constexpr MemberRule pack_rules[] = {{"at", required}, {"type", required}, {"device", required}, {"pack", required}};
// Where the type is not known, any of these may be meant.
constexpr MemberRule unknown_rules[] = {
    {"at", required}, {"type", required}, {"device", required}, {"plan"}, {"by"}, {"reason"}, {"group"}, {"pack"}};
constexpr MemberRule session_rules[] = {
    {"id", required},    {"device", required}, {"kind", required},
    {"start", required}, {"end", required},    {"quantity", required},
};
constexpr MemberRule adjustment_rules[] = {
    {"of", required},       {"issued", required}, {"corrected", required},
    {"subtotal", required}, {"tax", required},    {"amount", required},
};

std::span<const MemberRule> rules_of(EventType type) {
    switch (type) {
        case EventType::activate: return plain_rules;
        case EventType::assign_plan: return plan_rules;
        case EventType::buy_credits: return pack_rules;
        case EventType::cancel: return cancel_rules;
        case EventType::change_plan: return plan_rules;
        case EventType::provision: return provision_rules;
        case EventType::set_group: return group_rules;
        case EventType::suspend: return plain_rules;
    }
    return plain_rules;
}

constexpr std::string_view event_names =
    "\"assign_plan\", \"provision\", \"activate\", \"suspend\", \"cancel\", \"change_plan\", \"set_group\", "
    "\"buy_credits\"";

std::optional<EventType> type_of(const Json& event) {
    const Json* type = find_member(event, "type");
    if (type == nullptr) return std::nullopt;
    for (int i = 0; i <= static_cast<int>(EventType::suspend); ++i) {
        if (is_text(*type, name_of(static_cast<EventType>(i)))) return static_cast<EventType>(i);
    }
    return std::nullopt;
}

// Money with the currency's digits, or if that is not known with any.
bool read_money(Reader& reader, const Value* value, const Currency* currency, int64_t& out) {
    if (value == nullptr) return false;
    std::optional<int64_t> amount;
    if (value->json->is_text()) {
        for (int digits = 0; digits <= 4 && !amount; ++digits) {
            if (currency == nullptr || currency->minor_digits == digits)
                amount = parse_amount(value->json->text(), digits);
        }
    }
    if (!amount) {
        return reader.wrong(
            *value, "an amount as text with exactly the digits of the currency after the point" +
                        (currency == nullptr ? std::string()
                                             : ", such as \"" + format_amount(-1234, currency->minor_digits) + "\""));
    }
    out = *amount;
    return true;
}

}  // namespace

void read_event(Reader& reader, const Value& value, NamedEvent& named) {
    const auto type = type_of(*value.json);
    const Members members(reader, value, type ? std::string(name_of(*type)) + " events" : "an event",
                          type ? rules_of(*type) : unknown_rules);
    if (!type && members["type"] != nullptr) reader.wrong(*members["type"], "one of " + std::string(event_names));
    if (type) named.type = *type;
    reader.instant(members["at"], named.at);
    reader.id(members["device"], named.device);
    if (!type) return;
    reader.id(members["plan"], named.plan);
    const Value* group = members["group"];
    if (group != nullptr && !group->json->is_null()) reader.id(group, named.group);
    reader.id(members["pack"], named.pack);
    std::string reason;
    reader.text(members["reason"], reason);
    reader.choice<bool>(members["by"], {{"customer", false}, {"provider", true}}, named.by_provider);
}

void read_events(Reader& reader, const Value* value, std::vector<NamedEvent>& events) {
    reader.list(value, [&](const Value& element) { read_event(reader, element, events.emplace_back()); });
}

bool read_session(Reader& reader, const Value& value, SessionTable::Record& record) {
    const uint64_t before = reader.problems.found();
    const Members members(reader, value, "a session", session_rules);
    reader.id(members["id"], record.id);
    reader.id(members["device"], record.device);
    reader.choice<Kind>(members["kind"], {{"data", Kind::data}, {"voice", Kind::voice}, {"sms", Kind::sms}},
                        record.kind);
    const bool has_start = reader.instant(members["start"], record.start);
    const Value* end = members["end"];
    if (reader.instant(end, record.end) && has_start && record.end < record.start)
        reader.wrong(*end, "at or after `start`");
    reader.integer(members["quantity"], 0, max_quantity, record.quantity);
    return reader.problems.found() == before;
}

void read_adjustments(Reader& reader, const Value* value, const Currency* currency, const Month* from,
                      std::vector<Adjustment>& adjustments) {
    reader.list(value, [&](const Value& element) {
        const Members members(reader, element, "an adjustment", adjustment_rules);
        Adjustment& adjustment = adjustments.emplace_back();
        if (reader.month(members["of"], adjustment.of) && from != nullptr && adjustment.of >= *from)
            reader.wrong(*members["of"], "a month before `from`");
        reader.digest(members["issued"], adjustment.issued);
        reader.digest(members["corrected"], adjustment.corrected);
        const bool has_subtotal = read_money(reader, members["subtotal"], currency, adjustment.subtotal);
        const bool has_tax = read_money(reader, members["tax"], currency, adjustment.tax);
        const bool has_amount = read_money(reader, members["amount"], currency, adjustment.amount);
        if (currency == nullptr || !has_subtotal || !has_tax || !has_amount) return;
        if (adjustment.subtotal + adjustment.tax != adjustment.amount)
            reader.wrong(*members["amount"], "`subtotal` plus `tax`");
    });
}

}  // namespace samebill
