// SPDX-License-Identifier: MIT
#include "core/codec/decode_parts.h"

namespace samebill {

namespace {

constexpr size_t most_members = 64;  // more than any object of a plan has

struct Step {
    Json* target;
    const Json* patch;  // an object
};

Json* find_target(Json::object_t& members, const std::string& name) {
    for (auto& member : members) {
        if (member.first == name) return &member.second;
    }
    return nullptr;
}

}  // namespace

std::optional<Json> merge_patch(const Json& target, const Json& patch) {
    Json merged = target;
    std::vector<Step> steps{{&merged, &patch}};
    while (!steps.empty()) {
        const Step step = steps.back();
        steps.pop_back();
        if (!step.target->is_object()) *step.target = Json::object();
        auto& members = step.target->get_ref<Json::object_t&>();
        for (const auto& [name, change] : members_of(*step.patch)) {
            if (change.is_null()) {
                members.erase(name);
            } else if (find_target(members, name) == nullptr) {
                members.emplace_back(name, change.is_object() ? Json::object() : change);
            } else if (!change.is_object()) {
                *find_target(members, name) = change;
            }
            if (members.size() > most_members) return std::nullopt;
        }
        // Only now, that the members stay where they are.
        for (const auto& [name, change] : members_of(*step.patch)) {
            if (change.is_object()) steps.push_back({find_target(members, name), &change});
        }
    }
    return merged;
}

}  // namespace samebill
