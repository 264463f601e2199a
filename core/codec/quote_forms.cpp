// SPDX-License-Identifier: MIT
#include "core/codec/form.h"

namespace samebill {

namespace {

using enum Form;
using enum Need;

constexpr MemberForm of_name(std::string_view member, std::string_view names) {
    return {member, name, always, names};
}
constexpr MemberForm list_of(std::string_view member, const ObjectForm& element) {
    return {member, list, always, {}, &element, 0, INT64_MAX};
}
constexpr MemberForm of_object(std::string_view member, const ObjectForm& inner) {
    return {member, object, always, {}, &inner};
}

// The best plan.

constexpr MemberForm assigned_month[] = {{"month", month}, {"subtotal", money}, {"tax_total", money}, {"total", money}};
constexpr ObjectForm assigned_month_form{"a month's totals", assigned_month};
constexpr MemberForm assigned_months[] = {list_of("months", assigned_month_form), {"total", money}};
constexpr ObjectForm assigned_months_form{"the months compared", assigned_months};
constexpr MemberForm bound[] = {
    of_name("method", "enumerated independent searched"), {"total", money}, {"gap", money}, {"proven", boolean}};
constexpr ObjectForm bound_form{"a bound", bound};
constexpr MemberForm change[] = {
    {"device", id},
    {"plan_before", id},
    {"plan_after", id},
    {"group_before", id_or_null},
    {"group_after", id_or_null},
    {"present", money},
    {"proposed", money},
    {"saving", money},
};
constexpr ObjectForm change_form{"a device that changes", change};
constexpr MemberForm plan_count[] = {{"plan", id}, {"present", count}, {"proposed", count}};
constexpr ObjectForm plan_count_form{"a plan's devices", plan_count};
constexpr MemberForm excluded[] = {
    {"plan", id},
    of_name("reason", "cancels no_match not_permitted not_provisioned plan_not_available unserved"),
    {"devices", count}};
constexpr ObjectForm excluded_form{"a plan that is not open", excluded};
constexpr MemberForm plan_event_members[] = {
    of_name("type", "change_plan"), {"at", instant}, {"device", id}, {"plan", id}};
constexpr ObjectForm plan_event_form{"a change of plan", plan_event_members};
constexpr MemberForm group_event_members[] = {
    of_name("type", "set_group"), {"at", instant}, {"device", id}, {"group", id_or_null}};
constexpr ObjectForm group_event_form{"a change of group", group_event_members};

const ObjectForm* choose_event(const Json& event) {
    const Json* type = find_member(event, "type");
    return type != nullptr && is_text(*type, "set_group") ? &group_event_form : &plan_event_form;
}
constexpr ObjectForm event_form{"an event", {}, choose_event};

constexpr MemberForm assignment_result[] = {
    of_name("schema", "samebill/assignment_result/1"),
    {"account", id},
    {"currency", currency},
    {"changes_on", month},
    {"through", month},
    of_object("present", assigned_months_form),
    of_object("proposed", assigned_months_form),
    {"saving", money},
    {"own_saving", money},
    {"shared_saving", money},
    of_object("bound", bound_form),
    list_of("changes", change_form),
    list_of("plans", plan_count_form),
    list_of("excluded", excluded_form),
    list_of("events", event_form),
};
constexpr ObjectForm assignment_result_form{"an assignment's result", assignment_result};

// The quote, and a bill set against it.

constexpr MemberForm customer[] = {
    {"name", text, always, {}, nullptr, 1},
    {"account", id, optional},
    {"contact", text, optional},
    {"reference", text, optional},
};
constexpr ObjectForm customer_form{"a customer", customer};
constexpr MemberForm prices[] = {
    {"catalog", id}, {"version", id, optional}, {"currency", currency}, {"digest", digest}};
constexpr ObjectForm prices_form{"the prices of a quote", prices};
constexpr MemberForm parameter[] = {{"name", text}, {"value", text}};
constexpr ObjectForm parameter_form{"a parameter", parameter};
constexpr MemberForm assumption[] = {
    {"code", text}, {"cohort", id, optional}, list_of("parameters", parameter_form), {"text", text}};
constexpr ObjectForm assumption_form{"an assumption", assumption};

const ObjectForm* choose_result(const Json&) {
    return form_of_scenario_document("samebill/scenario_result/1");
}
constexpr ObjectForm result_form{"a scenario's result", {}, choose_result};

// The scenario's own reader looks at it (quote_codec.h).
constexpr MemberForm quote[] = {
    of_name("schema", "samebill/quote/1"),
    {"id", id},
    {"version", positive},
    {"supersedes", digest, optional},
    of_object("customer", customer_form),
    {"valid_from", date},
    {"valid_until", date},
    {"from", month},
    {"through", month},
    {"rules", text},
    of_object("prices", prices_form),
    list_of("assumptions", assumption_form),
    {"remarks", text, optional},
    {"scenario", any},
    of_object("result", result_form),
    {"digest", digest},
};

constexpr MemberForm part[] = {of_name("part", "access one_off prepaid recurring usage tax"), {"amount", money}};
constexpr ObjectForm part_form{"a part of an amount", part};
constexpr MemberForm cause[] = {
    of_name("cause", "prices devices dates usage"), {"amount", money}, {"apart", boolean}, list_of("parts", part_form)};
constexpr ObjectForm cause_form{"a cause", cause};
constexpr MemberForm cohort[] = {{"cohort", id}, {"quoted", count}, {"billed", count}};
constexpr ObjectForm cohort_form{"a cohort's devices", cohort};
constexpr MemberForm outside[] = {{"count", count}, {"devices", ids, always, {}, nullptr, 0, 1000}};
constexpr ObjectForm outside_form{"devices that the quote does not have", outside};
constexpr MemberForm kind_usage[] = {of_name("kind", "data voice sms"), {"quoted", total}, {"billed", total}};
constexpr ObjectForm kind_usage_form{"usage of a kind", kind_usage};
constexpr MemberForm quote_head[] = {{"id", id}, {"version", positive}, {"digest", digest}, {"total", money}};
constexpr ObjectForm quote_head_form{"a quote's month", quote_head};
constexpr MemberForm bill_head[] = {{"digest", digest}, {"total", money}, {"adjustment_total", money}};
constexpr ObjectForm bill_head_form{"a bill's sums", bill_head};
constexpr MemberForm check_result[] = {
    of_name("schema", "samebill/quote_check_result/1"),
    {"account", id},
    {"period", month},
    {"currency", currency},
    of_object("quote", quote_head_form),
    of_object("bill", bill_head_form),
    {"difference", money},
    {"causes", list, always, {}, &cause_form, 4, 4},
    {"remaining", money},
    list_of("cohorts", cohort_form),
    of_object("outside", outside_form),
    {"usage", list, always, {}, &kind_usage_form, 0, 3},
};

constexpr ObjectForm quote_form{"a quote", quote};
constexpr ObjectForm check_result_form{"a check of a quote", check_result};

struct QuoteForm {
    std::string_view type;
    const ObjectForm* form;
};
constexpr QuoteForm documents[] = {
    {"samebill/assignment_result/1", &assignment_result_form},
    {"samebill/quote/1", &quote_form},
    {"samebill/quote_check_result/1", &check_result_form},
};

}  // namespace

const ObjectForm* form_of_quote_document(std::string_view schema) {
    for (const QuoteForm& document : documents) {
        if (document.type == schema) return document.form;
    }
    return nullptr;
}

}  // namespace samebill
