// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/codec/arena.h"
#include "core/codec/problem_list.h"

namespace samebill {

struct Member;

// A value of a document as read: members in the order of the text, integers exact; of every other number only is known
// that it is one (and so it is never taken where an integer is due). 16 bytes that point into the document's text and
// arena, and live as long as these.
class Json {
public:
    enum class Type : uint8_t { null, boolean, negative, natural, other_number, text, list, object };

    Json() = default;
    static Json of_boolean(bool value) { return {Type::boolean, 0, Content{.number = value ? uint64_t{1} : 0}}; }
    // Below 0, or -0, as 64 bits of two's complement.
    static Json of_negative(int64_t value) {
        return {Type::negative, 0, Content{.number = static_cast<uint64_t>(value)}};
    }
    static Json of_natural(uint64_t value) { return {Type::natural, 0, Content{.number = value}}; }
    static Json of_other_number() { return {Type::other_number, 0, Content{.number = 0}}; }
    static Json of_text(std::string_view value) { return {Type::text, value.size(), Content{.text = value.data()}}; }
    static Json of_list(std::span<const Json> elements) {
        return {Type::list, elements.size(), Content{.elements = elements.data()}};
    }
    static Json of_object(std::span<const Member> members);

    bool is_null() const { return type() == Type::null; }
    bool is_boolean() const { return type() == Type::boolean; }
    bool is_integer() const { return type() == Type::negative || type() == Type::natural; }
    bool is_natural() const { return type() == Type::natural; }
    bool is_text() const { return type() == Type::text; }
    bool is_list() const { return type() == Type::list; }
    bool is_object() const { return type() == Type::object; }
    bool is_structured() const { return is_list() || is_object(); }

    bool boolean() const { return content_.number != 0; }
    uint64_t natural() const { return content_.number; }
    int64_t integer() const { return static_cast<int64_t>(content_.number); }  // of naturals: those below 2^63
    std::string_view text() const { return {content_.text, static_cast<size_t>(count_)}; }
    std::span<const Json> elements() const { return {content_.elements, static_cast<size_t>(count_)}; }
    std::span<const Member> members() const;

    size_t size() const { return static_cast<size_t>(count_); }  // elements, members, or bytes of a text
    bool empty() const { return count_ == 0; }
    const Json& operator[](size_t at) const { return content_.elements[at]; }

private:
    union Content {
        uint64_t number;
        const char* text;
        const Json* elements;
        const Member* members;
    };
    Json(Type type, uint64_t count, Content content)
        : content_(content), count_(count), type_(static_cast<uint64_t>(type)) {}
    Type type() const { return static_cast<Type>(type_); }

    Content content_{.number = 0};
    uint64_t count_ : 56 = 0;
    uint64_t type_ : 8 = 0;
};

struct Member {
    Json named;  // a text
    Json value;
    std::string_view name() const { return named.text(); }
};

inline Json Json::of_object(std::span<const Member> members) {
    return {Type::object, members.size(), Content{.members = members.data()}};
}
inline std::span<const Member> Json::members() const {
    return {content_.members, static_cast<size_t>(count_)};
}

// A document; what `root` points at is in its text and here.
struct Document {
    Arena arena;
    Json root;
};

inline constexpr int most_levels = 32;  // of nesting, the document itself being the first

// Reads long lists in the parser's stead, without a document in between.
class ListReader {
public:
    // `text` begins with the bracket of a list that is the member `name` of the document, or of its member `around`.
    // Gives the bytes that the list takes, and an empty one stands for it in the document; 0 leaves it to the parser.
    virtual size_t read(std::string_view around, std::string_view name, std::string_view text) = 0;

protected:
    ~ListReader() = default;
};

// Reads a text (RFC 8259, strict UTF-8, no byte order mark, nothing after the document, at most `levels` deep).
// False: `problems` has the one problem `parse`. True: `document` is read; of a member given twice it has the first,
// and `problems` has `schema` at the member, once for each. `place` is that of the text itself, which must outlive the
// document. Lists whose names are written without escapes are offered to `lists`, if that is not null.
bool parse_json(std::string_view text, Document& document, ProblemList& problems, const Place& place = {},
                int levels = most_levels, ListReader* lists = nullptr);

// Reads the value that the text begins with, and gives the bytes that it takes; 0 if it is not JSON, nested more than
// `levels` deep, or has a member twice.
size_t parse_element(std::string_view text, Document& document, int levels);

// A member by name, null if the object has none (or it is no object). Compares names one by one.
const Json* find_member(const Json& object, std::string_view name);

inline bool is_text(const Json& value, std::string_view text) {
    return value.is_text() && value.text() == text;
}

}  // namespace samebill
