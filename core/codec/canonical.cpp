// SPDX-License-Identifier: MIT
#include "core/codec/canonical.h"

#include <algorithm>
#include <vector>

#include "core/base/sha256.h"
#include "core/base/sorting.h"
#include "core/codec/canonical_writer.h"

namespace samebill {

namespace {

// In UTF-8, U+E000 ... U+FFFF begin with EE or EF and come before U+10000 and above (F0 ... F4); in UTF-16 they come
// after. Everything else sorts alike.
int rank(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0xEE || byte == 0xEF ? byte + 0x100 : byte;
}

// Writes a document level by level, each a call: there are few.
class CanonicalForm {
public:
    explicit CanonicalForm(std::string& out, std::span<const ListText> lists = {}) : writer_(out), lists_(lists) {}

    // False if it has a number that has no canonical form here. The member `without` of this object is left out.
    bool append(const Json& value, std::string_view without = {}) {
        if (value.is_object()) return append_object(value, without);
        if (value.is_list()) return append_list(value);
        if (value.is_text())
            writer_.string(value.text());
        else if (value.is_natural())
            writer_.natural(value.natural());
        else if (value.is_integer())
            writer_.integer(value.integer());
        else if (value.is_boolean())
            writer_.boolean(value.boolean());
        else if (value.is_null())
            writer_.null();
        else
            return false;
        return true;
    }

private:
    bool append_list(const Json& list) {
        for (const ListText& apart : lists_) {
            if (apart.placeholder == &list) return append_list_text(apart.text);
        }
        writer_.begin_array();
        for (const Json& element : list.elements()) {
            writer_.element();
            if (!append(element)) return false;
        }
        writer_.end_array();
        return true;
    }

    // Element by element, so that there is never a document of the whole list.
    bool append_list_text(std::string_view text) {
        Document element;
        writer_.begin_array();
        for (size_t at = text.find_first_not_of(" \n\r\t", 1); text[at] != ']';
             at = text.find_first_not_of(" ,\n\r\t", at)) {
            writer_.element();
            element.arena.clear();
            at += parse_element(text.substr(at), element, most_levels);
            if (!append(element.root)) return false;
        }
        writer_.end_array();
        return true;
    }

    bool append_object(const Json& object, std::string_view without) {
        const size_t begin = sorted_.size();
        for (const Member& member : object.members()) {
            if (without.empty() || member.name() != without) sorted_.push_back(&member);
        }
        const size_t end = sorted_.size();
        const auto before = [](const Member* a, const Member* b) { return precedes(a->name(), b->name()); };
        const auto first = sorted_.begin() + static_cast<std::ptrdiff_t>(begin);
        sort_list(first, sorted_.end(), before);
        writer_.begin_object();
        for (size_t at = begin; at < end; ++at) {
            writer_.element();
            writer_.string(sorted_[at]->name());
            writer_.canonical(":");
            if (!append(sorted_[at]->value)) return false;
        }
        writer_.end_object();
        sorted_.resize(begin);
        return true;
    }

    CanonicalWriter writer_;
    std::span<const ListText> lists_;
    std::vector<const Member*> sorted_;  // of the objects that are open, one after the other
};

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
    if (!CanonicalForm(text).append(document)) return std::nullopt;
    return text;
}

std::optional<std::string> canonical_form(const Json& document, std::span<const ListText> lists) {
    std::string text;
    if (!CanonicalForm(text, lists).append(document)) return std::nullopt;
    return text;
}

std::optional<std::string> canonical_digest(const Json& object, std::string_view without) {
    std::string text;
    if (!CanonicalForm(text).append(object, without)) return std::nullopt;
    return "sha256:" + sha256_hex(text);
}

}  // namespace samebill
