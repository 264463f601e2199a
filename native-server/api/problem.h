// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/base/problem.h"
#include "native-server/api/message.h"

// Refusals as application/problem+json (RFC 9457).

namespace samebill::api {

// A refusal without errors in a document; the title goes by the status.
Response problem(int status, std::string_view detail = {});

// A refusal that lists what is wrong with the input.
Response problem(int status, const Problems& problems);

// A refusal for the errors of a samebill/error/1, passed on as they are: 400 if the text is no JSON, else 422.
Response problem_of(const std::string& error_document);

}  // namespace samebill::api
