// SPDX-License-Identifier: MIT
#include "core/codec/form.h"

#include <algorithm>

#include "core/codec/state_codec.h"

namespace samebill {

namespace {

bool lists_name(std::string_view names, std::string_view name) {
    while (!names.empty()) {
        const size_t end = std::min(names.find(' '), names.size());
        if (names.substr(0, end) == name) return true;
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    return false;
}

bool are_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Digits without leading zeros.
bool is_natural(std::string_view text) {
    return are_digits(text) && (text[0] != '0' || text.size() == 1);
}

bool is_whole(std::string_view text) {
    const bool is_negative = !text.empty() && text[0] == '-';
    return is_negative ? is_natural(text.substr(1)) && text != "-0" : is_natural(text);
}

bool is_shortest_decimal(std::string_view text) {
    const auto number = parse_decimal(text);
    return number && format_decimal(*number) == text;
}

bool is_signed_decimal(std::string_view text) {
    const bool is_negative = text.substr(0, 1) == "-";
    return is_shortest_decimal(text.substr(is_negative ? 1 : 0)) && text != "-0";
}

// Six digits after the point at most.
bool is_cost(std::string_view text) {
    return is_signed_decimal(text) && (text.find('.') == text.npos || text.size() - text.find('.') <= 7);
}

// As results show it: the digits of no particular currency.
bool is_money(std::string_view text) {
    for (int digits : {0, 2, 3, 4}) {
        const auto amount = parse_amount(text, digits);
        if (amount) return format_amount(*amount, digits) == text;
    }
    return false;
}

// Years up to 2199: what is paid ahead may end after the last month that can be billed.
bool is_later_date(std::string_view text) {
    std::string date(text);
    if (date.substr(0, 3) == "219") date[2] = '5';  // the same leap years
    return parse_date(date).has_value();
}

bool is_utc_instant(std::string_view text) {
    if (text.size() != 20 || text.back() != 'Z' || !is_later_date(text.substr(0, 10))) return false;
    return parse_instant("2000-01-01" + std::string(text.substr(10))).has_value();
}

bool is_pointer(std::string_view text) {
    if (!text.empty() && text[0] != '/') return false;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '~' && (i + 1 == text.size() || (text[i + 1] != '0' && text[i + 1] != '1'))) return false;
    }
    return true;
}

// Header, two points, and the 64 bytes of an Ed25519 signature.
bool is_signature(std::string_view text) {
    constexpr size_t length = 86;
    static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const size_t points = text.find_first_not_of(digits);
    return points != text.npos && points > 0 && text.substr(points, 2) == ".." && text.size() == points + 2 + length &&
           text.find_first_not_of(digits, points + 2) == text.npos;
}

bool is_rule(std::string_view text) {
    return text.size() >= 2 && text.size() <= 3 && text[0] >= 'A' && text[0] <= 'Z' && are_digits(text.substr(1));
}

constexpr std::string_view digest_form = "a digest: \"sha256:\" and 64 lower-case hexadecimal digits";

// Whether a text is of the form; false for forms that are no text.
bool fits(std::string_view text, const MemberForm& member) {
    switch (member.form) {
        case Form::text:
        case Form::text_or_null: return static_cast<int64_t>(text.size()) >= member.least;
        case Form::name: return lists_name(member.names, text);
        case Form::id:
        case Form::id_or_null: return is_id(text);
        case Form::rule: return is_rule(text);
        case Form::digest:
        case Form::digest_or_null: return is_digest(text);
        case Form::signature: return is_signature(text);
        case Form::pointer: return is_pointer(text);
        case Form::currency: return minor_digits_of(text).has_value();
        case Form::decimal: return is_shortest_decimal(text);
        case Form::signed_decimal: return is_signed_decimal(text);
        case Form::cost: return is_cost(text);
        case Form::money: return is_money(text);
        case Form::whole_text: return is_whole(text);
        case Form::natural_text: return is_natural(text) && text != "0";
        case Form::month: return parse_month(text).has_value();
        case Form::date: return parse_date(text).has_value();
        case Form::paid_date: return is_later_date(text);
        case Form::instant: return is_utc_instant(text);
        case Form::any:
        case Form::boolean:
        case Form::yes:
        case Form::count:
        case Form::positive:
        case Form::total:
        case Form::within:
        case Form::state:
        case Form::texts:
        case Form::ids:
        case Form::moneys:
        case Form::object:
        case Form::list: return false;
    }
    return false;
}

std::string phrase(const MemberForm& member) {
    switch (member.form) {
        case Form::text: return member.least == 0 ? "text" : "text of at least one character";
        case Form::text_or_null: return "text or null";
        case Form::name:
            return member.names.find(' ') == member.names.npos ? "\"" + std::string(member.names) + "\""
                                                               : "one of " + std::string(member.names);
        case Form::id: return std::string(id_form);
        case Form::id_or_null: return "null or " + std::string(id_form);
        case Form::rule: return "the id of a rule, such as \"F2\"";
        case Form::digest: return std::string(digest_form);
        case Form::digest_or_null: return "null or " + std::string(digest_form);
        case Form::signature: return "a detached JWS: HEADER..SIGNATURE, each base64url";
        case Form::pointer: return "a JSON Pointer";
        case Form::currency: return "the ISO 4217 code of a national currency";
        case Form::decimal: return "a decimal in its shortest form, such as \"7.5\"";
        case Form::signed_decimal: return "a decimal in its shortest form, such as \"-7\"";
        case Form::cost: return "an amount in its shortest form, such as \"7.5\"";
        case Form::money: return "an amount with the digits of the currency, such as \"7.50\"";
        case Form::whole_text: return "a whole number as text";
        case Form::natural_text: return "a whole number above 0 as text";
        case Form::month: return "a month, such as \"2026-03\"";
        case Form::date:
        case Form::paid_date: return "a date, such as \"2026-03-01\"";
        case Form::instant: return "an instant in UTC, such as \"2026-03-01T00:00:00Z\"";
        case Form::any:
        case Form::boolean:
        case Form::yes:
        case Form::count:
        case Form::positive:
        case Form::total:
        case Form::within:
        case Form::state:
        case Form::texts:
        case Form::ids:
        case Form::moneys:
        case Form::object:
        case Form::list: return {};
    }
    return {};
}

void check_member(Reader& reader, const Value& value, const MemberForm& member);

// `element` is the form of each.
void check_list(Reader& reader, const Value& value, const MemberForm& member, Form element) {
    if (!reader.is_list(&value)) return;
    const auto count = static_cast<int64_t>(value.json->size());
    if (count < member.least) reader.wrong(value, "a list of at least " + std::to_string(member.least) + " elements");
    if (count > member.most) reader.wrong(value, "a list of at most " + std::to_string(member.most) + " elements");
    const MemberForm each{{}, element, Need::always, {}, member.object};
    reader.list(&value, [&](const Value& inner) { check_member(reader, inner, each); });
}

void check_member(Reader& reader, const Value& value, const MemberForm& member) {
    int64_t number = 0;
    bool truth = false;
    WrittenState state;
    switch (member.form) {
        case Form::any: return;
        case Form::boolean: reader.boolean(&value, truth); return;
        case Form::yes:
            if (!value.json->is_boolean() || !value.json->boolean()) reader.wrong(value, "true");
            return;
        case Form::count: reader.integer(&value, 0, max_quantity, number); return;
        case Form::positive: reader.integer(&value, 1, max_quantity, number); return;
        case Form::total: reader.integer(&value, 0, INT64_MAX, number); return;
        case Form::within: reader.integer(&value, member.least, member.most, number); return;
        case Form::state: read_state(reader, value, state); return;
        case Form::texts: check_list(reader, value, member, Form::text); return;
        case Form::ids: check_list(reader, value, member, Form::id); return;
        case Form::moneys: check_list(reader, value, member, Form::money); return;
        case Form::object: check_object(reader, value, *member.object); return;
        case Form::list: check_list(reader, value, member, Form::object); return;
        case Form::id_or_null:
        case Form::text_or_null:
        case Form::digest_or_null:
            if (value.json->is_null()) return;
            [[fallthrough]];
        case Form::text:
        case Form::name:
        case Form::id:
        case Form::rule:
        case Form::digest:
        case Form::signature:
        case Form::pointer:
        case Form::currency:
        case Form::decimal:
        case Form::signed_decimal:
        case Form::cost:
        case Form::money:
        case Form::whole_text:
        case Form::natural_text:
        case Form::month:
        case Form::date:
        case Form::paid_date:
        case Form::instant: break;
    }
    if (!value.json->is_text() || !fits(value.json->text(), member)) reader.wrong(value, phrase(member));
}

// Objects of several types say by `type` which they are.
void report_type(Reader& reader, const Value& value, std::string_view what) {
    const Value type = member_value(value, "type");
    if (type.json == nullptr)
        reader.fail("schema", value, "Add `type`: " + std::string(what) + " cannot do without.");
    else
        reader.wrong(type, "a type of " + std::string(what));
}

}  // namespace

void check_object(Reader& reader, const Value& value, const ObjectForm& given) {
    if (!reader.is_object(value)) return;
    const ObjectForm* form = given.choose == nullptr ? &given : given.choose(*value.json);
    if (form == nullptr) {
        report_type(reader, value, given.what);
        return;
    }
    std::vector<MemberRule> rules;
    for (const MemberForm& member : form->members) rules.push_back({member.name, member.need == Need::always});
    const Members members(reader, value, form->what, rules);
    for (const MemberForm& member : form->members) {
        if (const Value* inner = members[member.name]) check_member(reader, *inner, member);
    }
    if (form->needs_any && value.json->empty()) reader.wrong(value, "an object with at least one member");
}

}  // namespace samebill
