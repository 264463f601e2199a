// SPDX-License-Identifier: MIT
#include "native-server/api/route_tree.h"

#include <set>

#include "core/base/assert.h"
#include "core/usage/fields.h"

namespace samebill::api {

namespace {

std::vector<std::string_view> segments_of(std::string_view path) {
    std::vector<std::string_view> out;
    while (!path.empty()) {
        path.remove_prefix(1);  // "/"
        const size_t end = std::min(path.find('/'), path.size());
        out.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return out;
}

bool is_parameter(std::string_view segment) {
    return segment.starts_with('{');
}

std::string_view parameter_name(std::string_view segment) {
    return segment.substr(1, segment.find('}') - 1);
}

}  // namespace

void RouteTree::add(const Operation& operation) {
    Node* node = &root_;
    std::string_view action;
    bool ends_with_id = false;
    for (const std::string_view segment : segments_of(operation.path)) {
        SAMEBILL_ASSERT(action.empty());
        ends_with_id = is_parameter(segment);
        if (ends_with_id) {
            for (const auto& [word, ignored] : node->words) SAMEBILL_ASSERT(word.find(':') != std::string::npos);
            if (!node->id) node->id = std::make_unique<Node>();
            node = node->id.get();
            action = segment.substr(segment.find('}') + 1);
        } else {
            SAMEBILL_ASSERT(!node->id || segment.find(':') != std::string_view::npos);
            auto& child = node->words[std::string(segment)];
            if (!child) child = std::make_unique<Node>();
            node = child.get();
        }
    }
    if (!action.empty()) action.remove_prefix(1);  // ":"
    SAMEBILL_ASSERT(action.empty() ? !ends_with_id || operation.method != "POST" : operation.method == "POST");
    Endpoint& endpoint = action.empty() ? node->endpoint : node->actions[std::string(action)];
    const bool is_new = endpoint.emplace(std::string(operation.method), &operation).second;
    SAMEBILL_ASSERT(is_new);
}

RouteTree::Found RouteTree::found(const Endpoint& endpoint, std::string_view method, std::vector<std::string>& ids) {
    Found out;
    if (endpoint.empty()) return out;
    std::set<std::string, std::less<>> methods = {"OPTIONS"};
    for (const auto& [name, operation] : endpoint) methods.insert(name);
    if (methods.contains("GET")) methods.insert("HEAD");
    for (const std::string& name : methods) out.allow += (out.allow.empty() ? "" : ", ") + name;
    const auto operation = endpoint.find(method);
    if (operation == endpoint.end()) return out;
    out.operation = operation->second;
    size_t next = 0;
    for (const std::string_view segment : segments_of(out.operation->path)) {
        if (is_parameter(segment)) {
            out.parameters.emplace_back(parameter_name(segment), std::move(ids[next]));
            next++;
        }
    }
    return out;
}

RouteTree::Found RouteTree::find(std::string_view method, std::string_view path) const {
    if (!path.starts_with('/')) return {};
    const auto segments = segments_of(path);
    const Node* node = &root_;
    std::vector<std::string> ids;
    for (size_t i = 0; i < segments.size(); i++) {
        const std::string_view segment = segments[i];
        const auto word = node->words.find(segment);
        if (word != node->words.end()) {
            node = word->second.get();
            continue;
        }
        if (!node->id) return {};
        node = node->id.get();
        const size_t colon = i + 1 == segments.size() && method == "POST" ? segment.rfind(':') : std::string_view::npos;
        if (colon != std::string_view::npos) {
            const auto action = node->actions.find(segment.substr(colon + 1));
            if (action != node->actions.end() && is_id(segment.substr(0, colon))) {
                ids.emplace_back(segment.substr(0, colon));
                return found(action->second, method, ids);
            }
        }
        if (!is_id(segment)) return {};
        ids.emplace_back(segment);
    }
    return found(node->endpoint, method, ids);
}

}  // namespace samebill::api
