// SPDX-License-Identifier: MIT
#include "core/codec/write_terms.h"

namespace samebill {

namespace {

std::string_view name_of_per(RoundingPer per) {
    switch (per) {
        case RoundingPer::session: return "session";
        case RoundingPer::day: return "day";
        case RoundingPer::month: return "month";
    }
    return {};
}

std::string_view name_of_change(PlanChange change) {
    switch (change) {
        case PlanChange::next_month: return "next_month";
        case PlanChange::next_day: return "next_day";
        case PlanChange::not_allowed: return "not_allowed";
    }
    return {};
}

std::string_view name_of_refund(CancellationRefund refund) {
    switch (refund) {
        case CancellationRefund::none: return "none";
        case CancellationRefund::prorated: return "prorated";
    }
    return {};
}

void write_rounding(CanonicalWriter& writer, const RoundingRule& rule) {
    writer.begin_object();
    writer.member("increment");
    writer.integer(rule.increment);
    writer.member("per");
    writer.plain(name_of_per(rule.per));
    writer.end_object();
}

void write_reasons(CanonicalWriter& writer, LapseReasons reasons) {
    writer.begin_array();
    for (int i = 0; i < lapse_reason_count; ++i) {
        const auto reason = static_cast<LapseReason>(i);
        if ((reasons & bit_of(reason)) == 0) continue;
        writer.element();
        writer.plain(name_of(reason));
    }
    writer.end_array();
}

void write_value(CanonicalWriter& writer, const TermsInForce& terms, TermsParameter parameter) {
    switch (parameter) {
        case TermsParameter::data_rounding: return write_rounding(writer, terms.data_rounding.value);
        case TermsParameter::voice_rounding: return write_rounding(writer, terms.voice_rounding.value);
        case TermsParameter::suspension_allowed: return writer.boolean(terms.suspension_allowed.value);
        case TermsParameter::pooling_allowed: return writer.boolean(terms.pooling_allowed.value);
        case TermsParameter::plan_change: return writer.plain(name_of_change(terms.plan_change.value));
        case TermsParameter::cancellation_refund: return writer.plain(name_of_refund(terms.cancellation_refund.value));
        case TermsParameter::prepaid_lapse_days: return writer.integer(terms.prepaid_lapse_days.value);
        case TermsParameter::unprovisioned_lapse_months: return writer.integer(terms.unprovisioned_lapse_months.value);
        case TermsParameter::inactive_lapse_days: return writer.integer(terms.inactive_lapse_days.value);
        case TermsParameter::automatic_cancellation: return write_reasons(writer, terms.automatic_cancellation.value);
    }
}

void write_plan(CanonicalWriter& writer, const std::string* plan, const TermsInForce& terms) {
    writer.element();
    writer.begin_object();
    writer.member("parameters");
    writer.begin_array();
    for (TermsParameter parameter : all_terms_parameters) {
        writer.element();
        write_parameter(writer, terms, parameter);
    }
    writer.end_array();
    writer.member("plan");
    if (plan == nullptr) {
        writer.null();
    } else {
        writer.plain(*plan);
    }
    writer.end_object();
}

}  // namespace

void write_parameter(CanonicalWriter& writer, const TermsInForce& terms, TermsParameter parameter) {
    writer.begin_object();
    writer.member("layer");
    writer.plain(name_of(layer_of(terms, parameter)));
    writer.member("parameter");
    writer.plain(name_of(parameter));
    writer.member("value");
    write_value(writer, terms, parameter);
    writer.end_object();
}

std::string write_terms(const Account& account, const PlanBook& book) {
    std::string text;
    CanonicalWriter writer(text);
    writer.begin_object();
    writer.member("account");
    writer.plain(account.id);
    writer.member("plans");
    writer.begin_array();
    write_plan(writer, nullptr, book.account_terms);
    for (const PlanInForce& in_force : book.plans) write_plan(writer, &in_force.plan.id, in_force.terms);
    writer.end_array();
    writer.member("schema");
    writer.plain("samebill/terms/1");
    writer.end_object();
    return text;
}

}  // namespace samebill
