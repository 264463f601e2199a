// SPDX-License-Identifier: MIT
#include "native-server/api/resources/trials.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "native-server/api/engine.h"
#include "native-server/api/problem.h"

namespace samebill::api {

using nlohmann::json;

namespace {

// Of a state that does not allow it: 409, as another answer is possible once the state has changed.
bool is_conflict(const json& errors) {
    for (const json& error : errors) {
        const std::string code = error.at("code");
        if (code != "invalid_transition" && code != "not_permitted") return false;
    }
    return true;
}

}  // namespace

uint64_t require_sound(Call& call, const std::string& account, const runs::Changes& changes, const Place& place) {
    runs::Trial trial;
    try {
        trial = runs::try_changes(*call.app.database, account, changes);
    } catch (const runs::NoVersion& none) {
        refuse(422, "no_catalog", "", "No catalog version holds for the account in " + none.month + ".");
    }
    if (trial.ok) return trial.generation;
    Problems problems;
    json errors = json::parse(trial.errors).at("errors");
    const bool conflict = is_conflict(errors);
    for (const json& error : errors) {
        const std::string path = error.at("path");
        std::string message = error.at("message");
        std::string own = place(path, trial.parts);
        if (own.empty()) message = "With this change, at " + path + " of the account's inputs: " + message;
        problems.push_back({error.at("code"), std::move(own), std::move(message)});
    }
    throw Refused{problem(conflict ? 409 : 422, problems)};
}

bool split_place(std::string_view path, std::string_view head, size_t& position, std::string_view& rest) {
    if (!path.starts_with(head)) return false;
    path.remove_prefix(head.size());
    const auto read = std::from_chars(path.data(), path.data() + path.size(), position);
    if (read.ec != std::errc()) return false;
    rest = path.substr(static_cast<size_t>(read.ptr - path.data()));
    return true;
}

void require_generation(const Call& call, const std::string& account, uint64_t generation) {
    if (call.app.database->generation(account) != generation)
        refuse(409, "The account was changed meanwhile; ask again.");
}

}  // namespace samebill::api
