// SPDX-License-Identifier: MIT
#include "native-server/api/records.h"

#include <algorithm>

#include "core/base/utf8.h"
#include "core/codec/json.h"
#include "native-server/api/media.h"

namespace samebill::api {

using nlohmann::json;

namespace {

constexpr size_t piece_size = 65536;

std::string read_all(Call& call) {
    if (!call.request.read_body) return call.request.body;
    const int64_t most = call.operation.max_body > 0 ? call.operation.max_body : call.app.limits.max_body;
    std::string out;
    std::string piece(piece_size, '\0');
    for (;;) {
        const int64_t count = call.request.read_body(piece.data(), piece.size());
        if (count < 0) refuse(400, "The body ended early.");
        if (count == 0) return out;
        out.append(piece, 0, static_cast<size_t>(count));
        if (static_cast<int64_t>(out.size()) > most) refuse(413);
    }
}

std::string at(size_t record) {
    return "/" + std::to_string(record);
}

json read_object(std::string_view text, const std::string& path) {
    ProblemList problems;
    Document document;
    parse_json(text, document, problems);
    Problems found = problems.take();
    for (Problem& problem : found) problem.path = path + problem.path;
    if (!found.empty()) refuse(found.front().code == "parse" ? 400 : 422, found);
    return parsed(text);
}

std::vector<json> read_ndjson(std::string_view text) {
    std::vector<json> out;
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        out.push_back(read_object(line, at(out.size())));
    }
    return out;
}

std::string names_of(std::span<const Column> columns) {
    std::string out;
    for (const Column& one : columns) out += (out.empty() ? "" : ", ") + std::string(one.name);
    return out;
}

std::vector<json> objects_of(const std::vector<std::vector<std::string>>& rows, std::span<const Column> columns) {
    if (rows.empty()) refuse(422, "schema", "", "The CSV needs a header.");
    std::vector<const Column*> order;
    for (const std::string& name : rows.front()) {
        const auto found =
            std::find_if(columns.begin(), columns.end(), [&](const Column& one) { return one.name == name; });
        if (found == columns.end()) refuse(422, "schema", "", "The columns here are " + names_of(columns) + ".");
        if (std::count(order.begin(), order.end(), &*found) > 0) refuse(422, "schema", "", "A column stands twice.");
        order.push_back(&*found);
    }
    std::vector<json> out;
    for (size_t i = 1; i < rows.size(); i++) {
        if (rows[i].size() != order.size()) {
            refuse(422, "schema", at(i - 1), "The row has not as many fields as the header.");
        }
        json record = json::object();
        for (size_t k = 0; k < order.size(); k++) {
            if (!rows[i][k].empty()) {
                record[std::string(order[k]->name)] = rows[i][k];
            } else if (order[k]->empty_is_null) {
                record[std::string(order[k]->name)] = nullptr;
            }
        }
        out.push_back(std::move(record));
    }
    return out;
}

Records read_json(const std::string& text) {
    json document = read_object(text, "");
    if (document.is_array()) return {document.get<std::vector<json>>(), true};
    Records out;
    out.items.push_back(std::move(document));
    out.is_list = false;
    return out;
}

}  // namespace

json parsed(std::string_view text) {
    try {
        return json::parse(text);
    } catch (const json::out_of_range&) {  // 1e999
        refuse(422, "schema", "", "A number in it is too large.");
    }
}

std::vector<std::vector<std::string>> read_csv(std::string_view text) {
    if (!is_utf8(text)) refuse(400, "The CSV is not UTF-8.");
    std::vector<std::vector<std::string>> rows;
    size_t i = 0;
    while (i < text.size()) {
        std::vector<std::string> row;
        bool row_ends = false;
        while (!row_ends) {
            std::string field;
            if (i < text.size() && text[i] == '"') {
                for (i++;; i++) {
                    if (i >= text.size()) refuse(422, "schema", at(rows.size()), "A quote is not closed.");
                    if (text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"')
                        i++;
                    else if (text[i] == '"')
                        break;
                    field += text[i];
                }
                i++;
            } else {
                while (i < text.size() && text[i] != ',' && text[i] != '\n' && text[i] != '\r') field += text[i++];
            }
            row.push_back(std::move(field));
            if (i < text.size() && text[i] == '\r') i++;
            row_ends = i >= text.size() || text[i] == '\n';
            if (!row_ends && text[i] != ',') refuse(422, "schema", at(rows.size()), "A field goes on after its quote.");
            i++;
        }
        if (row.size() > 1 || !row.front().empty()) rows.push_back(std::move(row));
    }
    return rows;
}

std::string Records::place(size_t record, std::string_view rest) const {
    return (is_list ? at(record) : "") + std::string(rest);
}

Records read_records(Call& call, std::span<const Column> columns, size_t most) {
    const std::string encoding = lower_case(call.request.header("content-encoding"));
    const auto form = record_form(call.request.header("content-type"));
    if (!form || (!encoding.empty() && encoding != "identity")) refuse(415);
    const std::string text = read_all(call);
    Records out;
    switch (*form) {
        case RecordForm::ndjson: out.items = read_ndjson(text); break;
        case RecordForm::csv: out.items = objects_of(read_csv(text), columns); break;
        case RecordForm::json: out = read_json(text); break;
    }
    if (out.items.empty()) refuse(422, "schema", "", "The body holds nothing.");
    if (out.items.size() > most) refuse(422, "schema", "", "The body holds too much at once.");
    for (size_t i = 0; i < out.items.size(); i++) {
        if (!out.items[i].is_object()) refuse(422, "schema", at(i), "Each record must be an object.");
    }
    return out;
}

}  // namespace samebill::api
