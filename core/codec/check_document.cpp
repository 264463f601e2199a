// SPDX-License-Identifier: MIT
#include "core/codec/check_document.h"

#include "core/codec/check_quote_document.h"
#include "core/codec/decode.h"
#include "core/codec/decode_parts.h"
#include "core/codec/form.h"
#include "core/codec/state_codec.h"

namespace samebill {

namespace {

constexpr std::string_view request_schema = "samebill/request/1";

// False if the document is of no known kind; requests are left to their decoder.
bool check_shape(Reader& reader, const Value& root, const std::string& schema) {
    if (schema == "samebill/catalog/1") {
        Catalog catalog;
        WrittenPlans written;
        read_catalog(reader, root, catalog, written);
    } else if (schema == "samebill/account/1") {
        Account account;
        std::vector<NamedDevice> devices;
        read_account(reader, root, account, devices);
    } else if (schema == "samebill/state/1") {
        WrittenState state;
        read_state(reader, root, state);
    } else if (const ObjectForm* form = form_of_document(schema)) {
        check_object(reader, root, *form);
    } else {
        return schema == request_schema;
    }
    return true;
}

}  // namespace

Problems check_document(std::string_view text, std::string& schema_name) {
    Document document;
    ProblemList problems;
    if (!parse_json(text, document, problems)) return problems.take();
    Reader reader{problems};
    const Value root{&document.root, {}};
    if (!reader.is_object(root)) return problems.take();
    const Value schema = member_value(root, "schema");
    if (schema.json == nullptr) {
        reader.fail("schema", root, "Add `schema`: it says what the document is, such as \"samebill/request/1\".");
        return problems.take();
    }
    schema_name = schema.json->is_text() ? schema.json->text() : std::string_view();
    Problems found;
    if (!schema.json->is_text() ||
        (!check_shape(reader, root, schema_name) && !check_quote_document(reader, root, text, found))) {
        reader.wrong(schema, "the kind and version of a document, such as \"samebill/request/1\"");
        return problems.take();
    }
    if (!found.empty()) return found;
    if (schema_name != request_schema) return problems.take();
    Request request;
    SessionTable sessions;
    return decode_request(text, {}, request, sessions);
}

}  // namespace samebill
