// SPDX-License-Identifier: MIT
#include "core/codec/member_text.h"

#include <algorithm>

namespace samebill {

namespace {

constexpr std::string_view blank = " \t\r\n";

// Past what may stand between the parts of an object.
size_t past(std::string_view text, size_t at, std::string_view skipped) {
    const size_t next = text.find_first_not_of(skipped, at);
    return next == std::string_view::npos ? text.size() : next;
}

}  // namespace

std::string_view member_text(std::string_view object, std::string_view name) {
    size_t at = past(object, 0, " \t\r\n{");
    while (at < object.size() && object[at] != '}') {
        Document key, value;
        at += parse_element(object.substr(at), key, most_levels);
        at = past(object, at, " \t\r\n:");
        const size_t size = parse_element(object.substr(at), value, most_levels);
        if (size == 0) return {};
        if (is_text(key.root, name)) return object.substr(at, size);
        at = past(object, past(object, at + size, blank), " \t\r\n,");
    }
    return {};
}

std::vector<std::string_view> element_texts(std::string_view list, size_t count) {
    std::vector<std::string_view> out(count);
    size_t at = past(list, past(list, 0, blank) + 1, blank);
    for (std::string_view& element : out) {
        if (at >= list.size()) break;
        Document value;
        const size_t size = parse_element(list.substr(at), value, most_levels);
        if (size == 0) break;
        element = list.substr(at, size);
        at = past(list, at + size, " \t\r\n,");
    }
    return out;
}

void follow(const Value& from, std::string_view pointer,
            const std::function<void(const Value&, std::string_view)>& reach) {
    Value next;
    if (!pointer.empty()) {
        const size_t slash = pointer.find('/', 1);
        std::string name;
        for (size_t i = 1; i < std::min(slash, pointer.size()); ++i) {
            if (pointer[i] != '~') {
                name.push_back(pointer[i]);
                continue;
            }
            ++i;
            name.push_back(i < pointer.size() && pointer[i] == '1' ? '/' : '~');
        }
        if (from.json->is_object()) {
            next = member_value(from, name);
        } else if (from.json->is_list()) {
            uint32_t position = 0;
            for (const char c : name) position = position * 10 + static_cast<uint32_t>(c - '0');
            next = element_value(from, position);
        }
        if (next.json != nullptr)
            return follow(next, slash == std::string_view::npos ? std::string_view() : pointer.substr(slash), reach);
    }
    reach(from, pointer);
}

void place_problems(ProblemList& problems, const Value& value, const Problems& inner) {
    for (const Problem& problem : inner) {
        follow(value, problem.path,
               [&](const Value& at, std::string_view) { problems.add(problem.code, at.place, problem.message); });
    }
}

Problems placed_at(std::string_view place, Problems problems) {
    for (Problem& problem : problems) problem.path.insert(0, place);
    return problems;
}

}  // namespace samebill
