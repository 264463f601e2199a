// SPDX-License-Identifier: MIT
// The tables of form.h of the documents of quotes, as core/schemas describes them.
#include "core/codec/form.h"

namespace samebill {

namespace {

using enum Form;
constexpr Need optional = Need::optional;
constexpr Need always = Need::always;

constexpr MemberForm of_name(std::string_view member, std::string_view names) {
    return {member, name, always, names};
}
constexpr MemberForm list_of(std::string_view member, const ObjectForm& element) {
    return {member, list, always, {}, &element};
}
constexpr MemberForm object_of(std::string_view member, const ObjectForm& form, Need need = always) {
    return {member, object, need, {}, &form};
}

constexpr MemberForm charges[] = {
    {"access", money}, {"recurring", money}, {"one_off", money}, {"usage", money}, {"prepaid", money}};
constexpr ObjectForm charges_form{"charges by category", charges};
constexpr MemberForm percentiles[] = {{"p10", money}, {"p50", money}, {"p90", money}};
constexpr ObjectForm percentiles_form{"percentiles", percentiles};
constexpr MemberForm tax_sum[] = {{"id", id}, {"amount", money}};
constexpr ObjectForm tax_sum_form{"a tax", tax_sum};

constexpr MemberForm device_states[] = {
    {"to_come", count}, {"provisioned", count}, {"active_billed", count}, {"suspended", count}, {"cancelled", count}};
constexpr ObjectForm device_states_form{"devices by state", device_states};
constexpr MemberForm usage_sum[] = {of_name("kind", "data voice sms"),
                                    {"sessions", total},
                                    {"quantity", total},
                                    {"rated", total},
                                    {"not_billed", total}};
constexpr ObjectForm usage_sum_form{"a sum of usage", usage_sum};
constexpr MemberForm allowance_sum[] = {
    of_name("kind", "data voice sms"), {"pooled", boolean},          {"included", total}, {"used", total},
    {"overage", total, optional},      {"stranded", total, optional}};
constexpr ObjectForm allowance_sum_form{"a sum of allowances", allowance_sum};
constexpr MemberForm pool_month[] = {{"group", id},       {"plan", id},    of_name("kind", "data sms"),
                                     {"included", total}, {"used", total}, {"overage", total},
                                     {"stranded", total}};
constexpr ObjectForm pool_month_form{"a month of a pool", pool_month};

constexpr MemberForm cohort_month[] = {
    {"cohort", id},
    object_of("devices", device_states_form),
    {"billed", count},
    object_of("charges", charges_form),
    {"shared", money},
    {"total", money},
    {"per_device", cost, optional},
    list_of("usage", usage_sum_form),
    list_of("allowances", allowance_sum_form),
};
constexpr ObjectForm cohort_month_form{"a month of a cohort", cohort_month};
constexpr MemberForm month_result[] = {
    {"month", month},
    object_of("charges", charges_form),
    {"discounts", money},
    {"minimum_shortfall", money},
    {"subtotal", money},
    list_of("taxes", tax_sum_form),
    {"tax_total", money},
    {"total", money},
    object_of("percentiles", percentiles_form, optional),
    list_of("cohorts", cohort_month_form),
    list_of("pools", pool_month_form),
};
constexpr ObjectForm month_result_form{"a month of a scenario", month_result};

constexpr MemberForm cohort_total[] = {
    {"cohort", id},   object_of("charges", charges_form), {"shared", money},
    {"total", money}, {"device_months", total},           {"per_device_month", cost, optional},
};
constexpr ObjectForm cohort_total_form{"a cohort's term", cohort_total};
constexpr MemberForm term_totals[] = {object_of("charges", charges_form),
                                      {"discounts", money},
                                      {"minimum_shortfall", money},
                                      {"subtotal", money},
                                      {"tax_total", money},
                                      {"total", money}};
constexpr ObjectForm term_totals_form{"totals of a term", term_totals};
constexpr MemberForm payment_due[] = {{"month", month},   {"due", paid_date},
                                      {"amount", money},  {"several_months_fees", money},
                                      {"prepaid", money}, {"one_off", money}};
constexpr ObjectForm payment_due_form{"a payment", payment_due};
constexpr MemberForm assumption_parameter[] = {{"name", id}, {"value", text}};
constexpr ObjectForm assumption_parameter_form{"a parameter", assumption_parameter};
constexpr MemberForm assumption[] = {
    {"code", id}, {"cohort", id, optional}, list_of("parameters", assumption_parameter_form)};
constexpr ObjectForm assumption_form{"an assumption", assumption};

constexpr MemberForm scenario_result[] = {
    of_name("schema", "samebill/scenario_result/1"),
    {"scenario", digest},
    of_name("rules", "1"),
    {"catalog", id},
    {"catalog_version", id, optional},
    {"currency", currency},
    {"from", month},
    {"through", month},
    {"seed", count},
    {"seeds", within, always, {}, nullptr, 0, 100},
    {"classes", count},
    {"work", total},
    list_of("months", month_result_form),
    list_of("cohorts", cohort_total_form),
    object_of("totals", term_totals_form),
    object_of("percentiles", percentiles_form, optional),
    list_of("cash_flow", payment_due_form),
    list_of("assumptions", assumption_form),
};

constexpr MemberForm month_sum[] = {{"month", month}, {"total", money}, {"cumulated", money}};
constexpr ObjectForm month_sum_form{"a month's sums", month_sum};
constexpr MemberForm quantities[] = {{"data", total}, {"voice", total}, {"sms", total}};
constexpr ObjectForm quantities_form{"quantities", quantities};
constexpr MemberForm compared_alternative[] = {
    {"name", text},
    {"scenario", digest},
    {"catalog", id},
    {"catalog_version", id, optional},
    object_of("totals", term_totals_form),
    object_of("percentiles", percentiles_form, optional),
    object_of("not_billed", quantities_form),
    list_of("cohorts", cohort_total_form),
    list_of("months", month_sum_form),
};
constexpr ObjectForm compared_alternative_form{"an alternative", compared_alternative};

constexpr MemberForm cohort_difference[] = {{"cohort", id}, {"total", money}};
constexpr ObjectForm cohort_difference_form{"a cohort's difference", cohort_difference};
constexpr MemberForm month_difference[] = {{"month", month}, {"total", money}};
constexpr ObjectForm month_difference_form{"a month's difference", month_difference};
constexpr MemberForm setting[] = {{"path", pointer}, {"reference", any, optional}, {"alternative", any, optional}};
constexpr ObjectForm setting_form{"a setting", setting};
constexpr MemberForm alternative_difference[] = {
    {"alternative", text},
    object_of("totals", term_totals_form),
    list_of("cohorts", cohort_difference_form),
    list_of("months", month_difference_form),
    list_of("settings", setting_form),
    {"settings_left_out", count},
};
constexpr ObjectForm alternative_difference_form{"a difference of alternatives", alternative_difference};

constexpr MemberForm recommendation[] = {
    {"alternative", text},
    of_name("reason", "only_one lowest_total lowest_total_that_serves_all none_serves_all"),
    {"saving", money},
    {"next", text, optional},
    {"saving_to_next", money, optional},
    {"mainly", name, optional, "none access recurring one_off usage prepaid discounts minimum_shortfall taxes"},
    {"equal", texts},
    {"passed_over", texts},
};
constexpr ObjectForm recommendation_form{"a recommendation", recommendation};

constexpr MemberForm pair_totals[] = {{"first", money}, {"second", money}};
constexpr ObjectForm pair_totals_form{"totals of two", pair_totals};
constexpr MemberForm order_change[] = {
    {"first", text},
    {"second", text},
    {"at", count},
    {"month", month, optional},
    of_name("cheaper_before", "first second neither"),
    of_name("cheaper", "first second neither"),
    object_of("totals_before", pair_totals_form),
    object_of("totals", pair_totals_form),
};
constexpr ObjectForm order_change_form{"a change of order", order_change};
constexpr MemberForm cheapest_range[] = {{"from", count}, {"through", count}, {"cheapest", texts}};
constexpr ObjectForm cheapest_range_form{"a range", cheapest_range};
constexpr MemberForm compared_point[] = {{"at", count}, {"totals", moneys}};
constexpr ObjectForm compared_point_form{"a point", compared_point};
constexpr MemberForm break_even_result[] = {
    of_name("over", "devices usage amount month"),
    {"cohort", id, optional},
    {"behaviour", id, optional},
    of_name("unit", "devices percent bytes seconds messages months"),
    {"from", count},
    {"through", count},
    {"widest_step", positive},
    {"runs", count},
    list_of("ranges", cheapest_range_form),
    list_of("changes", order_change_form),
    list_of("points", compared_point_form),
};
constexpr ObjectForm break_even_result_form{"a break-even", break_even_result};

constexpr MemberForm assumed_change[] = {
    of_name("assumption",
            "devices usage sessions overhead cancellations per_week test_days devices_percent days_percent "
            "replaced_percent start seasons plan_changes every_months below"),
    {"cohort", id},
    {"behaviour", id, optional},
    {"pack", id, optional},
    {"stated", decimal},
    {"low", signed_decimal},
    {"high", decimal},
    {"total_low", money},
    {"total_high", money},
    {"swing", money},
};
constexpr ObjectForm assumed_change_form{"an assumption's change", assumed_change};
constexpr MemberForm sensitivity_result[] = {
    {"alternative", text},
    {"percent", within, always, {}, nullptr, 1, 50},
    {"total", money},
    list_of("assumptions", assumed_change_form),
};
constexpr ObjectForm sensitivity_result_form{"a sensitivity", sensitivity_result};

constexpr MemberForm comparison_result[] = {
    of_name("schema", "samebill/comparison_result/1"),
    {"comparison", digest},
    of_name("rules", "1"),
    {"currency", currency},
    {"from", month},
    {"through", month},
    {"reference", text},
    object_of("recommended", recommendation_form),
    list_of("alternatives", compared_alternative_form),
    list_of("differences", alternative_difference_form),
    list_of("break_even", break_even_result_form),
    object_of("sensitivity", sensitivity_result_form, optional),
};

struct QuoteForm {
    std::string_view schema;
    ObjectForm form;
};
constexpr QuoteForm documents[] = {
    {"samebill/scenario_result/1", {"a scenario's result", scenario_result}},
    {"samebill/comparison_result/1", {"a comparison's result", comparison_result}},
};

}  // namespace

const ObjectForm* form_of_scenario_document(std::string_view schema) {
    for (const QuoteForm& document : documents) {
        if (document.schema == schema) return &document.form;
    }
    return nullptr;
}

}  // namespace samebill
