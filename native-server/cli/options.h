// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace samebill::cli {

enum class Format { json, text, csv };

// What a command was called with; a command reads only what it has options for.
struct Options {
    Format format = Format::json;
    std::string request;  // "-": standard input
    std::string issued;   // `correct`: the issued bills; `verify`: the bill
    std::vector<std::string> files;
    std::vector<std::string> usage;
    std::string from;
    std::string through;
    std::string rejects;
    bool fail_on_rejects = false;
    std::string month;
    int64_t line = 0;  // from 1
};

}  // namespace samebill::cli
