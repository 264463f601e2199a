// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "native-server/api/operation.h"

// What headers say of bodies, in both directions.

namespace samebill::api {

std::string lower_case(std::string_view value);

// application/json, perhaps with a charset, which can only be UTF-8 (RFC 8259).
bool is_json(std::string_view content_type);

// How a list is wanted.
enum class ListForm : uint8_t { json, ndjson, csv };
// The one that Accept prefers; JSON if it names none of them.
ListForm list_form(std::string_view accept);

// The form of records in a body; nothing if it is neither.
enum class RecordForm : uint8_t { ndjson, csv, json };
std::optional<RecordForm> record_form(std::string_view content_type);

// 0, or 415 if the body that the head announces is not what the operation takes.
int check_media(const Request& head, const Operation& operation);

// The response itself, or 304 if the client has it already (If-None-Match).
Response conditional(const Request& request, Response response);

}  // namespace samebill::api
