// SPDX-License-Identifier: MIT
#include "core/bill/explain.h"

#include "core/base/assert.h"
#include "core/bill/explain_parts.h"

namespace samebill {

namespace {

bool is_trigger(Cause cause) {
    return cause == Cause::data_trigger || cause == Cause::voice_trigger || cause == Cause::sms_trigger ||
           cause == Cause::days_trigger;
}

std::string_view activation_clause(Cause cause) {
    if (is_trigger(cause)) return "Active-Billed State Triggers";
    return cause == Cause::prepaid ? "Prepaid Credit Plans" : "Active-Billed State";
}

// Headings of the contract, as they stand there.
std::string_view clause_of(const Line& line) {
    switch (line.type) {
        case LineType::provisioning_fee: return "Provisioned State";
        case LineType::activation_fee:
        case LineType::reactivation_fee: return activation_clause(line.cause);
        case LineType::suspension_fee: return "Suspended State";
        case LineType::access_fee: return "Access Fee Periods";
        case LineType::recurring_fee: return "Billing Plans";
        case LineType::state_usage:
            return line.state == State::suspended ? "Suspended State" : "Usage in Provisioned State";
        case LineType::overage: return "Included Usage";
        case LineType::pool_overage: return "Pooling";
        case LineType::prepaid_credits: return "Prepaid Credits";
        case LineType::discount:
        case LineType::minimum_shortfall: return {};
    }
    return {};
}

// The terms that decided on a line (T3): how usage was rounded, whether it was pooled, which days were billed.
std::vector<TermsParameter> parameters_of(const Line& line, const PlanInForce& plan) {
    std::vector<TermsParameter> used;
    const auto rounding = [&](Kind kind) {
        if (kind == Kind::data) used.push_back(TermsParameter::data_rounding);
        if (kind == Kind::voice) used.push_back(TermsParameter::voice_rounding);
    };
    switch (line.type) {
        case LineType::activation_fee:
        case LineType::reactivation_fee:
            if (line.cause == Cause::data_trigger) rounding(Kind::data);
            if (line.cause == Cause::voice_trigger) rounding(Kind::voice);
            break;
        case LineType::suspension_fee: used.push_back(TermsParameter::suspension_allowed); break;
        case LineType::access_fee:
            if (line.months == 0) used.push_back(TermsParameter::cancellation_refund);
            break;
        case LineType::recurring_fee: used.push_back(TermsParameter::cancellation_refund); break;
        case LineType::state_usage: rounding(line.kind); break;
        case LineType::overage:
        case LineType::pool_overage:
            rounding(line.kind);
            if (line.kind != Kind::voice) used.push_back(TermsParameter::pooling_allowed);
            if (plan.months() == 1) used.push_back(TermsParameter::cancellation_refund);
            break;
        case LineType::provisioning_fee:
        case LineType::prepaid_credits:
        case LineType::discount:
        case LineType::minimum_shortfall: break;
    }
    return used;
}

void explain_type(const LineContext& context, Explanation& explanation) {
    switch (context.line.type) {
        case LineType::provisioning_fee:
        case LineType::activation_fee:
        case LineType::reactivation_fee:
        case LineType::suspension_fee: return explain_one_off_fee(context, explanation);
        case LineType::access_fee: return explain_access_fee(context, explanation);
        case LineType::recurring_fee: return explain_recurring_fee(context, explanation);
        case LineType::state_usage: return explain_state_usage(context, explanation);
        case LineType::overage:
        case LineType::pool_overage: return explain_overage(context, explanation);
        case LineType::prepaid_credits: return explain_prepaid_credits(context, explanation);
        case LineType::discount: return explain_discount(context, explanation);
        case LineType::minimum_shortfall: return explain_minimum_shortfall(context, explanation);
    }
}

}  // namespace

Explanation explain_line(const Request& request, const PlanBook& book, const Bill& bill, size_t line) {
    SAMEBILL_ASSERT(line < bill.lines.size());
    const LineContext context{request, book, bill, bill.lines[line]};
    Explanation explanation;
    explanation.clause = clause_of(context.line);
    explanation.exact = lowest_terms(context.line.exact);
    if (context.line.plan != no_index) {
        explanation.terms = &book.plans[context.line.plan].terms;
        explanation.parameters = parameters_of(context.line, book.plans[context.line.plan]);
    }
    explain_type(context, explanation);
    return explanation;
}

}  // namespace samebill
