// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/calendar.h"
#include "core/base/money.h"
#include "core/base/quantity.h"
#include "core/codec/json.h"
#include "core/codec/problem_list.h"
#include "core/usage/fields.h"

namespace samebill {

// Reading a document of a known shape. What comes in: values of a document and where they stand. What goes out: plain
// values, and a `schema` problem for everything that is not as it must be (stage 1). Functions that take a pointer take
// null for a member that is not there: they return false and leave the target as it was, without a problem.

// A value and its place. Places point to the places of their parents: a value must outlive its children.
struct Value {
    const Json* json = nullptr;
    Place place;
};

Value member_value(const Value& parent, std::string_view name);  // `json` null if it is not there
Value element_value(const Value& parent, uint32_t position);

struct MemberRule {
    std::string_view name;
    bool required = false;
};
inline constexpr bool required = true;

// What a name in a document stands for.
template <class Enum>
struct Choice {
    std::string_view name;
    Enum value;
};

struct Reader {
    ProblemList& problems;
    int64_t kilobyte_bytes = 0;  // 0: not known, then a text amount may be whole with either (M4)

    // "`name` must be <what>."; always false.
    bool wrong(const Value& value, std::string_view what);
    bool fail(std::string_view code, const Value& value, std::string message);

    bool is_object(const Value& value);
    bool is_list(const Value* value);
    bool text(const Value* value, std::string_view& out);
    bool text(const Value* value, std::string& out);
    bool id(const Value* value, std::string_view& out);
    bool id(const Value* value, std::string& out);
    bool boolean(const Value* value, bool& out);
    bool integer(const Value* value, int64_t least, int64_t most, int64_t& out);
    bool decimal(const Value* value, Decimal& out);
    bool decimal(const Value* value, std::optional<Decimal>& out);
    bool instant(const Value* value, Instant& out);
    bool date(const Value* value, Date& out);
    bool date(const Value* value, std::optional<Date>& out);
    bool month(const Value* value, Month& out);
    bool digest(const Value* value, std::string& out);
    bool amount(const Value* value, Kind kind, int64_t& out);  // bytes, seconds or messages, 0 ... 2^53-1
    bool amounts(const Value* value, Quantities& out);         // Amounts
    bool texts(const Value* value, std::vector<std::string>& out);
    // The member `schema` of a document.
    bool schema(const Value* value, std::string_view due);

    template <class Enum>
    bool choice(const Value* value, std::initializer_list<Choice<Enum>> choices, Enum& out) {
        if (value == nullptr) return false;
        for (const auto& choice : choices) {
            if (!is_text(*value->json, choice.name)) continue;
            out = choice.value;
            return true;
        }
        std::string names;
        for (const auto& choice : choices)
            names += (names.empty() ? "" : ", ") + ("\"" + std::string(choice.name) + "\"");
        return wrong(*value, (choices.size() == 1 ? "" : "one of ") + names);
    }

    // Calls `read(element)` for every element; false if it is no list.
    template <class Read>
    bool list(const Value* value, Read&& read) {
        if (!is_list(value)) return false;
        const auto count = static_cast<uint32_t>(value->json->size());
        for (uint32_t i = 0; i < count; ++i) {
            const Value element = element_value(*value, i);
            read(element);
        }
        return true;
    }

    // `duplicate_id` at the value if its text is in `seen` already.
    void unique(const Value* value, std::set<std::string_view>& seen);
};

// The members of an object, unknown and missing ones reported. If it is no object that is reported, and none is there.
class Members {
public:
    Members(Reader& reader, const Value& object, std::string_view what, std::span<const MemberRule> rules);

    // Null if it is not there.
    const Value* operator[](std::string_view name) const;

private:
    static constexpr size_t most_rules = 32;
    union Slot {  // filled where `found_` says so
        Slot() {}
        Value value;
    };
    size_t rule_of(std::string_view name, size_t first) const;  // past the last if there is none

    std::span<const MemberRule> rules_;
    uint32_t found_ = 0;
    std::array<Slot, most_rules> values_;  // parallel to rules_
};

bool is_digest(std::string_view text);  // "sha256:" and 64 lower-case hexadecimal digits
// Bytes or seconds in a unit of the kind; nothing if the kind has no such unit.
std::optional<int64_t> unit_size(Kind kind, std::string_view unit, int64_t kilobyte_bytes);
inline constexpr std::string_view id_form =
    "an id: 1 to 128 letters, digits and ._:@+-, beginning with a letter or digit";

}  // namespace samebill
