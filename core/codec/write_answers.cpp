// SPDX-License-Identifier: MIT
#include "core/codec/write_answers.h"

#include "core/codec/canonical.h"
#include "core/codec/canonical_writer.h"
#include "core/codec/reader.h"

namespace samebill {

std::string write_check(std::string_view schema) {
    std::string text;
    CanonicalWriter writer(text);
    writer.begin_object();
    writer.member("document");
    writer.string(schema);
    writer.member("schema");
    writer.plain("samebill/check/1");
    writer.member("valid");
    writer.boolean(true);
    writer.end_object();
    return text;
}

std::string write_digest(std::string_view document, Problems& problems) {
    Document read;
    ProblemList found;
    parse_json(document, read, found);
    const Json& root = read.root;
    const auto digest = found.empty() ? canonical_digest(root, "digest") : std::nullopt;
    if (found.empty() && !digest) {
        found.add("schema", Place{}, "A number in the document is no integer of 64 bits; no document here has one.");
    }
    if (!found.empty()) {
        problems = found.take();
        return {};
    }
    const Json* schema = find_member(root, "schema");
    const Json* stated = find_member(root, "digest");
    std::string text;
    CanonicalWriter writer(text);
    writer.begin_object();
    writer.member("digest");
    writer.plain(*digest);
    writer.member("document");
    if (schema != nullptr && schema->is_text()) {
        writer.string(schema->text());
    } else {
        writer.null();
    }
    if (stated != nullptr && stated->is_text() && is_digest(stated->text())) {
        writer.member("matches");
        writer.boolean(stated->text() == *digest);
        writer.member("schema");
        writer.plain("samebill/digest/1");
        writer.member("stated");
        writer.plain(stated->text());
    } else {
        writer.member("schema");
        writer.plain("samebill/digest/1");
    }
    writer.end_object();
    return text;
}

}  // namespace samebill
