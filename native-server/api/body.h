// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string_view>

#include "core/base/problem.h"
#include "core/codec/json.h"

// The shapes of bodies that are no documents of the engine, as tables: requests are checked against them and the
// OpenAPI description is made from them, so that the two cannot differ.

namespace samebill::api {

enum class ValueForm : uint8_t {
    text,
    id,
    name,  // one of BodyMember::names
    month,
    date,
    instant,
    decimal,
    money,
    digest,
    integer,
    boolean,
    object,    // BodyMember::object
    document,  // BodyMember::document, checked by the engine when it is used
    any,
};

struct BodyForm;

struct BodyMember {
    std::string_view name;
    ValueForm form = ValueForm::text;
    bool required = false;
    std::string_view description = {};
    std::string_view names = {};       // separated by spaces
    const BodyForm* object = nullptr;  // of each element, if it is a list
    std::string_view document = {};    // a schema of core/schemas: "account"
    int64_t least = 0;                 // integers; texts: characters; lists: elements
    int64_t most = 0;                  // likewise; 0: 2^53-1 for integers, 1,000 for texts, 10,000 for lists
    bool list = false;                 // an array of these
    bool nullable = false;
};

struct BodyForm {
    std::string_view name;  // in the description: "AccountEdit"
    std::string_view description;
    std::span<const BodyMember> members;
};

// What is wrong with a body, empty if nothing is: stage 1 of a document's check (`schema` at the place).
Problems check_form(const Json& body, const BodyForm& form);

// What is wrong with a text that stands for such a value, as in a query; empty if nothing is.
std::string_view check_text(std::string_view text, ValueForm form, std::string_view names);

// As JSON Schema; forms inside forms are referred to as "#/components/schemas/<name>".
nlohmann::ordered_json schema_of(const BodyForm& form);
nlohmann::ordered_json schema_of(const BodyMember& member);

}  // namespace samebill::api
