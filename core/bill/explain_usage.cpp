// SPDX-License-Identifier: MIT
#include <algorithm>

#include "core/base/assert.h"
#include "core/bill/explain_parts.h"

namespace samebill {

namespace {

// "1048576 bytes of data", "3 messages".
std::string amount_text(int64_t quantity, Kind kind) {
    switch (kind) {
        case Kind::data: return counted(quantity, "byte") + " of data";
        case Kind::sms: return counted(quantity, "message");
        case Kind::voice: return counted(quantity, "second") + " of voice";
    }
    return {};
}

void add_quantity(Explanation& explanation, std::string_view name, int64_t quantity, Kind kind) {
    explanation.operands.push_back({std::string(name), std::to_string(quantity), std::string(unit_of(kind))});
}

std::string price_per_unit(const LineContext& context, const Rate& rate) {
    return context.currency().code + " per " + rate.unit_name;
}

// "0.8 × 1572864 / 1048576", "(0.8 × 1048576 + 0.5 × 524288) / 1048576"; without the division where the unit is one.
std::string price_expression(const Rate& rate, const std::vector<PricedPart>& parts) {
    std::string sum;
    for (const PricedPart& part : parts) {
        if (!sum.empty()) sum += " + ";
        sum += format_decimal(part.price) + " × " + format_int128(part.quantity);
    }
    if (rate.unit == 1) return sum;
    return (parts.size() > 1 ? "(" + sum + ")" : sum) + " / " + std::to_string(rate.unit);
}

// "at 0.8 EUR per MB (1048576 bytes)", "in tiers, each part at its own price, per MB (...)".
std::string rate_words(const LineContext& context, const Rate& rate, Kind kind) {
    std::string words;
    if (rate.tiers.empty()) {
        words = "at " + context.price(rate.price) + " per " + rate.unit_name;
    } else if (rate.mode == TierMode::graduated) {
        words = "in tiers, each part at the price of its own, per " + rate.unit_name;
    } else {
        words = "in tiers, all at the price of the one it falls in, per " + rate.unit_name;
    }
    if (rate.unit > 1) words += " (" + std::to_string(rate.unit) + ' ' + std::string(unit_of(kind)) + ')';
    if (rate.whole_units) words += ", rounded up to whole units";
    return words;
}

// The operands of a price by U8 and the arithmetic in words.
std::string explain_price(const LineContext& context, const Rate& rate, Explanation& explanation) {
    const Kind kind = context.line.kind;
    const std::vector<PricedPart> parts = priced_parts(rate, context.line.quantity);
    if (rate.unit > 1) add_quantity(explanation, "unit_size", rate.unit, kind);
    if (rate.whole_units) {
        const Int128 whole = (Int128{context.line.quantity} + rate.unit - 1) / rate.unit;
        explanation.operands.push_back({"whole_units", format_int128(whole), rate.unit_name});
    }
    for (size_t i = 0; i < parts.size(); ++i) {
        const std::string tier = rate.tiers.empty() ? "" : "tier_" + std::to_string(i + 1) + '_';
        if (parts.size() > 1)
            explanation.operands.push_back(
                {tier + "quantity", format_int128(parts[i].quantity), std::string(unit_of(kind))});
        explanation.operands.push_back(
            {(parts.size() > 1 ? tier : "") + "price", format_decimal(parts[i].price), price_per_unit(context, rate)});
    }
    return rate_words(context, rate, kind) + ": " + price_expression(rate, parts) + show_result(context);
}

// The row of `allowances` that the line's overage stands on; null if the plan includes none of the kind.
const Allowance* find_allowance(const LineContext& context) {
    const auto& rows = context.bill.allowances;
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const Allowance& one) {
        return one.overage && one.device == context.line.device && one.group == context.line.group &&
               one.plan == context.line.plan && one.kind == context.line.kind;
    });
    return row == rows.end() ? nullptr : &*row;
}

