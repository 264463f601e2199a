// SPDX-License-Identifier: MIT
#include "core/codec/reader.h"

#include <algorithm>

#include "core/base/assert.h"

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
    for (const Member& member : parent.json->members()) {
        if (member.name() == name) {
            value.json = &member.value;
            value.place.name = member.name();
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

bool Reader::is_list(const Value* value) {
    return value != nullptr && (value->json->is_list() || wrong(*value, "a list"));
}

bool Reader::text(const Value* value, std::string_view& out) {
    if (value == nullptr) return false;
    if (!value->json->is_text()) return wrong(*value, "text");
    out = value->json->text();
    return true;
}

bool Reader::text(const Value* value, std::string& out) {
    std::string_view read;
    if (!text(value, read)) return false;
    out = read;
    return true;
}

bool Reader::id(const Value* value, std::string_view& out) {
    if (value == nullptr) return false;
    if (!value->json->is_text() || !is_id(value->json->text())) return wrong(*value, id_form);
    out = value->json->text();
    return true;
}

bool Reader::id(const Value* value, std::string& out) {
    std::string_view read;
    if (!id(value, read)) return false;
    out = read;
    return true;
}

bool Reader::boolean(const Value* value, bool& out) {
    if (value == nullptr) return false;
    if (!value->json->is_boolean()) return wrong(*value, "true or false");
    out = value->json->boolean();
    return true;
}

bool Reader::integer(const Value* value, int64_t least, int64_t most, int64_t& out) {
    if (value == nullptr) return false;
    const Json& json = *value->json;
    const bool fits = json.is_integer() && !(json.is_natural() && json.natural() > static_cast<uint64_t>(INT64_MAX));
    if (!fits || json.integer() < least || json.integer() > most) {
        return wrong(*value, "a whole number from " + std::to_string(least) + " to " + std::to_string(most) +
                                 ", without fraction or exponent");
    }
    out = json.integer();
    return true;
}

bool Reader::decimal(const Value* value, Decimal& out) {
    if (value == nullptr) return false;
    const auto number = value->json->is_text() ? parse_decimal(value->json->text()) : std::nullopt;
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
    const auto at = value->json->is_text() ? parse_instant(value->json->text()) : std::nullopt;
    if (!at) return wrong(*value, "an instant with offset in 1970 to 2189, such as \"2026-03-01T00:00:00Z\"");
    out = *at;
    return true;
}

bool Reader::date(const Value* value, Date& out) {
    if (value == nullptr) return false;
    const auto day = value->json->is_text() ? parse_date(value->json->text()) : std::nullopt;
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
    const auto month = value->json->is_text() ? parse_month(value->json->text()) : std::nullopt;
    if (!month) return wrong(*value, "a month in 1970 to 2189, such as \"2026-03\"");
    out = *month;
    return true;
}

bool Reader::digest(const Value* value, std::string& out) {
    if (value == nullptr) return false;
    if (!value->json->is_text() || !is_digest(value->json->text()))
        return wrong(*value, "a digest: \"sha256:\" and 64 lower-case hexadecimal digits");
    out = value->json->text();
    return true;
}

bool Reader::amount(const Value* value, Kind kind, int64_t& out) {
    if (value == nullptr) return false;
    const Json& json = *value->json;
    std::optional<int64_t> number;
    if (json.is_natural() && json.natural() <= static_cast<uint64_t>(max_quantity)) {
        number = static_cast<int64_t>(json.natural());
    } else if (json.is_integer() && json.integer() == 0) {
        number = 0;  // -0
    } else if (json.is_text() && kind != Kind::sms) {
        number = read_amount(json.text(), kind, kilobyte_bytes != 0 ? kilobyte_bytes : 1024);
        if (!number && kilobyte_bytes == 0) number = read_amount(json.text(), kind, 1000);
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
    if (value->json->is_text() && value->json->text() == due) return true;
    return wrong(*value, "\"" + std::string(due) + "\"");
}

void Reader::unique(const Value* value, std::set<std::string_view>& seen) {
    if (value == nullptr || !value->json->is_text() || seen.insert(value->json->text()).second) return;
    fail("duplicate_id", *value,
         "\"" + std::string(value->json->text()) + "\" is in this list already: give it another name or leave it out.");
}

Members::Members(Reader& reader, const Value& object, std::string_view what, std::span<const MemberRule> rules)
    : rules_(rules) {
    SAMEBILL_ASSERT(rules.size() <= most_rules);
    if (!reader.is_object(object)) return;
    uint32_t order = 1;
    size_t expected = 0;  // members mostly come in the order of the rules
    for (const Member& member : object.json->members()) {
        const Value value{&member.value, {&object.place, member.name(), 0, order, false}};
        order += 2;
        const size_t rule = rule_of(member.name(), expected);
        if (rule < rules.size()) {
            found_ |= 1u << rule;
            values_[rule].value = value;
            expected = rule + 1;
            continue;
        }
        reader.fail("schema", value,
                    "`" + std::string(member.name()) + "` is no member of " + std::string(what) +
                        ": leave it out or correct its name.");
    }
    std::string missing;
    for (size_t i = 0; i < rules.size(); ++i) {
        if (rules[i].required && (found_ >> i & 1) == 0)
            missing += (missing.empty() ? "`" : ", `") + std::string(rules[i].name) + "`";
    }
    if (!missing.empty())
        reader.fail("schema", object, "Add " + missing + ": " + std::string(what) + " cannot do without.");
}

size_t Members::rule_of(std::string_view name, size_t first) const {
    const size_t count = rules_.size();
    for (size_t i = 0; i < count; ++i) {
        const size_t rule = first + i < count ? first + i : first + i - count;
        if (rules_[rule].name == name) return rule;
    }
    return count;
}

const Value* Members::operator[](std::string_view name) const {
    const size_t rule = rule_of(name, 0);
    return rule < rules_.size() && (found_ >> rule & 1) != 0 ? &values_[rule].value : nullptr;
}

}  // namespace samebill
