// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/bill/explain_parts.h"

namespace samebill {

namespace {

// What made the device active_billed, as the end of "... became active_billed ...".
std::string_view words_for(Cause cause) {
    switch (cause) {
        case Cause::data_trigger: return "because its data passed the amount that the plan allows before";
        case Cause::voice_trigger: return "because its voice use passed the amount that the plan allows before";
        case Cause::sms_trigger: return "because its messages passed the number that the plan allows before";
        case Cause::days_trigger: return "because the days that the plan allows before were over";
        case Cause::prepaid: return "because its plan is one of prepaid credits";
        case Cause::customer: return "by the customer's activation";
        case Cause::agreement_terminated:
        case Cause::inactive:
        case Cause::never_provisioned:
        case Cause::plan_change:
        case Cause::prepaid_unfunded:
        case Cause::provider:
        case Cause::provision: break;
    }
    return {};
}

std::string one_off_sentence(const LineContext& context) {
    const LineType type = context.line.type;
    const std::string head = "Device " + context.device();
    const std::string at = " at " + format_instant(context.line.at);
    const std::string plan = "plan " + context.plan().id;
    if (type == LineType::provisioning_fee) return head + " was provisioned" + at + "; the provisioning fee of " + plan;
    if (type == LineType::suspension_fee) return head + " was suspended" + at + "; the suspension fee of " + plan;
    const std::string cause = ", " + std::string(words_for(context.line.cause));
    if (type == LineType::activation_fee)
        return head + " became active_billed for the first time" + at + cause + "; the activation fee of " + plan;
    return head + " became active_billed again" + at + cause +
           (context.plan().fees.reactivation ? "; the reactivation fee of " + plan
                                             : "; the activation fee, which a return costs on " + plan + ',');
}

// The number of the account's devices with billed days on the line's plan in the month (F5): those that have an
// active_billed interval on it.
int64_t devices_on_plan(const LineContext& context) {
    int64_t count = 0;
    Index counted = no_index;
    for (const Interval& interval : context.bill.intervals) {
        if (interval.plan != context.line.plan || interval.state != State::active_billed) continue;
        if (interval.device == counted) continue;
        counted = interval.device;
        count += context.request.account.devices[interval.device].weight;
    }
    return count;
}

// Adds the volume price's operands and gives the words for it; nothing where the plan has one price (F5).
std::string explain_volume(const LineContext& context, Explanation& explanation) {
    const auto& steps = context.plan().access_fee->volume;
    if (steps.empty()) return {};
    const int64_t devices = devices_on_plan(context);
    explanation.operands.push_back({"devices_on_plan", std::to_string(devices), "devices"});
    const auto above =
        std::find_if(steps.begin(), steps.end(), [&](const VolumeStep& step) { return step.from > devices; });
    if (above == steps.begin()) {
        return " With " + counted(devices, "device") + " on the plan this month, the base price holds.";
    }
    const int64_t from = (above - 1)->from;
    explanation.operands.push_back({"volume_from", std::to_string(from), "devices"});
    return " With " + counted(devices, "device") + " on the plan this month, the price from " +
           counted(from, "device") + " on holds.";
}

void add_days(const LineContext& context, Explanation& explanation) {
    explanation.operands.push_back({"days_billed", std::to_string(context.line.days), "days"});
    explanation.operands.push_back({"days_in_month", std::to_string(context.line.days_in_month), "days"});
}

// F3: words for a fee that days after the device's cancellation are part of.
std::string_view refund_words(const LineContext& context) {
    if (context.book.plans[context.line.plan].terms.cancellation_refund.value != CancellationRefund::none) return {};
    const auto& intervals = context.bill.intervals;
    for (size_t i = 1; i < intervals.size(); ++i) {
        const Interval& before = intervals[i - 1];
        if (intervals[i].state == State::cancelled && intervals[i].device == context.line.device &&
            before.device == context.line.device && before.state == State::active_billed &&
            before.plan == context.line.plan)
            return ", those after its cancellation included";
    }
    return {};
}

std::string billed_days_text(const LineContext& context) {
    return " Device " + context.device() + " is billed for " + std::to_string(context.line.days) + " of the " +
           counted(context.line.days_in_month, "day") + " of " + format_month(context.bill.period) +
           std::string(refund_words(context));
}

std::string proration(const LineContext& context) {
    return format_decimal(context.line.unit_price) + " × " + std::to_string(context.line.days) + " / " +
           std::to_string(context.line.days_in_month);
}

// The lines that a discount or the minimum looks at, summed.
template <class Counts>
int64_t sum_of_lines(const LineContext& context, Counts counts) {
    int64_t sum = 0;
    for (const Line& line : context.bill.lines) {
        if (counts(line)) sum += line.amount * line.weight;
    }
    return sum;
}

}  // namespace

void explain_one_off_fee(const LineContext& context, Explanation& explanation) {
    explanation.operands.push_back({"fee", format_decimal(context.line.unit_price), context.currency().code});
    explanation.sentence = one_off_sentence(context) + show_price_result(context);
}

void explain_access_fee(const LineContext& context, Explanation& explanation) {
    const Line& line = context.line;
    const std::string code = context.currency().code;
    const std::string fee = "The access fee of plan " + context.plan().id + " is " + context.price(line.unit_price);
    if (line.months > 0) {
        explanation.operands.push_back(
            {"price", format_decimal(line.unit_price), code + " per " + std::to_string(line.months) + " months"});
        explanation.operands.push_back({"months", std::to_string(line.months), "months"});
        explanation.operands.push_back({"paid_through", format_date(line.paid_through), "date"});
        const std::string volume = explain_volume(context, explanation);
        explanation.sentence = fee + " for " + std::to_string(line.months) + " months." + volume + " Device " +
                               context.device() + " pays it in full at " + format_instant(line.at) +
                               " and is paid through " + format_date(line.paid_through) + ": the amount" +
                               show_price_result(context);
        return;
    }
    explanation.operands.push_back({"price", format_decimal(line.unit_price), code + " per month"});
    add_days(context, explanation);
    const std::string volume = explain_volume(context, explanation);
    explanation.sentence =
        fee + " a month." + volume + billed_days_text(context) + ": " + proration(context) + show_result(context);
}

void explain_recurring_fee(const LineContext& context, Explanation& explanation) {
    const Line& line = context.line;
    const auto& fees = context.plan().recurring_fees;
    const auto fee =
        std::find_if(fees.begin(), fees.end(), [&](const RecurringFee& one) { return one.code == *line.code; });
    explanation.operands.push_back({"price", format_decimal(line.unit_price), context.currency().code + " per month"});
    add_days(context, explanation);
    const std::string head = "The recurring fee " + *line.code + " of plan " + context.plan().id + " is " +
                             context.price(line.unit_price) + " a month." + billed_days_text(context);
    if (fee != fees.end() && !fee->prorated) {
        explanation.sentence = head + ", and the fee is due in full: the amount" + show_price_result(context);
    } else {
        explanation.sentence = head + ": " + proration(context) + show_result(context);
    }
}

void explain_prepaid_credits(const LineContext& context, Explanation& explanation) {
    const Line& line = context.line;
    explanation.operands.push_back({"price", format_decimal(line.unit_price), context.currency().code});
    const auto& packs = context.plan().packs;
    const auto pack = std::find_if(packs.begin(), packs.end(), [&](const Pack& one) { return one.id == *line.code; });
    std::string amounts;
    for (Kind kind : {Kind::data, Kind::voice, Kind::sms}) {
        const int64_t amount = pack == packs.end() ? 0 : pack->amounts[static_cast<size_t>(index_of(kind))];
        if (amount == 0) continue;
        explanation.operands.push_back(
            {std::string(name_of(kind)), std::to_string(amount), std::string(unit_of(kind))});
        amounts += (amounts.empty() ? "" : ", ") + std::to_string(amount) + ' ' + std::string(unit_of(kind)) +
                   (kind == Kind::data    ? " of data"
                    : kind == Kind::voice ? " of voice"
                                          : "");
    }
    explanation.sentence = "At " + format_instant(line.at) + " device " + context.device() + " bought the pack " +
                           *line.code + " of plan " + context.plan().id + " (" + amounts + "); its price" +
                           show_price_result(context);
}

void explain_discount(const LineContext& context, Explanation& explanation) {
    const Line& line = context.line;
    const auto& discounts = context.request.account.agreement.discounts;
    const auto discount =
        std::find_if(discounts.begin(), discounts.end(), [&](const Discount& one) { return one.code == *line.code; });
    const int64_t base = sum_of_lines(context, [&](const Line& other) {
        return other.category == line.category && other.type != LineType::discount &&
               other.type != LineType::minimum_shortfall;
    });
    const std::string percent = discount == discounts.end() ? "0" : format_decimal(discount->percent);
    const std::string sum = format_amount(base, context.currency().minor_digits);
    explanation.operands.push_back({"base", sum, context.currency().code});
    explanation.operands.push_back({"percent", percent, "%"});
    explanation.sentence = "The agreement's discount " + *line.code + " takes " + percent +
                           " % off the lines of category " + std::string(name_of(line.category)) + ", which come to " +
                           sum + ' ' + context.currency().code + ": -" + sum + " × " + percent + " / 100" +
                           show_result(context);
}

void explain_minimum_shortfall(const LineContext& context, Explanation& explanation) {
    const int64_t before =
        sum_of_lines(context, [](const Line& other) { return other.type != LineType::minimum_shortfall; });
    const auto& minimum = context.request.account.agreement.minimum_monthly_charge;
    const std::string least = format_decimal(minimum ? *minimum : Decimal{});
    const std::string sum = format_amount(before, context.currency().minor_digits);
    explanation.operands.push_back({"minimum", least, context.currency().code});
    explanation.operands.push_back({"subtotal_before", sum, context.currency().code});
    explanation.sentence = "The agreement has a minimum of " + least + ' ' + context.currency().code +
                           " a month, and the other lines come to " + sum + ' ' + context.currency().code + ": " +
                           least + " - " + (before < 0 ? "(" + sum + ")" : sum) + show_result(context);
}

}  // namespace samebill
