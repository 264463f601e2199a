// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

// What handlers ask of the engine about documents.

namespace samebill::api {

// The document in canonical form (RFC 8785) if it is a sound one of this schema ("catalog"); else refuses (400, 422)
// with the engine's errors. Paths begin with `at`, the place of the document in the body.
std::string checked_document(std::string_view text, std::string_view schema, const std::string& at = {});

// The same for a document that was part of a body.
std::string checked_part(const nlohmann::json& document, std::string_view schema, const std::string& at);

// "sha256:…" of a canonical text.
std::string digest_of_text(std::string_view canonical);

// Throws Refused with the errors of a samebill/error/1, their paths as `path` makes them of the engine's.
[[noreturn]] void refuse_errors(const std::string& error_document, const std::string& at = {});

}  // namespace samebill::api
