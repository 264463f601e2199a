// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/codec/reader.h"

namespace samebill {

// The shape of the documents that the engine writes, as tables (document_forms.cpp). What comes in: a value and its
// form. What goes out: a `schema` problem for everything that is not as it must be. Inputs are read by hand instead,
// because they become plain values on the way.

enum class Form : uint8_t {
    any,
    boolean,
    yes,
    text,
    text_or_null,
    name,  // `yes`: true; `name`: one of MemberForm::names
    id,
    id_or_null,
    rule,
    digest,
    digest_or_null,
    signature,  // a detached JWS
    pointer,
    currency,
    decimal,
    signed_decimal,
    cost,  // a decimal of at most six digits after the point that may be below 0
    money,
    whole_text,
    natural_text,  // as text; `whole_text` may be negative
    count,
    positive,
    total,   // integers: 0 ... 2^53-1, 1 ... 2^53-1, 0 ... 2^63-1
    within,  // an integer from MemberForm::least to most
    month,
    date,
    paid_date,
    instant,  // the last two go on to 2199, the instant with `Z`
    state,
    texts,
    ids,
    moneys,  // lists of texts, of ids, of amounts
    object,
    list  // of MemberForm::object
};

enum class Need : uint8_t { always, optional };

struct ObjectForm;

struct MemberForm {
    std::string_view name;
    Form form = Form::any;
    Need need = Need::always;
    std::string_view names = {};         // separated by spaces
    const ObjectForm* object = nullptr;  // of the object, or of each element
    int64_t least = 0;                   // of a list: elements; of a text: characters
    int64_t most = INT64_MAX;
};

struct ObjectForm {
    std::string_view what;
    std::span<const MemberForm> members;
    // If not null: the form that holds for this object; null if its `type` is none of them.
    const ObjectForm* (*choose)(const Json& object) = nullptr;
    bool needs_any = false;  // at least one member
};

void check_object(Reader& reader, const Value& value, const ObjectForm& form);

// The form of a document by its `schema` member; null if the engine does not write such documents.
const ObjectForm* form_of_document(std::string_view schema);
// The part of it for the answers of quotes (quote_forms.cpp).
const ObjectForm* form_of_quote_document(std::string_view schema);
// The part of it for scenarios (scenario_forms.cpp).
const ObjectForm* form_of_scenario_document(std::string_view schema);

}  // namespace samebill
