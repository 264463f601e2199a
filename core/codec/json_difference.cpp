// SPDX-License-Identifier: MIT
#include "core/codec/json_difference.h"

#include <algorithm>

namespace samebill {

namespace {

class Differ {
public:
    explicit Differ(const TellDifference& tell) : tell_(tell) {}

    void compare(const Json* a, const Json* b) {
        if (a != nullptr && b != nullptr && a->is_object() && b->is_object()) {
            for (const Member& member : a->members())
                step(member.name(), &member.value, find_member(*b, member.name()));
            for (const Member& member : b->members()) {
                if (find_member(*a, member.name()) == nullptr) step(member.name(), nullptr, &member.value);
            }
        } else if (a != nullptr && b != nullptr && a->is_list() && b->is_list()) {
            for (size_t i = 0; i < std::max(a->size(), b->size()); ++i)
                step(std::to_string(i), i < a->size() ? &(*a)[i] : nullptr, i < b->size() ? &(*b)[i] : nullptr);
        } else if (a == nullptr || b == nullptr || !is_same(*a, *b)) {
            tell_(pointer_, a, b);
        }
    }

private:
    static bool is_same(const Json& a, const Json& b) {
        if (a.is_text() && b.is_text()) return a.text() == b.text();
        if (a.is_integer() && b.is_integer()) return a.is_natural() == b.is_natural() && a.integer() == b.integer();
        if (a.is_boolean() && b.is_boolean()) return a.boolean() == b.boolean();
        return a.is_null() && b.is_null();
    }

    void step(std::string_view name, const Json* a, const Json* b) {
        const size_t size = pointer_.size();
        pointer_.push_back('/');
        for (const char c : name) {
            if (c == '~' || c == '/')
                pointer_ += c == '~' ? "~0" : "~1";
            else
                pointer_.push_back(c);
        }
        compare(a, b);
        pointer_.resize(size);
    }

    const TellDifference& tell_;
    std::string pointer_;
};

}  // namespace

void differences(const Json& a, const Json& b, const TellDifference& tell) {
    Differ(tell).compare(&a, &b);
}

}  // namespace samebill
