// SPDX-License-Identifier: MIT
#include "core/codec/check_quote_document.h"

#include "core/codec/decode_assignment.h"
#include "core/codec/decode_comparison.h"
#include "core/codec/decode_quote_check.h"
#include "core/codec/decode_scenario.h"
#include "core/codec/form.h"
#include "core/codec/quote_codec.h"

namespace samebill {

bool check_quote_document(Reader& reader, const Value& root, std::string_view text, Problems& found) {
    const std::string_view schema = member_value(root, "schema").json->text();
    SessionTable sessions;
    if (schema == "samebill/scenario/1") {
        Scenario scenario;
        found = decode_scenario(text, {}, scenario, sessions);
        return true;
    }
    if (schema == "samebill/assignment/1") {
        Request request;
        AssignmentOffer offer;
        found = decode_assignment(text, {}, request, sessions, offer);
        return true;
    }
    if (schema == "samebill/comparison/1") {
        ComparisonText comparison_text;
        Comparison comparison;
        found = comparison_text.read(text, {}, comparison);
        return true;
    }
    if (schema == "samebill/quote_draft/1") {
        QuoteDraft draft;
        found = read_quote_draft(reader, root, draft);
        return true;
    }
    if (schema == "samebill/quote/1") {
        Scenario scenario;
        read_quote(reader, root, scenario, sessions);
        return true;
    }
    if (schema == "samebill/quote_check/1") {
        QuoteCheckInput check;
        found = decode_quote_check(text, check);
        return true;
    }
    const ObjectForm* form = form_of_scenario_document(schema);
    if (form == nullptr) form = form_of_quote_document(schema);
    if (form == nullptr) return false;
    check_object(reader, root, *form);
    return true;
}

}  // namespace samebill
