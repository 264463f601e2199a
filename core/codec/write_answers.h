// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "core/base/problem.h"

namespace samebill {

// The short answers about a document.

// samebill/check/1 of a document without problems; `schema` is what it says it is.
std::string write_check(std::string_view schema);

// samebill/digest/1 of a text: the SHA-256 of its canonical form without the member `digest`, and what that member
// states. Nothing and the problems if it cannot be read or has a number that is no integer. Example:
// {"digest":"sha256:...","document":"samebill/bill/1","matches":true,"schema":...,"stated":"sha256:..."}.
std::string write_digest(std::string_view document, Problems& problems);

}  // namespace samebill
