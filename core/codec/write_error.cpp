// SPDX-License-Identifier: MIT
#include "core/codec/write_error.h"

#include <algorithm>
#include <string_view>

#include "core/base/sorting.h"
#include "core/codec/canonical_writer.h"

namespace samebill {

namespace {

constexpr int most_errors = 100;

bool is_position(std::string_view token) {
    return !token.empty() && std::all_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Below, at or above 0 as the first token stands before, at or after the second. Positions have no leading zeros.
int compare_tokens(std::string_view a, std::string_view b) {
    if (is_position(a) && is_position(b) && a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
    return a.compare(b);
}

// Takes the first token off a pointer.
std::string_view take_token(std::string_view& path) {
    path.remove_prefix(1);
    const std::string_view token = path.substr(0, path.find('/'));
    path.remove_prefix(token.size());
    return token;
}

int compare_paths(std::string_view a, std::string_view b) {
    while (!a.empty() && !b.empty()) {
        const std::string_view token = take_token(a);
        const int order = compare_tokens(token, take_token(b));
        if (order != 0) return order;
    }
    return static_cast<int>(!a.empty()) - static_cast<int>(!b.empty());
}

}  // namespace

void sort_by_path(Problems& problems) {
    sort_list(problems, [](const Problem& a, const Problem& b) {
        const int order = compare_paths(a.path, b.path);
        return order != 0 ? order < 0 : a.code < b.code;
    });
}

std::string write_error(const Problems& in_order) {
    std::string text;
    CanonicalWriter writer(text);
    writer.begin_object();
    writer.member("errors");
    writer.begin_array();
    int written = 0;
    const Problem* before = nullptr;
    for (const Problem& problem : in_order) {
        const bool repeated = before != nullptr && before->path == problem.path && before->code == problem.code;
        before = &problem;
        if (repeated) continue;
        if (written++ == most_errors) break;
        writer.element();
        writer.begin_object();
        writer.member("code");
        writer.plain(problem.code);
        writer.member("message");
        writer.string(problem.message);
        writer.member("path");
        writer.string(problem.path);
        writer.end_object();
    }
    writer.end_array();
    writer.member("schema");
    writer.plain("samebill/error/1");
    writer.end_object();
    return text;
}

}  // namespace samebill
