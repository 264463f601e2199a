// SPDX-License-Identifier: MIT
#include "core/codec/decode_parts.h"

namespace samebill {

namespace {

constexpr MemberRule terms_rules[] = {
    {"data_rounding"},       {"voice_rounding"},         {"suspension_allowed"}, {"pooling_allowed"},
    {"plan_change"},         {"cancellation_refund"},    {"prepaid_lapse_days"}, {"unprovisioned_lapse_months"},
    {"inactive_lapse_days"}, {"automatic_cancellation"},
};
constexpr MemberRule rounding_rules[] = {{"increment", required}, {"per", required}};
constexpr int64_t largest_increment = int64_t{1} << 40;

void read_rounding(Reader& reader, const Value* value, Kind kind, std::optional<RoundingRule>& rounding) {
    if (value == nullptr) return;
    const Members members(reader, *value, "a rounding", rounding_rules);
    RoundingRule rule;
    const Value* increment = members["increment"];
    if (reader.amount(increment, kind, rule.increment) && (rule.increment < 1 || rule.increment > largest_increment))
        reader.wrong(*increment, kind == Kind::data ? "from 1 to 2^40 bytes" : "from 1 to 2^40 seconds");
    reader.choice<RoundingPer>(
        members["per"], {{"session", RoundingPer::session}, {"day", RoundingPer::day}, {"month", RoundingPer::month}},
        rule.per);
    rounding = rule;
}

void read_switch(Reader& reader, const Value* value, std::optional<bool>& out) {
    bool is_on = false;
    if (reader.boolean(value, is_on)) out = is_on;
}

void read_count(Reader& reader, const Value* value, int64_t most, std::optional<int32_t>& out) {
    int64_t count = 0;
    if (reader.integer(value, 1, most, count)) out = static_cast<int32_t>(count);
}

template <class Enum>
void read_choice(Reader& reader, const Value* value, std::initializer_list<Choice<Enum>> choices,
                 std::optional<Enum>& out) {
    Enum one{};
    if (reader.choice(value, choices, one)) out = one;
}

template <class Parameter>
void move_named(const Json& patch, std::string_view name, Parameter& from, Parameter& to) {
    if (find_member(patch, name) == nullptr) return;
    to = from;
    from.reset();
}

}  // namespace

void read_terms(Reader& reader, const Value* value, Terms& terms) {
    if (value == nullptr) return;
    const Members members(reader, *value, "terms", terms_rules);
    read_rounding(reader, members["data_rounding"], Kind::data, terms.data_rounding);
    read_rounding(reader, members["voice_rounding"], Kind::voice, terms.voice_rounding);
    read_switch(reader, members["suspension_allowed"], terms.suspension_allowed);
    read_switch(reader, members["pooling_allowed"], terms.pooling_allowed);
    read_choice<PlanChange>(reader, members["plan_change"],
                            {{"next_month", PlanChange::next_month},
                             {"next_day", PlanChange::next_day},
                             {"not_allowed", PlanChange::not_allowed}},
                            terms.plan_change);
    read_choice<CancellationRefund>(reader, members["cancellation_refund"],
                                    {{"none", CancellationRefund::none}, {"prorated", CancellationRefund::prorated}},
                                    terms.cancellation_refund);
    read_count(reader, members["prepaid_lapse_days"], 36500, terms.prepaid_lapse_days);
    read_count(reader, members["unprovisioned_lapse_months"], 1200, terms.unprovisioned_lapse_months);
    read_count(reader, members["inactive_lapse_days"], 36500, terms.inactive_lapse_days);
    if (const Value* reasons = members["automatic_cancellation"]) {
        LapseReasons set = 0;
        read_set<LapseReason>(reader, reasons,
                              {{"agreement_terminated", LapseReason::agreement_terminated},
                               {"never_provisioned", LapseReason::never_provisioned},
                               {"prepaid_unfunded", LapseReason::prepaid_unfunded},
                               {"inactive", LapseReason::inactive}},
                              set);
        terms.automatic_cancellation = set;
    }
}

void move_named_terms(const Json& patch, Terms& from, Terms& to) {
    move_named(patch, "data_rounding", from.data_rounding, to.data_rounding);
    move_named(patch, "voice_rounding", from.voice_rounding, to.voice_rounding);
    move_named(patch, "suspension_allowed", from.suspension_allowed, to.suspension_allowed);
    move_named(patch, "pooling_allowed", from.pooling_allowed, to.pooling_allowed);
    move_named(patch, "plan_change", from.plan_change, to.plan_change);
    move_named(patch, "cancellation_refund", from.cancellation_refund, to.cancellation_refund);
    move_named(patch, "prepaid_lapse_days", from.prepaid_lapse_days, to.prepaid_lapse_days);
    move_named(patch, "unprovisioned_lapse_months", from.unprovisioned_lapse_months, to.unprovisioned_lapse_months);
    move_named(patch, "inactive_lapse_days", from.inactive_lapse_days, to.inactive_lapse_days);
    move_named(patch, "automatic_cancellation", from.automatic_cancellation, to.automatic_cancellation);
}

}  // namespace samebill
