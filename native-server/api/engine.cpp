// SPDX-License-Identifier: MIT
#include "native-server/api/engine.h"

#include "core/api.h"
#include "core/base/sha256.h"
#include "core/codec/canonical.h"
#include "core/codec/json.h"
#include "native-server/api/problem.h"
#include "native-server/api/refusal.h"

namespace samebill::api {

void refuse_errors(const std::string& error_document, const std::string& at) {
    if (at.empty()) throw Refused{problem_of(error_document)};
    nlohmann::json document = nlohmann::json::parse(error_document);
    for (nlohmann::json& error : document.at("errors")) error["path"] = at + error.at("path").get<std::string>();
    throw Refused{problem_of(document.dump())};
}

std::string checked_document(std::string_view text, std::string_view schema, const std::string& at) {
    const Outcome outcome = check(text);
    if (!outcome.ok) refuse_errors(outcome.text, at);
    ProblemList problems;
    Document document;
    parse_json(text, document, problems);
    const Json* named = find_member(document.root, "schema");
    const std::string due = "samebill/" + std::string(schema) + "/1";
    if (named == nullptr || !is_text(*named, due)) {
        refuse(422, "schema", at + "/schema", "The document must be a " + due + ".");
    }
    return canonical_form(document.root).value_or("");
}

std::string checked_part(const nlohmann::json& document, std::string_view schema, const std::string& at) {
    return checked_document(document.dump(), schema, at);
}

std::string digest_of_text(std::string_view canonical) {
    return "sha256:" + sha256_hex(canonical);
}

}  // namespace samebill::api
