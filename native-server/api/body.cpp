// SPDX-License-Identifier: MIT
#include "native-server/api/body.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/codec/reader.h"

namespace samebill::api {

namespace {

constexpr int64_t longest_text = 1000;
constexpr int64_t longest_list = 10'000;
constexpr int64_t largest_integer = (int64_t{1} << 53) - 1;
constexpr std::string_view common = "urn:samebill:schema:common:1#/$defs/";

std::vector<std::string_view> words_of(std::string_view names) {
    std::vector<std::string_view> out;
    while (!names.empty()) {
        const size_t end = std::min(names.find(' '), names.size());
        out.push_back(names.substr(0, end));
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    return out;
}

bool lists_name(std::string_view names, std::string_view name) {
    const auto words = words_of(names);
    return std::find(words.begin(), words.end(), name) != words.end();
}

int64_t most_of(const BodyMember& member, int64_t otherwise) {
    return member.most == 0 ? otherwise : member.most;
}

void check_object(Reader& reader, const Value& value, const BodyForm& form);

void check_value(Reader& reader, const Value& value, const BodyMember& member) {
    switch (member.form) {
        case ValueForm::object: check_object(reader, value, *member.object); return;
        case ValueForm::document: reader.is_object(value); return;
        case ValueForm::any: return;
        case ValueForm::boolean: {
            bool ignored = false;
            reader.boolean(&value, ignored);
            return;
        }
        case ValueForm::integer: {
            int64_t ignored = 0;
            reader.integer(&value, member.least, most_of(member, largest_integer), ignored);
            return;
        }
        default: break;
    }
    std::string text;
    if (!reader.text(&value, text)) return;
    if (member.form == ValueForm::text) {
        const auto size = static_cast<int64_t>(text.size());
        if (size < member.least) reader.wrong(value, "a text of at least " + std::to_string(member.least) + " bytes");
        const int64_t most = most_of(member, longest_text);
        if (size > most) reader.wrong(value, "a text of at most " + std::to_string(most) + " bytes");
        return;
    }
    const std::string_view wanted = check_text(text, member.form, member.names);
    if (wanted.empty()) return;
    reader.wrong(value, member.form == ValueForm::name ? "one of: " + std::string(member.names) : std::string(wanted));
}

void check_member(Reader& reader, const Value* value, const BodyMember& member) {
    if (value == nullptr || (member.nullable && value->json->is_null())) return;
    if (!member.list) {
        check_value(reader, *value, member);
        return;
    }
    if (!reader.list(value, [&](const Value& element) {
            BodyMember one = member;
            one.least = one.most = 0;
            check_value(reader, element, one);
        })) {
        return;
    }
    const auto size = static_cast<int64_t>(value->json->size());
    if (size < member.least || size > most_of(member, longest_list)) {
        reader.wrong(*value, "a list of " + std::to_string(member.least) + " to " +
                                 std::to_string(most_of(member, longest_list)) + " elements");
    }
}

void check_object(Reader& reader, const Value& value, const BodyForm& form) {
    std::vector<MemberRule> rules;
    for (const BodyMember& member : form.members) rules.push_back({member.name, member.required});
    const Members members(reader, value, form.description, rules);
    for (const BodyMember& member : form.members) check_member(reader, members[member.name], member);
}

nlohmann::ordered_json reference(std::string_view name) {
    return {{"$ref", std::string(common) + std::string(name)}};
}

nlohmann::ordered_json value_schema(const BodyMember& member) {
    nlohmann::ordered_json out;
    switch (member.form) {
        case ValueForm::text:
            out = {{"type", "string"}};
            if (!member.list && member.least > 0) out["minLength"] = member.least;
            out["maxLength"] = member.list ? longest_text : most_of(member, longest_text);
            return out;
        case ValueForm::name: return {{"type", "string"}, {"enum", words_of(member.names)}};
        case ValueForm::id: return reference("id");
        case ValueForm::month: return reference("month");
        case ValueForm::date: return reference("date");
        case ValueForm::instant: return reference("instant");
        case ValueForm::decimal: return reference("decimal");
        case ValueForm::money: return reference("input_money");
        case ValueForm::digest: return reference("digest");
        case ValueForm::integer:
            return {{"type", "integer"},
                    {"minimum", member.list ? 0 : member.least},
                    {"maximum", member.list ? largest_integer : most_of(member, largest_integer)}};
        case ValueForm::boolean: return {{"type", "boolean"}};
        case ValueForm::object:
            return {{"$ref", "#/components/schemas/" + std::string(member.object->name)}};
        case ValueForm::document:
            return {{"$ref", "urn:samebill:schema:" + std::string(member.document) + ":1"}};
        case ValueForm::any: return nlohmann::ordered_json::object();
    }
    return out;
}

}  // namespace

Problems check_form(const Json& body, const BodyForm& form) {
    ProblemList problems;
    Reader reader{problems};
    check_object(reader, Value{&body, {}}, form);
    return problems.take();
}

std::string_view check_text(std::string_view text, ValueForm form, std::string_view names) {
    const auto digits = [](std::string_view value) {
        return !value.empty() && value.size() <= 15 && value.find_first_not_of("0123456789") == std::string_view::npos;
    };
    switch (form) {
        case ValueForm::text: return text.size() <= longest_text ? "" : "shorter";
        case ValueForm::id: return is_id(text) ? "" : id_form;
        case ValueForm::name: return lists_name(names, text) ? "" : "one of the names";
        case ValueForm::month: return parse_month(text) ? "" : "a month, such as 2026-03";
        case ValueForm::date: return parse_date(text) ? "" : "a date, such as 2026-03-01";
        case ValueForm::instant: return parse_instant(text) ? "" : "an instant, such as 2026-03-01T00:00:00Z";
        case ValueForm::decimal: return parse_decimal(text) ? "" : "a decimal, such as \"7.5\"";
        case ValueForm::money: {
            for (const int places : {0, 2, 3, 4}) {
                if (parse_amount(text, places)) return "";
            }
            return "money, such as \"7.50\"";
        }
        case ValueForm::digest: return is_digest(text) ? "" : "a digest: sha256: and 64 hexadecimal digits";
        case ValueForm::integer: return digits(text) ? "" : "a whole number";
        case ValueForm::boolean: return text == "true" || text == "false" ? "" : "true or false";
        case ValueForm::object:
        case ValueForm::document:
        case ValueForm::any: return "";
    }
    return "";
}

nlohmann::ordered_json schema_of(const BodyMember& member) {
    nlohmann::ordered_json out = value_schema(member);
    if (member.list) {
        out = {{"type", "array"}, {"items", std::move(out)}, {"maxItems", most_of(member, longest_list)}};
        if (member.least > 0) out["minItems"] = member.least;
    }
    if (member.nullable) out = {{"anyOf", {std::move(out), {{"type", "null"}}}}};
    if (!member.description.empty()) out["description"] = member.description;
    return out;
}

nlohmann::ordered_json schema_of(const BodyForm& form) {
    nlohmann::ordered_json out = {{"title", form.name}, {"description", form.description}, {"type", "object"}};
    nlohmann::ordered_json needed = nlohmann::ordered_json::array();
    nlohmann::ordered_json properties = nlohmann::ordered_json::object();
    for (const BodyMember& member : form.members) {
        if (member.required) needed.push_back(member.name);
        properties[std::string(member.name)] = schema_of(member);
    }
    if (!needed.empty()) out["required"] = std::move(needed);
    out["properties"] = std::move(properties);
    out["additionalProperties"] = false;
    return out;
}

}  // namespace samebill::api
