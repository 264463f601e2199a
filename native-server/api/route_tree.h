// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "native-server/api/operation.h"

// Which operation a method and a path name. A path is found as it was sent or not at all: no escapes, no cleaning.
// Ids may hold ":" and ".", so an action is what follows the last ":" of the last segment, and only of a POST:
// POST /v1/a/x:y:void is the action `void` of `x:y`, GET /v1/a/x:y:void is the thing `x:y:void`.

namespace samebill::api {

class RouteTree {
public:
    // Asserts that the table is in order: no two operations for one method and path, no segment that could be read as a
    // word or as an id, actions with POST alone, ids without an action never with POST.
    void add(const Operation& operation);

    struct Found {
        const Operation* operation = nullptr;  // null: there is no such path, or it does not take the method
        std::vector<std::pair<std::string, std::string>> parameters;
        std::string allow;  // methods of the path; empty: there is no such path
    };
    Found find(std::string_view method, std::string_view path) const;

private:
    using Endpoint = std::map<std::string, const Operation*, std::less<>>;  // by method
    struct Node {
        std::map<std::string, std::unique_ptr<Node>, std::less<>> words;
        std::unique_ptr<Node> id;
        Endpoint endpoint;
        std::map<std::string, Endpoint, std::less<>> actions;
    };
    static Found found(const Endpoint& endpoint, std::string_view method, std::vector<std::string>& ids);

    Node root_;
};

}  // namespace samebill::api
