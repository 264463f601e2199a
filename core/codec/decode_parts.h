// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "core/account/account.h"
#include "core/catalog/plan.h"
#include "core/codec/reader.h"

namespace samebill {

// The parts of documents (formats.md): JSON in, plain values out, a `schema` or `duplicate_id` problem for everything
// that is not as it must be. References are not looked at here.

void read_terms(Reader& reader, const Value* value, Terms& terms);
// Moves the parameters that `patch` (a merge patch on terms) names from one layer to another (T2).
void move_named_terms(const Json& patch, Terms& from, Terms& to);

enum class RateForm : uint8_t { any, without_tiers };
void read_rate(Reader& reader, const Value* value, Kind kind, RateForm form, std::optional<Rate>& rate);

void read_plan(Reader& reader, const Value& value, Plan& plan);

// A plan of the catalog as written, before it is sorted.
struct WrittenPlan {
    const Json* json = nullptr;
    bool is_sound = false;  // no problem in it
};
// By id; of plans with the same id the first.
using WrittenPlans = std::map<std::string_view, WrittenPlan>;

// Plans stay in the order of the text. Sets `reader.kilobyte_bytes` for the documents that follow.
void read_catalog(Reader& reader, const Value& value, Catalog& catalog, WrittenPlans& written);

// A device whose SIM product is still a name. Its texts point into the document, which must outlive it.
struct NamedDevice {
    std::string_view id;
    std::string_view sim_product = {};         // empty: none
    std::string_view carrier_technology = {};  // empty: names none
    std::string_view service_area = {};        // empty: names none
    std::optional<Date> shipped_on = {};
};
void read_device(Reader& reader, const Value& value, NamedDevice& device);

// Devices stay in the order of the text, apart from the account; attachments are left to `merge_attachments`.
void read_account(Reader& reader, const Value& value, Account& account, std::vector<NamedDevice>& devices);

// T2: merges each attachment of the account into the catalog's plan, if that is there and sound.
void merge_attachments(Reader& reader, const Value& account_value, const WrittenPlans& written, Account& account);

// RFC 7396. Nothing if some object of the result has more members than any plan.
std::optional<Json> merge_patch(Arena& arena, const Json& target, const Json& patch);

void read_categories(Reader& reader, const Value* value, Categories& categories);

// A list of names, each at most once, as a set of bits.
template <class Enum, class Bits>
void read_set(Reader& reader, const Value* value, std::initializer_list<Choice<Enum>> choices, Bits& bits) {
    std::set<std::string_view> seen;
    reader.list(value, [&](const Value& element) {
        Enum one{};
        if (!reader.choice(&element, choices, one)) return;
        reader.unique(&element, seen);
        bits = static_cast<Bits>(bits | bit_of(one));
    });
}

}  // namespace samebill
