// SPDX-License-Identifier: MIT
#include <charconv>

#include "core/codec/decode_parts.h"
#include "core/codec/decode_scenario.h"

namespace samebill {

namespace {

constexpr MemberRule data_rules[] = {{"name", required}, {"kind", required}, {"times", required}, {"payload", required},
                                     {"messages"},       {"duration"},       {"protocol"},        {"varies"},
                                     {"from"},           {"until"}};
constexpr MemberRule voice_rules[] = {
    {"name", required}, {"kind", required}, {"times", required}, {"duration", required}, {"varies"},
    {"from"},           {"until"}};
constexpr MemberRule sms_rules[] = {{"name", required}, {"kind", required}, {"times", required},
                                    {"messages"},       {"from"},           {"until"}};
constexpr MemberRule unknown_rules[] = {{"name", required}, {"kind", required}, {"times", required}, {"payload"},
                                        {"messages"},       {"duration"},       {"protocol"},        {"varies"},
                                        {"from"},           {"until"}};
constexpr MemberRule protocol_rules[] = {
    {"session", required}, {"message", required}, {"packet", required}, {"packet_payload", required}};
constexpr MemberRule times_rules[] = {{"per", required}, {"count"}, {"at"}, {"weekdays"}, {"every_months"}, {"day"}};
constexpr MemberRule variation_rules[] = {
    {"preset"}, {"classes"}, {"each_device"}, {"devices_percent"}, {"days_percent"}};
constexpr MemberRule class_rules[] = {{"name", required}, {"share", required}, {"percent", required}};

constexpr int64_t most_overhead = 1 << 24;
constexpr uint64_t most_times = 48;

template <class Small>
void read_small(Reader& reader, const Value* value, int64_t least, int64_t most, Small& out) {
    int64_t read = 0;
    if (reader.integer(value, least, most, read)) out = static_cast<Small>(read);
}

// "06:30" or "06:30:15" in seconds of the day.
std::optional<int32_t> parse_time(std::string_view text) {
    if (text.size() != 5 && text.size() != 8) return std::nullopt;
    int32_t seconds = 0;
    for (size_t part = 0; part < 3; ++part) {
        const size_t at = 3 * part;
        seconds *= 60;
        if (at >= text.size()) continue;
        const char tens = text[at];
        const char ones = text[at + 1];
        if (tens < '0' || tens > '9' || ones < '0' || ones > '9') return std::nullopt;
        const int32_t value = (tens - '0') * 10 + (ones - '0');
        if (value >= (part == 0 ? 24 : 60) || (at + 2 < text.size() && text[at + 2] != ':')) return std::nullopt;
        seconds += value;
    }
    return seconds;
}

void read_at(Reader& reader, const Value* value, std::vector<int32_t>& at) {
    const bool is_list = reader.list(value, [&](const Value& element) {
        const auto time = element.json->is_text() ? parse_time(element.json->text()) : std::nullopt;
        if (!time)
            reader.wrong(element, "a time of the day, such as \"06:30\" or \"06:30:15\"");
        else if (!at.empty() && *time <= at.back())
            reader.wrong(element, "later than the time before it");
        else
            at.push_back(*time);
    });
    if (is_list && (value->json->empty() || value->json->size() > most_times)) reader.wrong(*value, "1 to 48 times");
}

// A bit for each day from Monday.
void read_weekdays(Reader& reader, const Value* value, uint8_t& days) {
    if (value == nullptr) return;
    constexpr std::string_view names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    days = 0;
    std::set<std::string_view> seen;
    const bool is_list = reader.list(value, [&](const Value& element) {
        for (size_t i = 0; i < 7; ++i) {
            if (!is_text(*element.json, names[i])) continue;
            days = static_cast<uint8_t>(days | 1u << i);
            reader.unique(&element, seen);
            return;
        }
        reader.wrong(element, "one of \"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"");
    });
    if (is_list && value->json->empty()) reader.wrong(*value, "at least one day");
}

void leave_out(Reader& reader, const Value* value, std::string_view why) {
    if (value == nullptr) return;
    reader.fail("schema", *value, "Leave `" + std::string(value->place.name) + "` out: " + std::string(why) + ".");
}

void read_times(Reader& reader, const Value* value, Times& times) {
    if (value == nullptr) return;
    using Per = Times::Per;
    const Members members(reader, *value, "the times of a behaviour", times_rules);
    const uint64_t before = reader.problems.found();
    reader.choice<Per>(members["per"],
                       {{"hour", Per::hour}, {"day", Per::day}, {"week", Per::week}, {"month", Per::month}}, times.per);
    if (members["per"] == nullptr || reader.problems.found() != before) return;
    const bool monthly = times.per == Per::month;
    const Value* count = members["count"];
    const Value* at = members["at"];
    const int64_t days = times.per == Per::week ? 7 : 1;
    read_small(reader, count, 1, times.per == Per::hour ? 60 : days * most_sessions_a_day, times.count);
    read_at(reader, at, times.at);
    read_weekdays(reader, members["weekdays"], times.weekdays);
    read_small(reader, members["every_months"], 1, most_months, times.every_months);
    read_small(reader, members["day"], 1, 28, times.day);
    if (!monthly) {
        leave_out(reader, members["every_months"], "it belongs to times per month");
        leave_out(reader, members["day"], "it belongs to times per month");
    }
    if (at == nullptr || times.per == Per::hour || times.per == Per::day || monthly)
        leave_out(reader, members["weekdays"], "it belongs to `at` of times per week");
    else if (times.per == Per::week && members["weekdays"] == nullptr)
        reader.fail("schema", *value, "Add `weekdays`: `at` of times per week cannot do without.");
    if (monthly) {
        leave_out(reader, count, "times per month have `day` and `at`");
        if (at == nullptr) times.at = {0};
        return;
    }
    if (times.per == Per::hour) leave_out(reader, at, "times per hour have a `count`");
    if (count == nullptr && (at == nullptr || times.per == Per::hour))
        reader.fail("schema", *value, "Add `count` or `at`: times cannot do without.");
    if (count != nullptr && at != nullptr && times.per != Per::hour) leave_out(reader, at, "`count` says it already");
}

void read_protocol(Reader& reader, const Value* value, Behaviour& behaviour) {
    if (value == nullptr) return;
    if (value->json->is_object()) {
        const Members members(reader, *value, "a protocol", protocol_rules);
        behaviour.protocol = Protocol::stated;
        reader.integer(members["session"], 0, most_overhead, behaviour.overhead.session);
        reader.integer(members["message"], 0, most_overhead, behaviour.overhead.message);
        reader.integer(members["packet"], 0, most_overhead, behaviour.overhead.packet);
        reader.integer(members["packet_payload"], 0, most_overhead, behaviour.overhead.packet_payload);
        return;
    }
    reader.choice<Protocol>(value,
                            {{"none", Protocol::none},
                             {"mqtt_tls", Protocol::mqtt_tls},
                             {"coap_dtls", Protocol::coap_dtls},
                             {"https", Protocol::https}},
                            behaviour.protocol);
    behaviour.overhead = overhead_of(behaviour.protocol);
}

std::span<const MemberRule> rules_of(Kind kind) {
    switch (kind) {
        case Kind::data: return data_rules;
        case Kind::voice: return voice_rules;
        case Kind::sms: return sms_rules;
    }
    return unknown_rules;
}

std::vector<UsageClass> preset(int number) {
    if (number == 1) return {{"low", 25, 60}, {"typical", 50, 100}, {"high", 25, 150}};
    if (number == 2) return {{"low", 300, 60}, {"typical", 500, 100}, {"high", 190, 150}, {"tail", 10, 1'000}};
    return {{"typical", 1, 100}};
}

}  // namespace

void read_behaviour(Reader& reader, const Value& value, Behaviour& behaviour) {
    const Json* said = value.json->is_object() ? find_member(*value.json, "kind") : nullptr;
    std::optional<Kind> kind;
    if (said != nullptr && said->is_text()) kind = parse_kind(said->text());
    const Members members(reader, value, kind ? "a behaviour of its kind" : "a behaviour",
                          kind ? rules_of(*kind) : unknown_rules);
    if (!kind && members["kind"] != nullptr) reader.wrong(*members["kind"], "one of \"data\", \"voice\", \"sms\"");
    reader.id(members["name"], behaviour.name);
    read_times(reader, members["times"], behaviour.times);
    reader.date(members["from"], behaviour.from);
    if (reader.date(members["until"], behaviour.until) && behaviour.from && *behaviour.until < *behaviour.from)
        reader.wrong(*members["until"], "not before `from`");
    reader.boolean(members["varies"], behaviour.varies);
    if (!kind) return;
    behaviour.kind = *kind;
    if (*kind == Kind::sms) {
        behaviour.varies = false;
        behaviour.amount = 1;
        reader.integer(members["messages"], 1, most_messages, behaviour.amount);
    } else if (*kind == Kind::voice) {
        if (reader.amount(members["duration"], Kind::voice, behaviour.amount) && behaviour.amount > seconds_a_day)
            reader.wrong(*members["duration"], "at most a day");
    } else {
        if (reader.amount(members["payload"], Kind::data, behaviour.amount) && behaviour.amount > most_payload)
            reader.wrong(*members["payload"], "at most 2^40 bytes");
        reader.integer(members["messages"], 1, 1'000'000, behaviour.messages);
        int64_t duration = 0;
        if (reader.amount(members["duration"], Kind::voice, duration) && duration > seconds_a_day)
            reader.wrong(*members["duration"], "at most a day");
        behaviour.duration = static_cast<int32_t>(std::min(duration, seconds_a_day));
        read_protocol(reader, members["protocol"], behaviour);
    }
}

void read_variation(Reader& reader, const Value* value, Variation& variation) {
    if (value == nullptr) return;
    const Members members(reader, *value, "a variation", variation_rules);
    int number = 0;
    reader.choice<int>(members["preset"], {{"same", 0}, {"low_typical_high", 1}, {"heavy_tail", 2}}, number);
    variation.classes = preset(number);
    const Value* classes = members["classes"];
    if (classes != nullptr) {
        leave_out(reader, members["preset"], "`classes` say it already");
        variation.classes.clear();
        std::set<std::string_view> seen;
        const bool is_list = reader.list(classes, [&](const Value& element) {
            const Members class_members(reader, element, "a usage class", class_rules);
            UsageClass& added = variation.classes.emplace_back();
            if (reader.id(class_members["name"], added.name)) reader.unique(class_members["name"], seen);
            reader.integer(class_members["share"], 1, 1'000'000, added.share);
            reader.integer(class_members["percent"], 0, most_percent, added.percent);
        });
        if (is_list && (classes->json->empty() || variation.classes.size() > most_usage_classes))
            reader.wrong(*classes, "1 to " + std::to_string(most_usage_classes) + " usage classes");
    }
    reader.boolean(members["each_device"], variation.each_device);
    reader.integer(members["devices_percent"], 0, 100, variation.devices_percent);
    reader.integer(members["days_percent"], 0, 100, variation.days_percent);
}

}  // namespace samebill
