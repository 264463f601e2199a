// SPDX-License-Identifier: MIT
#include "core/codec/decode_parts.h"

namespace samebill {

namespace {

// The members of every plan, then those of one form only; a member of the other form is unknown.
constexpr MemberRule postpaid_rules[] = {
    {"id", required},         {"name"},           {"kind"},
    {"carrier_technologies"}, {"service_areas"},  {"available_from"},
    {"available_until"},      {"recurring_fees"}, {"fees"},
    {"provisioned"},          {"suspended"},      {"terms"},
    {"access_fee", required}, {"included"},       {"overage"},
};
constexpr MemberRule prepaid_rules[] = {
    {"id", required},
    {"name"},
    {"kind"},
    {"carrier_technologies"},
    {"service_areas"},
    {"available_from"},
    {"available_until"},
    {"recurring_fees"},
    {"fees"},
    {"provisioned"},
    {"suspended"},
    {"terms"},
    {"prepaid_packs", required},
};
// Where `kind` is not known, nothing can be said of the form.
constexpr MemberRule either_rules[] = {
    {"id", required},         {"name"},           {"kind"},
    {"carrier_technologies"}, {"service_areas"},  {"available_from"},
    {"available_until"},      {"recurring_fees"}, {"fees"},
    {"provisioned"},          {"suspended"},      {"terms"},
    {"access_fee"},           {"included"},       {"overage"},
    {"prepaid_packs"},
};
constexpr MemberRule access_fee_rules[] = {{"amount", required}, {"months"}, {"volume"}};
constexpr MemberRule volume_rules[] = {{"from", required}, {"amount", required}};
constexpr MemberRule recurring_rules[] = {{"code", required}, {"name"}, {"amount", required}, {"prorated"}};
constexpr MemberRule fees_rules[] = {{"provisioning"}, {"activation"}, {"reactivation"}, {"suspension"}};
constexpr MemberRule kind_rules[] = {{"data"}, {"voice"}, {"sms"}};
constexpr MemberRule state_use_rules[] = {{"complimentary"}, {"triggers"}, {"rates"}};
constexpr MemberRule trigger_rules[] = {{"data"}, {"voice"}, {"sms"}, {"days"}};
constexpr MemberRule pack_rules[] = {{"id", required}, {"name"}, {"price", required}, {"data"}, {"voice"}, {"sms"}};

size_t at(Kind kind) {
    return static_cast<size_t>(index_of(kind));
}

void read_access_fee(Reader& reader, const Value* value, std::optional<AccessFee>& out) {
    if (value == nullptr) return;
    AccessFee& fee = out.emplace();
    const Members members(reader, *value, "an access fee", access_fee_rules);
    reader.decimal(members["amount"], fee.amount);
    int64_t months = 1;
    if (reader.integer(members["months"], 1, 120, months)) fee.months = static_cast<int32_t>(months);
    int64_t below = 0;
    reader.list(members["volume"], [&](const Value& element) {
        const Members step_members(reader, element, "a volume step", volume_rules);
        VolumeStep& step = fee.volume.emplace_back();
        reader.decimal(step_members["amount"], step.amount);
        const Value* from = step_members["from"];
        if (!reader.integer(from, 1, max_quantity, step.from)) return;
        if (step.from <= below) reader.wrong(*from, "above that of the step before");
        below = step.from;
    });
}

void read_recurring_fees(Reader& reader, const Value* value, std::vector<RecurringFee>& fees) {
    std::set<std::string_view> seen;
    reader.list(value, [&](const Value& element) {
        const Members members(reader, element, "a recurring fee", recurring_rules);
        RecurringFee& fee = fees.emplace_back();
        if (reader.id(members["code"], fee.code)) reader.unique(members["code"], seen);
        reader.text(members["name"], fee.name);
        reader.decimal(members["amount"], fee.amount);
        reader.boolean(members["prorated"], fee.prorated);
    });
}

void read_fees(Reader& reader, const Value* value, Fees& fees) {
    if (value == nullptr) return;
    const Members members(reader, *value, "one-off fees", fees_rules);
    reader.decimal(members["provisioning"], fees.provisioning);
    reader.decimal(members["activation"], fees.activation);
    reader.decimal(members["reactivation"], fees.reactivation);
    reader.decimal(members["suspension"], fees.suspension);
}

void read_rates(Reader& reader, const Value* value, RateForm form, std::array<std::optional<Rate>, kind_count>& rates) {
    if (value == nullptr) return;
    const Members members(reader, *value, "rates by kind", kind_rules);
    for (Kind kind : all_kinds) read_rate(reader, members[name_of(kind)], kind, form, rates[at(kind)]);
}

void read_triggers(Reader& reader, const Value* value, StateUse& use) {
    if (value == nullptr) return;
    const Members members(reader, *value, "triggers", trigger_rules);
    for (Kind kind : all_kinds) {
        const Value* amount = members[name_of(kind)];
        if (amount != nullptr && is_text(*amount->json, "unlimited"))
            use.triggers[at(kind)] = unlimited;
        else
            reader.amount(amount, kind, use.triggers[at(kind)]);
    }
    reader.integer(members["days"], 0, 36500, use.days);
}

void read_state_use(Reader& reader, const Value* value, StateUse& use) {
    if (value == nullptr) return;
    const Members members(reader, *value, "the use of a state", state_use_rules);
    reader.amounts(members["complimentary"], use.complimentary);
    read_triggers(reader, members["triggers"], use);
    read_rates(reader, members["rates"], RateForm::without_tiers, use.rates);
}

void read_packs(Reader& reader, const Value* value, std::vector<Pack>& packs) {
    if (!reader.is_list(value)) return;
    if (value->json->empty()) reader.wrong(*value, "a list of at least one pack");
    std::set<std::string_view> seen;
    reader.list(value, [&](const Value& element) {
        const Members members(reader, element, "a pack", pack_rules);
        Pack& pack = packs.emplace_back();
        if (reader.id(members["id"], pack.id)) reader.unique(members["id"], seen);
        reader.text(members["name"], pack.name);
        reader.decimal(members["price"], pack.price);
        for (Kind kind : all_kinds) reader.amount(members[name_of(kind)], kind, pack.amounts[at(kind)]);
    });
}

// U9: an amount above 0 must have an overage rate.
void check_included(Reader& reader, const Value* included, const Value* overage, const Plan& plan) {
    if (included == nullptr || !included->json->is_object()) return;
    if (overage != nullptr && !overage->json->is_object()) return;  // that is the problem
    for (Kind kind : all_kinds) {
        if (plan.included[at(kind)] == 0 || plan.overage[at(kind)]) continue;
        const std::string name(name_of(kind));
        reader.fail("schema", member_value(*included, name),
                    "Add an overage rate for " + name + " or leave the included amount out.");
    }
}

}  // namespace

void read_plan(Reader& reader, const Value& value, Plan& plan) {
    const Json* kind = find_member(*value.json, "kind");
    plan.prepaid = kind != nullptr && is_text(*kind, "prepaid");
    const bool is_kind_known = kind == nullptr || plan.prepaid || is_text(*kind, "postpaid");
    const std::span<const MemberRule> rules = !is_kind_known ? either_rules
                                              : plan.prepaid ? std::span<const MemberRule>(prepaid_rules)
                                                             : postpaid_rules;
    const Members members(reader, value, plan.prepaid ? "a prepaid plan" : "a postpaid plan", rules);
    if (!is_kind_known) reader.wrong(*members["kind"], "\"postpaid\" or \"prepaid\"");
    reader.id(members["id"], plan.id);
    reader.text(members["name"], plan.name);
    reader.texts(members["carrier_technologies"], plan.carrier_technologies);
    reader.texts(members["service_areas"], plan.service_areas);
    reader.date(members["available_from"], plan.available_from);
    reader.date(members["available_until"], plan.available_until);
    read_recurring_fees(reader, members["recurring_fees"], plan.recurring_fees);
    read_fees(reader, members["fees"], plan.fees);
    read_state_use(reader, members["provisioned"], plan.provisioned);
    read_state_use(reader, members["suspended"], plan.suspended);
    read_terms(reader, members["terms"], plan.terms);
    read_access_fee(reader, members["access_fee"], plan.access_fee);
    reader.amounts(members["included"], plan.included);
    read_rates(reader, members["overage"], RateForm::any, plan.overage);
    if (is_kind_known) check_included(reader, members["included"], members["overage"], plan);
    read_packs(reader, members["prepaid_packs"], plan.packs);
}

}  // namespace samebill
