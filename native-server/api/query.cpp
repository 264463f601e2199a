// SPDX-License-Identifier: MIT
#include "native-server/api/query.h"

#include <algorithm>

#include "core/base/utf8.h"

namespace samebill::api {

const std::array<QueryParameter, 2> list_parameters = {
    QueryParameter{"limit", ValueForm::integer, "how many items at most; 100 if left out, 1,000 at most"},
    QueryParameter{"cursor", ValueForm::text, "`next` of the answer before, to go on after it"}};

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

const QueryParameter* parameter_of(const Operation& operation, std::string_view name) {
    for (const QueryParameter& one : operation.query) {
        if (one.name == name) return &one;
    }
    if (!operation.list) return nullptr;
    for (const QueryParameter& one : list_parameters) {
        if (one.name == name) return &one;
    }
    return nullptr;
}

}  // namespace

std::optional<std::string> decode_component(std::string_view text) {
    std::string out;
    for (size_t i = 0; i < text.size(); i++) {
        char c = text[i];
        if (c == '+') c = ' ';
        if (c == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex_digit(text[i + 1]);
            const int low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return std::nullopt;
        out += c;
    }
    if (!is_utf8(out)) return std::nullopt;
    return out;
}

std::vector<std::pair<std::string, std::string>> read_query(std::string_view query, const Operation& operation,
                                                            Problems& problems) {
    std::vector<std::pair<std::string, std::string>> out;
    const auto wrong = [&](std::string name, std::string message) {
        problems.push_back({"query", std::move(name), std::move(message)});
    };
    while (!query.empty() && problems.empty()) {
        const size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        const size_t equals = pair.find('=');
        const auto name = decode_component(pair.substr(0, equals));
        const auto value = decode_component(equals == pair.npos ? "" : pair.substr(equals + 1));
        if (!name || !value) {
            wrong("", "The query is not well-formed.");
            break;
        }
        const QueryParameter* parameter = parameter_of(operation, *name);
        if (parameter == nullptr) {
            wrong(*name, "This path takes no such parameter.");
            break;
        }
        if (std::any_of(out.begin(), out.end(), [&](const auto& one) { return one.first == *name; })) {
            wrong(*name, "The parameter is given twice.");
            break;
        }
        const std::string_view wanted = check_text(*value, parameter->form, parameter->names);
        if (!wanted.empty()) {
            const std::string names(parameter->names);
            wrong(*name, "The parameter must be " + (names.empty() ? std::string(wanted) : "one of: " + names) + ".");
            break;
        }
        out.emplace_back(*name, *value);
    }
    for (const QueryParameter& one : operation.query) {
        const bool given =
            std::any_of(out.begin(), out.end(), [&](const auto& seen) { return seen.first == one.name; });
        if (one.required && !given && problems.empty()) wrong(std::string(one.name), "The parameter is missing.");
    }
    return out;
}

}  // namespace samebill::api
