// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/codec/decode_parts.h"

namespace samebill {

namespace {

constexpr size_t most_members = 64;  // more than any object of a plan has

class Merge {
public:
    explicit Merge(Arena& arena) : arena_(arena) {}

    // `patch` is an object; a target that is none counts as an empty one. As deep as the deeper of the two.
    Json merged(const Json& target, const Json& patch) {
        std::vector<Member> members;
        if (target.is_object()) members.assign(target.members().begin(), target.members().end());
        for (const Member& change : patch.members()) {
            const auto at = std::find_if(members.begin(), members.end(),
                                         [&](const Member& member) { return member.name() == change.name(); });
            const bool is_there = at != members.end();
            if (change.value.is_null()) {
                if (is_there) members.erase(at);
                continue;
            }
            const Json value =
                change.value.is_object() ? merged(is_there ? at->value : Json(), change.value) : change.value;
            if (is_there)
                at->value = value;
            else
                members.push_back({change.named, value});
            if (members.size() > most_members) {
                too_many_ = true;
                break;
            }
        }
        Member* const kept = arena_.take<Member>(members.size());
        std::copy(members.begin(), members.end(), kept);
        return Json::of_object({kept, members.size()});
    }
    bool too_many() const { return too_many_; }

private:
    Arena& arena_;
    bool too_many_ = false;
};

}  // namespace

std::optional<Json> merge_patch(Arena& arena, const Json& target, const Json& patch) {
    Merge merge(arena);
    const Json merged = merge.merged(target, patch);
    if (merge.too_many()) return std::nullopt;
    return merged;
}

}  // namespace samebill
