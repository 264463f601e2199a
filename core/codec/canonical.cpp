// SPDX-License-Identifier: MIT
#include "core/codec/canonical.h"

#include <algorithm>
#include <charconv>

#include "core/base/sha256.h"
#include "core/codec/canonical_writer.h"

namespace samebill {

namespace {

using Member = Json::object_t::value_type;

// A container that is being written: what is left of it.
struct Open {
    const Json* container = nullptr;
    std::vector<const Member*> members;  // sorted, of an object
    size_t next = 0;
};

// In UTF-8, U+E000 ... U+FFFF begin with EE or EF and come before U+10000 and above (F0 ... F4); in UTF-16 they come
// after. Everything else sorts alike.
int rank(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0xEE || byte == 0xEF ? byte + 0x100 : byte;
}

Open open(const Json& container, std::string_view without) {
    Open opened{&container, {}, 0};
    if (!container.is_object()) return opened;
    for (const Member& member : members_of(container)) {
        if (without.empty() || member.first != without) opened.members.push_back(&member);
    }
    std::sort(opened.members.begin(), opened.members.end(),
              [](const Member* a, const Member* b) { return precedes(a->first, b->first); });
    return opened;
}

void append_integer(std::string& out, const Json& value) {
    char digits[24];
    const auto end = value.is_number_unsigned()
                         ? std::to_chars(digits, digits + sizeof digits, value.get<uint64_t>()).ptr
                         : std::to_chars(digits, digits + sizeof digits, value.get<int64_t>()).ptr;
    out.append(digits, static_cast<size_t>(end - digits));
}

// False if it is a number that has no canonical form here.
bool append_scalar(CanonicalWriter& writer, const Json& value) {
    if (value.is_string())
        writer.string(text_of(value));
    else if (value.is_number_integer())
        append_integer(writer.text(), value);
    else if (value.is_boolean())
        writer.boolean(value.get<bool>());
    else if (value.is_null())
        writer.null();
    else
        return false;
    return true;
}

// Writes document after document with a stack of its own: one entry a level.
bool append(std::string& out, const Json& document, std::string_view without) {
    CanonicalWriter writer(out);
    if (!document.is_structured()) return append_scalar(writer, document);
    std::vector<Open> stack;
    out.push_back(document.is_object() ? '{' : '[');
    stack.push_back(open(document, without));
    while (!stack.empty()) {
        Open& top = stack.back();
        const bool is_object = top.container->is_object();
        if (top.next == (is_object ? top.members.size() : top.container->size())) {
            out.push_back(is_object ? '}' : ']');
            stack.pop_back();
            continue;
        }
        if (top.next > 0) out.push_back(',');
        const size_t at = top.next++;
        const Json& value = is_object ? top.members[at]->second : (*top.container)[at];
        if (is_object) {
            writer.string(top.members[at]->first);
            out.push_back(':');
        }
        if (value.is_structured()) {
            out.push_back(value.is_object() ? '{' : '[');
            stack.push_back(open(value, {}));
        } else if (!append_scalar(writer, value)) {
            return false;
        }
    }
    return true;
}

}  // namespace

bool precedes(std::string_view a, std::string_view b) {
    const size_t common = std::min(a.size(), b.size());
    for (size_t i = 0; i < common; ++i) {
        if (a[i] != b[i]) return rank(a[i]) < rank(b[i]);
    }
    return a.size() < b.size();
}

std::optional<std::string> canonical_form(const Json& document) {
    std::string text;
    if (!append(text, document, {})) return std::nullopt;
    return text;
}

std::optional<std::string> canonical_digest(const Json& object, std::string_view without) {
    std::string text;
    if (!append(text, object, without)) return std::nullopt;
    return "sha256:" + sha256_hex(text);
}

}  // namespace samebill
