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
    bool sorted = false;  // `bill`: the usage is sorted by device
    std::string from;
    std::string through;
    std::string rejects;
    bool fail_on_rejects = false;
    std::string month;
    int64_t line = 0;                    // from 1
    std::string keys;                    // `verify`: a JWK set, for final bills
    std::string data;                    // folder of a store
    bool recompute = false;              // `fsck`: every final bill, too
    std::string target;                  // folder of a backup
    std::string name = "administrator";  // of a key
    bool expand = false;                 // `quote`: the request that the scenario stands for
    std::string id;                      // `make-quote`, as the next seven
    std::string customer;
    std::string account;
    std::string valid_from;
    std::string valid_until;
    std::string supersedes;
    std::string remarks;
    int64_t version = 1;   // of a quote
    std::string previous;  // `verify`: the final bill before
};

}  // namespace samebill::cli
