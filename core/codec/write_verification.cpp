// SPDX-License-Identifier: MIT
#include "core/codec/write_verification.h"

#include <algorithm>
#include <array>

#include "core/codec/canonical.h"
#include "core/codec/canonical_writer.h"

namespace samebill {

namespace {

// Members in the order in which a person reads a bill.
constexpr std::array<std::string_view, 22> reading_order{
    "account", "catalog",     "period",           "currency",   "lines",   "subtotal", "taxes",      "tax_total",
    "total",   "adjustments", "adjustment_total", "amount_due", "devices", "usage",    "allowances", "exceptions",
    "notices", "inputs",      "catalog_version",  "rules",      "schema",  "digest"};

std::string canonical_or_null(const Json* value) {
    return value == nullptr ? "null" : *canonical_form(*value);
}

const Json* element_of(const Json* list, size_t at) {
    return list != nullptr && list->is_list() && at < list->size() ? &(*list)[at] : nullptr;
}

std::optional<Difference> compare(std::string path, const Json* issued, const Json* computed) {
    Difference difference{std::move(path), canonical_or_null(issued), canonical_or_null(computed)};
    if (difference.issued == difference.computed) return std::nullopt;
    return difference;
}

// Lists are compared element by element, so that the difference is the one that a person would point at.
std::optional<Difference> compare_member(std::string_view name, const Json& issued, const Json& computed) {
    const Json* old_value = find_member(issued, name);
    const Json* new_value = find_member(computed, name);
    const std::string path = "/" + std::string(name);
    const bool lists = old_value != nullptr && old_value->is_list() && new_value != nullptr && new_value->is_list();
    if (!lists) return compare(path, old_value, new_value);
    const size_t count = std::max(old_value->size(), new_value->size());
    for (size_t i = 0; i < count; ++i) {
        auto difference = compare(path + '/' + std::to_string(i), element_of(old_value, i), element_of(new_value, i));
        if (difference) return difference;
    }
    return std::nullopt;
}

// A member that no bill has, as an issued bill that was changed may have.
std::optional<Difference> compare_unknown_members(const Json& issued) {
    for (const Member& member : issued.members()) {
        const bool known = std::find(reading_order.begin(), reading_order.end(), member.name()) != reading_order.end();
        if (known) continue;
        std::string path = "/";
        for (const char c : member.name()) path += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
        return Difference{path, canonical_or_null(&member.value), "null"};
    }
    return std::nullopt;
}

std::string in_quotes(std::string_view text) {
    return '"' + std::string(text) + '"';
}

}  // namespace

std::optional<Difference> first_difference(const IssuedBill& issued, const Json& computed) {
    if (issued.content_digest != issued.totals.digest)
        return Difference{"/digest", in_quotes(issued.totals.digest), in_quotes(issued.content_digest)};
    for (const std::string_view name : reading_order) {
        auto difference = compare_member(name, *issued.json, computed);
        if (difference && name == "digest") break;  // something else must differ, then
        if (difference) return difference;
    }
    return compare_unknown_members(*issued.json);
}

std::string write_verification(const IssuedBill& issued, const Json& computed) {
    const auto difference = first_difference(issued, computed);
    std::string text;
    CanonicalWriter writer(text);
    writer.begin_object();
    writer.member("account");
    writer.plain(issued.account);
    writer.member("computed");
    writer.plain(find_member(computed, "digest")->text());
    if (difference) {
        writer.member("difference");
        writer.begin_object();
        writer.member("computed");
        writer.canonical(difference->computed);
        writer.member("issued");
        writer.canonical(difference->issued);
        writer.member("path");
        writer.string(difference->path);
        writer.end_object();
    }
    writer.member("issued");
    writer.plain(issued.totals.digest);
    writer.member("matches");
    writer.boolean(!difference);
    writer.member("period");
    writer.month(issued.totals.period);
    writer.member("schema");
    writer.plain("samebill/verification/1");
    writer.end_object();
    return text;
}

}  // namespace samebill
