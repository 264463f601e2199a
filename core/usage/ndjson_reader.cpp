// SPDX-License-Identifier: MIT
#include "core/usage/ndjson_reader.h"

namespace samebill {

const char* NdjsonReader::read_usual(const char* from, const char*) { return from; }

void NdjsonReader::read_record(std::string_view record) {
    const auto column = [](uint64_t at) { return static_cast<int64_t>(at) + 1; };
    if (const auto fault = read_json_line(record, json_))
        return intake_.reject({line_, column(fault->at), fault->message, record});
    SessionTable::Record session;
    if (const auto fault = read_fields(json_.texts, json_.order, session))
        return intake_.reject({line_, column(json_.begins[static_cast<size_t>(fault->field)]), fault->message, record});
    intake_.add(session, {record, line_, column(json_.begins[static_cast<size_t>(Field::id)])});
    if (json_.escaped) intake_.flush();  // the next record takes the place of what was decoded
}

}  // namespace samebill
