// SPDX-License-Identifier: MIT
#include "core/codec/decode_parts.h"

namespace samebill {

namespace {

constexpr MemberRule flat_rules[] = {{"price", required}, {"per", required}, {"whole_units"}};
constexpr MemberRule tiered_rules[] = {{"per", required}, {"mode"}, {"tiers", required}, {"whole_units"}};
constexpr MemberRule tier_rules[] = {{"up_to"}, {"price", required}};

void read_unit(Reader& reader, const Value* value, Kind kind, Rate& rate) {
    if (value == nullptr) return;
    const int64_t kilobyte_bytes = reader.kilobyte_bytes != 0 ? reader.kilobyte_bytes : 1024;
    const auto unit = value->json->is_text() ? unit_size(kind, value->json->text(), kilobyte_bytes) : std::nullopt;
    if (!unit) {
        reader.wrong(*value, kind == Kind::data    ? "one of \"B\", \"KB\", \"MB\", \"GB\""
                             : kind == Kind::voice ? "one of \"s\", \"min\", \"h\""
                                                   : "\"message\"");
        return;
    }
    rate.unit = *unit;
    rate.unit_name = value->json->text();
}

void read_tiers(Reader& reader, const Value* value, std::vector<Tier>& tiers) {
    if (!reader.is_list(value)) return;
    const size_t count = value->json->size();
    if (count == 0) reader.wrong(*value, "a list of at least one tier");
    int64_t below = 0;
    reader.list(value, [&](const Value& element) {
        const Members members(reader, element, "a tier", tier_rules);
        Tier& tier = tiers.emplace_back();
        const Value* up_to = members["up_to"];
        reader.decimal(members["price"], tier.price);
        if (tiers.size() == count) {
            if (up_to != nullptr)
                reader.fail("schema", *up_to,
                            "Leave `up_to` out of the last tier: it holds for all that is above the others.");
            return;
        }
        if (up_to == nullptr) {
            if (element.json->is_object()) reader.fail("schema", element, "Add `up_to`: only the last tier has none.");
        } else if (reader.integer(up_to, 1, max_quantity, tier.up_to)) {
            if (tier.up_to <= below) reader.wrong(*up_to, "above that of the tier before");
            below = tier.up_to;
        }
    });
}

}  // namespace

void read_rate(Reader& reader, const Value* value, Kind kind, RateForm form, std::optional<Rate>& out) {
    if (value == nullptr) return;
    Rate& rate = out.emplace();
    const bool is_tiered = form == RateForm::any && find_member(*value->json, "tiers") != nullptr;
    const std::span<const MemberRule> rules = is_tiered ? std::span<const MemberRule>(tiered_rules) : flat_rules;
    const Members members(reader, *value, is_tiered ? "a rate with tiers" : "a rate without tiers", rules);
    read_unit(reader, members["per"], kind, rate);
    reader.boolean(members["whole_units"], rate.whole_units);
    reader.decimal(members["price"], rate.price);
    reader.choice<TierMode>(members["mode"], {{"graduated", TierMode::graduated}, {"volume", TierMode::volume}},
                            rate.mode);
    read_tiers(reader, members["tiers"], rate.tiers);
}

}  // namespace samebill