// The included amount of a monthly plan and the days that it was prorated by (U6), for a device that stands alone.
void add_proration(const LineContext& context, Explanation& explanation) {
    const auto& lines = context.bill.lines;
    const auto fee = std::find_if(lines.begin(), lines.end(), [&](const Line& one) {
        return one.type == LineType::access_fee && one.months == 0 && one.device == context.line.device &&
               one.plan == context.line.plan;
    });
    if (fee == lines.end()) return;
    add_quantity(explanation, "included_a_month",
                 context.plan().included[static_cast<size_t>(index_of(context.line.kind))], context.line.kind);
    explanation.operands.push_back({"days_billed", std::to_string(fee->days), "days"});
    explanation.operands.push_back({"days_in_month", std::to_string(fee->days_in_month), "days"});
}

// What was included: "of which 1000 are included", for a paid period what was left of it.
std::string included_words(const LineContext& context, const Allowance& allowance) {
    const bool several_months = context.book.plans[context.line.plan].months() > 1;
    const std::string included = std::to_string(allowance.included);
    if (several_months) return "; " + included + " were left of what its paid periods include";
    return "; " + included + (allowance.included == 1 ? " is included" : " are included");
}

}  // namespace

void explain_state_usage(const LineContext& context, Explanation& explanation) {
    const Line& line = context.line;
    const bool suspended = line.state == State::suspended;
    const StateUse& use = suspended ? context.plan().suspended : context.plan().provisioned;
    const auto at = static_cast<size_t>(index_of(line.kind));
    SAMEBILL_ASSERT(use.rates[at].has_value());
    const auto row = std::find_if(context.bill.usage.begin(), context.bill.usage.end(), [&](const UsageRow& one) {
        return one.device == line.device && one.plan == line.plan && one.state == line.state && one.kind == line.kind;
    });
    const std::string state{name_of(line.state)};
    std::string head = "While " + state + ", device " + context.device();
    if (row != context.bill.usage.end()) {
        add_quantity(explanation, "used", row->rated, line.kind);
        head += " used " + amount_text(row->rated, line.kind);
    } else {
        head += " used " + std::string(name_of(line.kind));
    }
    add_quantity(explanation, "complimentary_a_stay", use.complimentary[at], line.kind);
    add_quantity(explanation, "quantity", line.quantity, line.kind);
    head += " on plan " + context.plan().id + " in " + format_month(context.bill.period);
    if (use.complimentary[at] == 0) {
        head += ", where none is complimentary; " + std::to_string(line.quantity) + " are charged ";
    } else {
        head += "; " + std::to_string(use.complimentary[at]) + " a stay are complimentary, and " +
                std::to_string(line.quantity) + " above them are charged ";
    }
    explanation.sentence = head + explain_price(context, *use.rates[at], explanation);
}

void explain_overage(const LineContext& context, Explanation& explanation) {
    const Line& line = context.line;
    const auto at = static_cast<size_t>(index_of(line.kind));
    const auto& rate = context.plan().overage[at];
    SAMEBILL_ASSERT(rate.has_value());
    const bool pool = line.type == LineType::pool_overage;
    const Allowance* allowance = find_allowance(context);
    const int64_t used = allowance == nullptr ? line.quantity : allowance->used;
    std::string head;
    if (pool) {
        const int64_t members = line.members;
        explanation.operands.push_back({"members", std::to_string(members), "devices"});
        head = "The " + counted(members, "device") + " of group " + context.request.groups[line.group];
    } else {
        head = "Device " + context.device();
        if (context.book.plans[line.plan].months() == 1 && allowance != nullptr) add_proration(context, explanation);
    }
    add_quantity(explanation, "used", used, line.kind);
    head += " used " + amount_text(used, line.kind) + " on plan " + context.plan().id + " in " +
            format_month(context.bill.period) + " while active_billed";
    if (allowance == nullptr) {
        head += ", and the plan includes none";
    } else {
        add_quantity(explanation, "included", allowance->included, line.kind);
        head += included_words(context, *allowance);
    }
    add_quantity(explanation, "quantity", line.quantity, line.kind);
    head += ". The overage of " + std::to_string(line.quantity) + " is charged ";
    explanation.sentence = head + explain_price(context, *rate, explanation);
}

}  // namespace samebill
