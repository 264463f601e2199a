// SPDX-License-Identifier: MIT
#include "native-server/api/media.h"

#include <utility>

namespace samebill::api {

namespace {

// The type without its parameters, and what is left of them, in lower case and without blanks and quotes.
std::pair<std::string, std::string> split_type(std::string_view content_type) {
    std::string value;
    for (const char c : lower_case(content_type)) {
        if (c != ' ' && c != '\t' && c != '"') value += c;
    }
    const size_t end = value.find(';');
    if (end == std::string::npos) return {value, ""};
    return {value.substr(0, end), value.substr(end + 1)};
}

bool is_utf8_charset(std::string_view parameters) {
    return parameters.empty() || parameters == "charset=utf-8" || parameters == "header=present" ||
           parameters == "charset=utf-8;header=present" || parameters == "header=present;charset=utf-8";
}

template <typename Each>
void each_member(std::string_view list, Each each) {
    while (!list.empty()) {
        const size_t end = std::min(list.find(','), list.size());
        std::string_view member = list.substr(0, end);
        list.remove_prefix(std::min(end + 1, list.size()));
        while (!member.empty() && member.front() == ' ') member.remove_prefix(1);
        while (!member.empty() && member.back() == ' ') member.remove_suffix(1);
        each(member);
    }
}

}  // namespace

std::string lower_case(std::string_view value) {
    std::string out(value);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

bool is_json(std::string_view content_type) {
    const auto [type, parameters] = split_type(content_type);
    return type == "application/json" && (parameters.empty() || parameters == "charset=utf-8");
}

ListForm list_form(std::string_view accept) {
    ListForm out = ListForm::json;
    bool chosen = false;
    each_member(accept, [&](std::string_view member) {
        if (chosen) return;
        const std::string type = split_type(member).first;
        chosen = true;
        if (type == "application/x-ndjson" || type == "application/jsonl") {
            out = ListForm::ndjson;
        } else if (type == "text/csv") {
            out = ListForm::csv;
        } else {
            chosen = type == "application/json";
        }
    });
    return out;
}

std::optional<RecordForm> record_form(std::string_view content_type) {
    const auto [type, parameters] = split_type(content_type);
    if (!is_utf8_charset(parameters)) return std::nullopt;
    if (type == "application/x-ndjson" || type == "application/jsonl") return RecordForm::ndjson;
    if (type == "text/csv") return RecordForm::csv;
    if (is_json(content_type)) return RecordForm::json;
    return std::nullopt;
}

int check_media(const Request& head, const Operation& operation) {
    const std::string encoding = lower_case(head.header("content-encoding"));
    const bool plain = encoding.empty() || encoding == "identity";
    switch (operation.body) {
        case BodyKind::none:
        case BodyKind::records: return 0;  // records: the handler knows its types and encodings
        case BodyKind::form:
        case BodyKind::document: return plain && is_json(head.header("content-type")) ? 0 : 415;
    }
    return 0;
}

Response conditional(const Request& request, Response response) {
    if (response.status != 200 || request.method != "GET") return response;
    const std::string_view wanted = request.header("if-none-match");
    if (wanted.empty()) return response;
    for (const Header& header : response.headers) {
        if (header.name != "ETag") continue;
        bool same = false;
        each_member(wanted, [&](std::string_view member) {
            if (member.starts_with("W/")) member.remove_prefix(2);
            if (member == header.value || member == "*") same = true;
        });
        if (!same) return response;
        Response out;
        out.status = 304;
        out.headers.push_back(header);
        return out;
    }
    return response;
}

}  // namespace samebill::api
