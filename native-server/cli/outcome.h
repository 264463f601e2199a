// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "core/api.h"
#include "native-server/cli/options.h"
#include "native-server/cli/usage_files.h"

namespace samebill::cli {

// Parses a document that the core wrote or has accepted, so that its depth is bounded.
nlohmann::json parsed(const std::string& document);

// The catalog's kilobyte of a request that the core has accepted; everything else in it is skipped.
int64_t kilobyte_of(const std::string& request);

// Where errors are said to be: the file of the document, and the usage files that "/usage/i" points into.
struct Source {
    std::string file;
    const UsageFiles* usage = nullptr;
};

using Form = std::function<std::string(const nlohmann::json&)>;

// Writes what the core answered and gives the exit code. As JSON, the document on stdout and a line feed; else a result
// as `form` makes it on stdout, and errors as "FILE: /json/pointer: message (code)" on stderr.
int finish(const Options& options, const Source& source, const Outcome& outcome, const Form& form);

}  // namespace samebill::cli
