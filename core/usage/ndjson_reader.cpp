// SPDX-License-Identifier: MIT
#include "core/usage/ndjson_reader.h"

namespace samebill {

const char* NdjsonReader::read_usual(const char* from, const char* to) {
    return shaped_ ? read_usual_rows(shape_, days_, intake_, {from, to}, line_) : from;
}

std::unique_ptr<RecordReader> NdjsonReader::sibling(Intake& intake) const {
    auto reader = std::make_unique<NdjsonReader>(intake);
    reader->shape_ = shape_;
    reader->shaped_ = shaped_;
    return reader;
}

// What stands around the values of a record that was read, so that the next like it are compared, not parsed.
void NdjsonReader::learn_shape(std::string_view record) {
    shaped_ = false;
    uint64_t end = 0;
    for (size_t i = 0; i <= field_count; ++i) {
        uint64_t begin = record.size();
        uint64_t value_end = begin;
        if (i < field_count) {
            const auto field = static_cast<size_t>(json_.order[i]);
            const uint64_t quote = json_.order[i] == Field::quantity ? 0 : 1;
            begin = json_.begins[field] + quote;
            value_end = json_.ends[field] - quote;
        }
        if (begin - end > Literal::most) return;
        shape_.around[i] = Literal(record.substr(static_cast<size_t>(end), static_cast<size_t>(begin - end)));
        end = value_end;
    }
    shape_.order = json_.order;
    shaped_ = true;
}

void NdjsonReader::read_record(std::string_view record) {
    const auto column = [](uint64_t at) { return static_cast<int64_t>(at) + 1; };
    if (const auto fault = read_json_line(record, json_))
        return intake_.reject({line_, column(fault->at), fault->message, record});
    SessionTable::Record session;
    if (const auto fault = read_fields(json_.texts, json_.order, session))
        return intake_.reject({line_, column(json_.begins[static_cast<size_t>(fault->field)]), fault->message, record});
    intake_.add(session, {record, line_, column(json_.begins[static_cast<size_t>(Field::id)])});
    if (!json_.escaped) learn_shape(record);
}

}  // namespace samebill
