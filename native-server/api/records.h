// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/api/call.h"

// Bodies that hold many things of one kind: NDJSON (an object a line), CSV (a header, columns by name; an empty field
// is a member left out) or JSON (one object, or a list of them). All of it is read before anything is done.

namespace samebill::api {

struct Column {
    std::string_view name;
    bool empty_is_null = false;  // in CSV: an empty field is null
};

struct Records {
    std::vector<nlohmann::json> items;  // objects, in order
    bool is_list = true;                // false: the body was one JSON object

    // Where a member of a record stands in the body: "/3/plan", or "/plan" if the body is one object.
    std::string place(size_t record, std::string_view rest) const;
};

// Refuses (400, 413, 415, 422) what is not of these forms. At most `most` records.
Records read_records(Call& call, std::span<const Column> columns, size_t most = 100'000);

// A text that was found to be JSON, as handlers like it; 422 if a number in it lies beyond all that can be held.
nlohmann::json parsed(std::string_view text);

// For tests: the fields of CSV rows (RFC 4180); refuses what is not well-formed.
std::vector<std::vector<std::string>> read_csv(std::string_view text);

}  // namespace samebill::api
