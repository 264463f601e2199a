// SPDX-License-Identifier: MIT
// The tables of form.h: every document that the engine writes, as core/schemas describes it.
#include "core/codec/form.h"

namespace samebill {

namespace {

using enum Form;
constexpr Need optional = Need::optional;
constexpr Need always = Need::always;

constexpr std::string_view kinds = "data voice sms";
constexpr std::string_view pooled_kinds = "data sms";
constexpr std::string_view categories = "access recurring one_off usage prepaid";
constexpr std::string_view lapse_reasons = "agreement_terminated never_provisioned prepaid_unfunded inactive";
constexpr std::string_view fee_causes = "customer data_trigger voice_trigger sms_trigger days_trigger prepaid";
constexpr std::string_view causes =
    "provision customer provider data_trigger voice_trigger sms_trigger days_trigger prepaid plan_change "
    "agreement_terminated never_provisioned prepaid_unfunded inactive";
constexpr std::string_view event_types =
    "assign_plan provision activate suspend cancel change_plan set_group buy_credits";
constexpr std::string_view exception_reasons =
    "before_period unknown_device pre_provisioned cancelled kind_not_offered prepaid_exhausted";
constexpr std::string_view error_codes =
    "parse schema duplicate_id unknown_plan unknown_device unknown_pack unknown_tax unknown_sim_product "
    "plan_not_available "
    "no_default_plan invalid_transition not_permitted before_period period conflicting_record overflow state limit "
    "internal";
constexpr std::string_view parameters =
    "data_rounding voice_rounding suspension_allowed pooling_allowed plan_change cancellation_refund "
    "prepaid_lapse_days "
    "unprovisioned_lapse_months inactive_lapse_days automatic_cancellation";

constexpr MemberForm of_name(std::string_view member, std::string_view names) {
    return {member, name, always, names};
}
constexpr MemberForm list_of(std::string_view member, const ObjectForm& element, int64_t least = 0,
                             int64_t most = INT64_MAX) {
    return {member, list, always, {}, &element, least, most};
}
constexpr MemberForm integer_within(std::string_view member, int64_t least, int64_t most) {
    return {member, within, always, {}, nullptr, least, most};
}

bool says(const Json& json, std::string_view member, std::string_view due) {
    const Json* value = find_member(json, member);
    return value != nullptr && is_text(*value, due);
}

// Lines.

constexpr MemberForm provisioning_fee[] = {of_name("type", "provisioning_fee"),
                                           of_name("rule", "S1"),
                                           {"device", id},
                                           {"plan", id},
                                           {"at", instant},
                                           {"amount", money}};
constexpr MemberForm activation_fee[] = {
    of_name("type", "activation_fee"), of_name("rule", "S2"), {"device", id}, {"plan", id}, {"at", instant},
    of_name("cause", fee_causes),      {"amount", money}};
constexpr MemberForm reactivation_fee[] = {
    of_name("type", "reactivation_fee"), of_name("rule", "S2"), {"device", id}, {"plan", id}, {"at", instant},
    of_name("cause", fee_causes),        {"amount", money}};
constexpr MemberForm suspension_fee[] = {of_name("type", "suspension_fee"),
                                         of_name("rule", "S3"),
                                         {"device", id},
                                         {"plan", id},
                                         {"at", instant},
                                         {"amount", money}};
constexpr MemberForm monthly_fee[] = {of_name("type", "access_fee"),
                                      of_name("rule", "F2"),
                                      {"device", id},
                                      {"plan", id},
                                      {"unit_price", decimal},
                                      integer_within("days", 1, 31),
                                      integer_within("days_in_month", 28, 31),
                                      {"amount", money}};
constexpr MemberForm period_fee[] = {of_name("type", "access_fee"),
                                     of_name("rule", "F4"),
                                     {"device", id},
                                     {"plan", id},
                                     {"unit_price", decimal},
                                     integer_within("months", 2, 120),
                                     {"at", instant},
                                     {"paid_through", paid_date},
                                     {"amount", money}};
constexpr MemberForm recurring_fee[] = {of_name("type", "recurring_fee"),
                                        of_name("rule", "F6"),
                                        {"device", id},
                                        {"plan", id},
                                        {"code", id},
                                        {"unit_price", decimal},
                                        integer_within("days", 1, 31),
                                        integer_within("days_in_month", 28, 31),
                                        {"amount", money}};
constexpr MemberForm state_usage[] = {of_name("type", "state_usage"),
                                      of_name("rule", "U5"),
                                      {"device", id},
                                      {"plan", id},
                                      of_name("state", "provisioned suspended"),
                                      of_name("kind", kinds),
                                      {"quantity", total},
                                      {"amount", money}};
constexpr MemberForm overage[] = {of_name("type", "overage"), of_name("rule", "U8"), {"device", id},   {"plan", id},
                                  of_name("kind", kinds),     {"quantity", total},   {"amount", money}};
constexpr MemberForm pool_overage[] = {
    of_name("type", "pool_overage"), of_name("rule", "G3 G4"), {"group", id},    {"plan", id},
    of_name("kind", pooled_kinds),   {"quantity", total},      {"amount", money}};
constexpr MemberForm prepaid_credits[] = {of_name("type", "prepaid_credits"),
                                          of_name("rule", "C2"),
                                          {"device", id},
                                          {"plan", id},
                                          {"pack", id},
                                          {"at", instant},
                                          {"amount", money}};
constexpr MemberForm discount[] = {of_name("type", "discount"),
                                   of_name("rule", "B8"),
                                   {"code", id},
                                   of_name("category", categories),
                                   {"amount", money}};
constexpr MemberForm minimum_shortfall[] = {
    of_name("type", "minimum_shortfall"), of_name("rule", "B7"), {"amount", money}};

struct TypeForm {
    std::string_view type;
    ObjectForm form;
};
constexpr TypeForm line_forms[] = {
    {"provisioning_fee", {"a provisioning fee", provisioning_fee}},
    {"activation_fee", {"an activation fee", activation_fee}},
    {"reactivation_fee", {"a reactivation fee", reactivation_fee}},
    {"suspension_fee", {"a suspension fee", suspension_fee}},
    {"access_fee", {"a monthly access fee", monthly_fee}},
    {"recurring_fee", {"a recurring fee", recurring_fee}},
    {"state_usage", {"a line of state usage", state_usage}},
    {"overage", {"a line of overage", overage}},
    {"pool_overage", {"a line of a pool's overage", pool_overage}},
    {"prepaid_credits", {"a line of prepaid credits", prepaid_credits}},
    {"discount", {"a line of a discount", discount}},
    {"minimum_shortfall", {"a minimum shortfall", minimum_shortfall}},
};
constexpr ObjectForm period_fee_form{"an access fee of several months", period_fee};

const ObjectForm* choose_line(const Json& json) {
    if (says(json, "type", "access_fee") && (says(json, "rule", "F4") || find_member(json, "months") != nullptr))
        return &period_fee_form;
    for (const TypeForm& line : line_forms) {
        if (says(json, "type", line.type)) return &line.form;
    }
    return nullptr;
}
constexpr ObjectForm line_form{"a line", {}, choose_line};

// The other parts of a bill.

constexpr MemberForm tax_row[] = {{"id", id}, {"name", text}, {"rate", decimal}, {"taxable", money}, {"amount", money}};
constexpr ObjectForm tax_row_form{"a tax row", tax_row};
constexpr MemberForm adjustment[] = {{"of", month},       {"issued", digest}, {"corrected", digest},
                                     {"subtotal", money}, {"tax", money},     {"amount", money}};
constexpr ObjectForm adjustment_form{"an adjustment", adjustment};
constexpr MemberForm interval[] = {of_name("state", "provisioned active_billed suspended cancelled"),
                                   {"plan", id_or_null},
                                   {"from", instant},
                                   {"until", instant},
                                   of_name("cause", causes)};
constexpr ObjectForm interval_form{"an interval", interval};
constexpr MemberForm history[] = {{"device", id}, list_of("intervals", interval_form, 1)};
constexpr ObjectForm history_form{"the history of a device", history};
constexpr MemberForm usage_row[] = {
    {"device", id},         {"plan", id},           of_name("state", "provisioned active_billed suspended"),
    of_name("kind", kinds), {"sessions", positive}, {"quantity", total},
    {"rated", total}};
constexpr ObjectForm usage_row_form{"a usage row", usage_row};

constexpr MemberForm own_allowance[] = {
    {"device", id},  {"plan", id},       of_name("kind", kinds),        {"included", total},
    {"used", total}, {"overage", total}, {"until", paid_date, optional}};
constexpr MemberForm member_allowance[] = {{"device", id},
                                           {"group", id},
                                           {"plan", id},
                                           of_name("kind", pooled_kinds),
                                           {"included", total},
                                           {"used", total},
                                           {"until", paid_date, optional}};
constexpr MemberForm pool_allowance[] = {{"group", id},       {"plan", id},    of_name("kind", pooled_kinds),
                                         {"included", total}, {"used", total}, {"overage", total}};
constexpr ObjectForm own_allowance_form{"the allowance of a device", own_allowance};
constexpr ObjectForm member_allowance_form{"the allowance of a pool's member", member_allowance};
constexpr ObjectForm pool_allowance_form{"the allowance of a pool", pool_allowance};

const ObjectForm* choose_allowance(const Json& json) {
    if (find_member(json, "group") == nullptr) return &own_allowance_form;
    return find_member(json, "device") != nullptr ? &member_allowance_form : &pool_allowance_form;
}
constexpr ObjectForm allowance_form{"an allowance", {}, choose_allowance};

constexpr MemberForm exception[] = {{"device", id},
                                    of_name("kind", kinds),
                                    of_name("reason", exception_reasons),
                                    {"sessions", positive},
                                    {"quantity", total}};
constexpr ObjectForm exception_form{"an exception", exception};

constexpr MemberForm duplicate_records[] = {of_name("type", "duplicate_records"), {"count", positive}};
constexpr MemberForm event_ignored[] = {
    of_name("type", "event_ignored"), {"device", id}, {"at", instant}, of_name("event", event_types)};
constexpr MemberForm prepaid_exhausted[] = {of_name("type", "prepaid_exhausted"), {"device", id}, {"at", instant}};
constexpr MemberForm lapse_due[] = {
    of_name("type", "lapse_due"), {"device", id}, of_name("reason", lapse_reasons), {"at", instant}};
constexpr TypeForm notice_forms[] = {
    {"duplicate_records", {"the notice", duplicate_records}},
    {"event_ignored", {"the notice", event_ignored}},
    {"prepaid_exhausted", {"the notice", prepaid_exhausted}},
    {"lapse_due", {"the notice", lapse_due}},
};

const ObjectForm* choose_notice(const Json& json) {
    for (const TypeForm& notice : notice_forms) {
        if (says(json, "type", notice.type)) return &notice.form;
    }
    return nullptr;
}
constexpr ObjectForm notice_form{"a notice", {}, choose_notice};

constexpr MemberForm bill[] = {
    of_name("schema", "samebill/bill/1"),
    of_name("rules", "1"),
    {"account", id},
    {"catalog", id},
    {"catalog_version", id, optional},
    {"period", month},
    {"currency", currency},
    list_of("lines", line_form),
    {"subtotal", money},
    list_of("taxes", tax_row_form),
    {"tax_total", money},
    {"total", money},
    list_of("adjustments", adjustment_form),
    {"adjustment_total", money},
    {"amount_due", money},
    list_of("devices", history_form),
    list_of("usage", usage_row_form),
    list_of("allowances", allowance_form),
    list_of("exceptions", exception_form),
    list_of("notices", notice_form),
    {"inputs", digest, optional},
    {"digest", digest},
};
constexpr ObjectForm bill_form{"a bill", bill};

constexpr MemberForm final_bill[] = {
    of_name("schema", "samebill/final_bill/1"),
    {"number", positive},
    {"issuer", id},
    {"issued_at", instant},
    {"due_on", date},
    {"previous", digest_or_null},
    {"bill", object, always, {}, &bill_form},
    {"signature", signature},
};

// The other documents.

constexpr MemberForm result[] = {
    of_name("schema", "samebill/result/1"), list_of("bills", bill_form, 1, 120), {"closing", state}};

constexpr MemberForm problem[] = {of_name("code", error_codes), {"path", pointer}, {"message", text}};
constexpr ObjectForm problem_form{"a problem", problem};
constexpr MemberForm error[] = {of_name("schema", "samebill/error/1"),
                                list_of("errors", problem_form, 1, most_problems)};

constexpr MemberForm changed_line[] = {{"old", object, optional, {}, &line_form},
                                       {"new", object, optional, {}, &line_form}};
constexpr ObjectForm changed_line_form{"a changed line", changed_line, nullptr, true};
constexpr MemberForm corrected_month[] = {
    {"of", month},       {"issued", digest}, {"corrected", digest}, list_of("lines", changed_line_form),
    {"subtotal", money}, {"tax", money},     {"total", money},
};
constexpr ObjectForm corrected_month_form{"a corrected month", corrected_month};
constexpr MemberForm correction[] = {of_name("schema", "samebill/correction/1"),
                                     {"account", id},
                                     list_of("months", corrected_month_form),
                                     list_of("adjustments", adjustment_form)};

constexpr MemberForm parameter[] = {
    of_name("parameter", parameters), {"value", any}, of_name("layer", "standard catalog plan agreement attachment")};
constexpr ObjectForm parameter_form{"a parameter", parameter};
constexpr MemberForm operand[] = {{"name", text}, {"value", text}, {"unit", text}};
constexpr ObjectForm operand_form{"an operand", operand};
constexpr MemberForm fraction[] = {{"numerator", whole_text}, {"denominator", natural_text}};
constexpr ObjectForm fraction_form{"a fraction", fraction};
constexpr MemberForm explanation[] = {
    of_name("schema", "samebill/explanation/1"),
    {"account", id},
    {"period", month},
    {"index", count},
    {"line", object, always, {}, &line_form},
    {"rule", rule},
    {"clause", text_or_null},
    list_of("operands", operand_form),
    {"fraction", object, always, {}, &fraction_form},
    of_name("rounding", "half_up half_even"),
    {"amount", money},
    {"sentence", text},
    list_of("parameters", parameter_form),
};

constexpr MemberForm plan_terms[] = {{"plan", id_or_null}, list_of("parameters", parameter_form)};
constexpr ObjectForm plan_terms_form{"the terms of a plan", plan_terms};
constexpr MemberForm terms[] = {
    of_name("schema", "samebill/terms/1"), {"account", id}, list_of("plans", plan_terms_form)};

constexpr MemberForm reject_count[] = {of_name("code", error_codes), {"count", positive}};
constexpr ObjectForm reject_count_form{"a count of rejects", reject_count};
constexpr MemberForm reject[] = {
    {"record", count}, {"line", positive}, {"column", positive},     of_name("code", error_codes),
    {"message", text}, {"text", text},     {"file", text, optional},
};
constexpr ObjectForm reject_form{"a reject", reject};
constexpr MemberForm rejects[] = {
    of_name("schema", "samebill/rejects/1"),
    {"records", count},
    {"rejected", count},
    list_of("counts", reject_count_form),
    list_of("rejects", reject_form, 0, 1000),
};

constexpr MemberForm difference[] = {{"path", pointer}, {"issued", any}, {"computed", any}};
constexpr ObjectForm difference_form{"a difference", difference};
constexpr MemberForm verification[] = {
    of_name("schema", "samebill/verification/1"),
    {"account", id},
    {"period", month},
    {"matches", boolean},
    {"issued", digest},
    {"computed", digest},
    {"difference", object, optional, {}, &difference_form},
};
constexpr ObjectForm verification_form{"a verification", verification};
constexpr MemberForm final_verification[] = {
    of_name("schema", "samebill/final_verification/1"),
    {"account", id},
    {"period", month},
    {"issuer", id},
    {"number", positive},
    {"key", text_or_null},
    of_name("signature", "valid invalid unknown_key malformed"),
    {"digest", boolean},
    {"chain", boolean, optional},
    {"bill", object, optional, {}, &verification_form},
    {"matches", boolean},
};
constexpr MemberForm check[] = {of_name("schema", "samebill/check/1"), {"document", text}, {"valid", yes}};
constexpr MemberForm document_digest[] = {
    of_name("schema", "samebill/digest/1"), {"document", text_or_null},     {"digest", digest},
    {"stated", digest, optional},           {"matches", boolean, optional},
};

constexpr TypeForm documents[] = {
    {"samebill/bill/1", bill_form},
    {"samebill/result/1", {"a result", result}},
    {"samebill/error/1", {"an error document", error}},
    {"samebill/correction/1", {"a correction", correction}},
    {"samebill/explanation/1", {"an explanation", explanation}},
    {"samebill/terms/1", {"a table of terms", terms}},
    {"samebill/rejects/1", {"a document of rejects", rejects}},
    {"samebill/verification/1", verification_form},
    {"samebill/final_bill/1", {"a final bill", final_bill}},
    {"samebill/final_verification/1", {"a verification of a final bill", final_verification}},
    {"samebill/check/1", {"a check", check}},
    {"samebill/digest/1", {"a document's digest", document_digest}},
};

}  // namespace

const ObjectForm* form_of_document(std::string_view schema) {
    for (const TypeForm& document : documents) {
        if (document.type == schema) return &document.form;
    }
    return nullptr;
}

}  // namespace samebill
