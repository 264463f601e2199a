// SPDX-License-Identifier: MIT
#include "core/codec/reader.h"

#include <algorithm>

namespace samebill {

namespace {

std::string name_at(const Place& place) {
    if (place.parent == nullptr) return "The document";
    if (!place.is_element) return "`" + std::string(place.name) + "`";
    const Place* list = place.parent;
    if (list->parent == nullptr || list->is_element) return "This element";
    return "Each element of `" + std::string(list->name) + "`";
}

// "1.5 GB" in bytes; nothing if it is malformed, not whole or above the largest quantity.
std::optional<int64_t> read_amount(std::string_view text, Kind kind, int64_t kilobyte_bytes) {
    const size_t space = text.find(' ');
    if (space == text.npos) return std::nullopt;
    const auto number = parse_decimal(text.substr(0, space));
    const auto unit = unit_size(kind, text.substr(space + 1), kilobyte_bytes);
    if (!number || !unit) return std::nullopt;
    const Int128 product = number->nanos * *unit;  // below 10^21 * 2^30
    if (product % nano != 0 || product / nano > max_quantity) return std::nullopt;
    return static_cast<int64_t>(product / nano);
}

std::string_view amount_form(Kind kind) {
    switch (kind) {
        case Kind::data:
            return "whole bytes from 0 to 2^53-1, or text such as \"5 MB\" (B, KB, MB, GB) that comes to whole bytes";
        case Kind::voice:
            return "whole seconds from 0 to 2^53-1, or text such as \"10 min\" (s, min, h) that comes to whole seconds";
        case Kind::sms: return "a whole number of messages from 0 to 2^53-1";
    }
    return {};
}

}  // namespace

Value member_value(const Value& parent, std::string_view name) {
    Value value;
    value.place = {&parent.place, name};
    uint32_t order = 1;
    for (const auto& member : members_of(*parent.json)) {
        if (member.first == name) {
            value.json = &member.second;
            value.place.name = member.first;
            value.place.order = order;
            break;
        }
        order += 2;
    }
    return value;
}

Value element_value(const Value& parent, uint32_t position) {
    const Json* json = position < parent.json->size() ? &(*parent.json)[position] : nullptr;
    return {json, {&parent.place, {}, position, 2 * position + 1, true}};
}

bool is_digest(std::string_view text) {
    return text.size() == 71 && text.substr(0, 7) == "sha256:" &&
           text.find_first_not_of("0123456789abcdef", 7) == std::string_view::npos;
}

std::optional<int64_t> unit_size(Kind kind, std::string_view unit, int64_t kilobyte_bytes) {
    const int64_t k = kilobyte_bytes;
    switch (kind) {
        case Kind::data:
            if (unit == "B") return 1;
            if (unit == "KB") return k;
            if (unit == "MB") return k * k;
            if (unit == "GB") return k * k * k;
            return std::nullopt;
        case Kind::voice:
            if (unit == "s") return 1;
            if (unit == "min") return 60;
            if (unit == "h") return 3600;
            return std::nullopt;
        case Kind::sms:
            if (unit == "message") return 1;
            return std::nullopt;
    }
    return std::nullopt;
}

bool Reader::fail(std::string_view code, const Value& value, std::string message) {
    problems.add(code, value.place, std::move(message));
    return false;
}

bool Reader::wrong(const Value& value, std::string_view what) {
    return fail("schema", value, name_at(value.place) + " must be " + std::string(what) + ".");
}

bool Reader::is_object(const Value& value) {
    return value.json->is_object() || wrong(value, "an object");
}

bool Reader::is_array(const Value* value) {
    return value != nullptr && (value->json->is_array() || wrong(*value, "a list"));
}

bool Reader::text(const Value* value, std::string& out) {
    if (value == nullptr) return false;
    if (!value->json->is_string()) return wrong(*value, "text");
    out = text_of(*value->json);
    return true;
}

bool Reader::id(const Value* value, std::string& out) {
    if (value == nullptr) return false;
    if (!value->json->is_string() || !is_id(text_of(*value->json))) return wrong(*value, id_form);
    out = text_of(*value->json);
    return true;
}

bool Reader::boolean(const Value* value, bool& out) {
    if (value == nullptr) return false;
    if (!value->json->is_boolean()) return wrong(*value, "true or false");
    out = value->json->get<bool>();
    return true;
}

bool Reader::integer(const Value* value, int64_t least, int64_t most, int64_t& out) {
    if (value == nullptr) return false;
    const Json& json = *value->json;
    const bool fits = json.is_number_integer() &&
                      !(json.is_number_unsigned() && json.get<uint64_t>() > static_cast<uint64_t>(INT64_MAX));
    if (!fits || json.get<int64_t>() < least || json.get<int64_t>() > most) {
        return wrong(*value, "a whole number from " + std::to_string(least) + " to " + std::to_string(most) +
                                 ", without fraction or exponent");
    }
    out = json.get<int64_t>();
    return true;
}

bool Reader::decimal(const Value* value, Decimal& out) {
    if (value == nullptr) return false;
    const auto number = value->json->is_string() ? parse_decimal(text_of(*value->json)) : std::nullopt;
    if (!number)
        return wrong(*value, "a decimal as text, such as \"7.50\": 1 to 12 digits, at most 9 more after a point");
    out = *number;
    return true;
}

bool Reader::decimal(const Value* value, std::optional<Decimal>& out) {
    Decimal number;
    if (!decimal(value, number)) return false;
    out = number;
    return true;
}

bool Reader::instant(const Value* value, Instant& out) {
    if (value == nullptr) return false;
    const auto at = value->json->is_string() ? parse_instant(text_of(*value->json)) : std::nullopt;
    if (!at) return wrong(*value, "an instant with offset in 1970 to 2189, such as \"2026-03-01T00:00:00Z\"");
    out = *at;
    return true;
}

bool Reader::date(const Value* value, Date& out) {
    if (value == nullptr) return false;
    const auto day = value->json->is_string() ? parse_date(text_of(*value->json)) : std::nullopt;
    if (!day) return wrong(*value, "a date in 1970 to 2189, such as \"2026-03-01\"");
    out = *day;
    return true;
}

bool Reader::date(const Value* value, std::optional<Date>& out) {
    Date day = 0;
    if (!date(value, day)) return false;
    out = day;
    return true;
}

bool Reader::month(const Value* value, Month& out) {
    if (value == nullptr) return false;
    const auto month = value->json->is_string() ? parse_month(text_of(*value->json)) : std::nullopt;
    if (!month) return wrong(*value, "a month in 1970 to 2189, such as \"2026-03\"");
    out = *month;
    return true;
}

bool Reader::digest(const Value* value, std::string& out) {
    if (value == nullptr) return false;
    if (!value->json->is_string() || !is_digest(text_of(*value->json)))
        return wrong(*value, "a digest: \"sha256:\" and 64 lower-case hexadecimal digits");
    out = text_of(*value->json);
    return true;
}

bool Reader::amount(const Value* value, Kind kind, int64_t& out) {
    if (value == nullptr) return false;
    const Json& json = *value->json;
    std::optional<int64_t> number;
    if (json.is_number_unsigned() && json.get<uint64_t>() <= static_cast<uint64_t>(max_quantity)) {
        number = static_cast<int64_t>(json.get<uint64_t>());
    } else if (json.is_number_integer() && json.get<int64_t>() == 0) {
        number = 0;  // -0
    } else if (json.is_string() && kind != Kind::sms) {
        number = read_amount(text_of(json), kind, kilobyte_bytes != 0 ? kilobyte_bytes : 1024);
        if (!number && kilobyte_bytes == 0) number = read_amount(text_of(json), kind, 1000);
    }
    if (!number) return wrong(*value, amount_form(kind));
    out = *number;
    return true;
}

bool Reader::amounts(const Value* value, Quantities& out) {
    static constexpr MemberRule rules[] = {{"data"}, {"voice"}, {"sms"}};
    if (value == nullptr) return false;
    const uint64_t before = problems.found();
    const Members members(*this, *value, "amounts", rules);
    for (Kind kind : all_kinds) amount(members[name_of(kind)], kind, out[static_cast<size_t>(index_of(kind))]);
    return problems.found() == before;
}

bool Reader::texts(const Value* value, std::vector<std::string>& out) {
    return list(value, [&](const Value& element) { text(&element, out.emplace_back()); });
}

bool Reader::schema(const Value* value, std::string_view due) {
    if (value == nullptr) return false;
    if (value->json->is_string() && text_of(*value->json) == due) return true;
    return wrong(*value, "\"" + std::string(due) + "\"");
}

void Reader::unique(const Value* value, std::set<std::string_view>& seen) {
    if (value == nullptr || !value->json->is_string() || seen.insert(text_of(*value->json)).second) return;
    fail("duplicate_id", *value,
         "\"" + text_of(*value->json) + "\" is in this list already: give it another name or leave it out.");
}

Members::Members(Reader& reader, const Value& object, std::string_view what, std::span<const MemberRule> rules)
    : rules_(rules), values_(rules.size()) {
    if (!reader.is_object(object)) return;
    uint32_t order = 1;
    for (const auto& member : members_of(*object.json)) {
        const Value value{&member.second, {&object.place, member.first, 0, order, false}};
        order += 2;
        const auto rule =
            std::find_if(rules_.begin(), rules_.end(), [&](const MemberRule& r) { return r.name == member.first; });
        if (rule != rules_.end())
            values_[static_cast<size_t>(rule - rules_.begin())] = value;
        else
            reader.fail(
                "schema", value,
                "`" + member.first + "` is no member of " + std::string(what) + ": leave it out or correct its name.");
    }
    std::string missing;
    for (size_t i = 0; i < rules_.size(); ++i) {
        if (rules_[i].required && values_[i].json == nullptr)
            missing += (missing.empty() ? "`" : ", `") + std::string(rules_[i].name) + "`";
    }
    if (!missing.empty())
        reader.fail("schema", object, "Add " + missing + ": " + std::string(what) + " cannot do without.");
}

const Value* Members::operator[](std::string_view name) const {
    for (size_t i = 0; i < rules_.size(); ++i) {
        if (rules_[i].name == name) return values_[i].json != nullptr ? &values_[i] : nullptr;
    }
    return nullptr;
}

}  // namespace samebill
