// SPDX-License-Identifier: MIT
#include "core/usage/csv_reader.h"

#include <algorithm>

namespace samebill {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view the_columns =
    "the first line must name the columns id, device, kind, start, end and quantity, each once";

}  // namespace

void CsvReader::end() {
    RecordReader::end();
    if (header_ == Header::awaited) refuse({}, 0, the_columns);
}

const char* CsvReader::read_usual(const char* from, const char* to) {
    return header_ != Header::read ? from : read_usual_rows(shape_, days_, intake_, {from, to}, line_);
}

std::unique_ptr<RecordReader> CsvReader::sibling(Intake& intake) const {
    if (header_ != Header::read) return nullptr;
    auto reader = std::make_unique<CsvReader>(intake);
    reader->header_ = header_;
    reader->shape_ = shape_;
    return reader;
}

// Splits a whole record into fields_; stops after one field too many.
void CsvReader::split(std::string_view record) {
    fields_.clear();
    unquoted_.clear();
    unquoted_.reserve(record.size());
    size_t at = 0;
    while (fields_.size() <= field_count) {
        RawField field;
        field.begin = at;
        if (at < record.size() && record[at] == '"') {
            const size_t begin = unquoted_.size();
            bool open = true;
            for (++at; open && at < record.size(); ++at) {
                if (record[at] != '"') {
                    unquoted_.push_back(record[at]);
                } else if (at + 1 < record.size() && record[at + 1] == '"') {
                    unquoted_.push_back('"');
                    ++at;
                } else {
                    open = false;
                }
            }
            field.text = std::string_view(unquoted_).substr(begin);
            field.closed = at == record.size() || record[at] == ',';
            at = std::min(record.find(',', at), record.size());
        } else {
            const size_t end = std::min(record.find(',', at), record.size());
            field.text = record.substr(at, end - at);
            field.closed = field.text.find('"') == std::string_view::npos;
            at = end;
        }
        fields_.push_back(field);
        if (at >= record.size()) return;
        ++at;  // the comma
    }
}

void CsvReader::read_record(std::string_view record) {
    if (header_ == Header::refused) return intake_.count_unread(1);
    if (header_ == Header::awaited) return read_header(record);
    split(record);
    FieldTexts texts;
    const size_t count = std::min<size_t>(fields_.size(), field_count);
    for (size_t i = 0; i < count; ++i) {
        if (!fields_[i].closed) {
            return reject(record, fields_[i].begin,
                          "a quote must begin and end the whole field: quote all of it, and double the quotes inside");
        }
        texts[static_cast<size_t>(shape_.order[i])] = fields_[i].text;
    }
    if (fields_.size() < field_count)
        return reject(record, record.size(),
                      "the record has fewer than 6 fields: give one for each column of the header");
    if (fields_.size() > field_count)
        return reject(record, fields_[field_count].begin,
                      "the record has more than 6 fields: give one for each column of the header");
    SessionTable::Record session;
    uint64_t begin_of[field_count] = {};
    for (size_t i = 0; i < field_count; ++i) begin_of[static_cast<size_t>(shape_.order[i])] = fields_[i].begin;
    if (const auto fault = read_fields(texts, shape_.order, session))
        return reject(record, begin_of[static_cast<size_t>(fault->field)], fault->message);
    intake_.add(session, {record, line_, static_cast<int64_t>(begin_of[0]) + 1});
}

void CsvReader::read_header(std::string_view record) {
    const bool marked = record.substr(0, byte_order_mark.size()) == byte_order_mark;
    const uint64_t skipped = marked ? byte_order_mark.size() : 0;
    split(record.substr(static_cast<size_t>(skipped)));
    uint32_t seen = 0;
    for (size_t i = 0; i < fields_.size(); ++i) {
        const auto field = fields_[i].closed ? parse_field_name(fields_[i].text) : std::nullopt;
        const uint32_t bit = field ? 1u << static_cast<uint32_t>(*field) : 0;
        if (!field || (seen & bit) != 0) return refuse(record, skipped + fields_[i].begin, the_columns);
        seen |= bit;
        shape_.order[i] = *field;
    }
    if (fields_.size() < field_count) return refuse(record, record.size(), the_columns);
    for (size_t i = 1; i < field_count; ++i) shape_.around[i] = Literal(",");
    constexpr FieldOrder plain{Field::id, Field::device, Field::kind, Field::start, Field::end, Field::quantity};
    shape_.plain_csv = shape_.order == plain;
    header_ = Header::read;
}

void CsvReader::reject_endless(std::string_view line, std::string_view message) {
    if (header_ == Header::refused) return intake_.count_unread(1);
    if (header_ == Header::awaited) return refuse(line, 0, the_columns);
    RecordReader::reject_endless(line, message);
}

void CsvReader::refuse(std::string_view record, uint64_t at, std::string_view message) {
    header_ = Header::refused;
    intake_.reject({line_, static_cast<int64_t>(at) + 1, message, record});
}

// `at`: the byte of the record at which the field begins that is wrong.
void CsvReader::reject(std::string_view record, uint64_t at, std::string_view message) {
    const std::string_view before = record.substr(0, static_cast<size_t>(at));
    const auto lines = std::count(before.begin(), before.end(), '\n');
    const size_t line_begin = lines == 0 ? 0 : before.rfind('\n') + 1;
    intake_.reject({line_ + lines, static_cast<int64_t>(at - line_begin) + 1, message, record});
}

}  // namespace samebill
