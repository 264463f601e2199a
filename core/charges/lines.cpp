// SPDX-License-Identifier: MIT
#include "core/charges/lines.h"

#include <map>
#include <tuple>

#include "core/base/pages.h"
#include "core/base/sorting.h"

namespace samebill {

namespace {

Rule rule_of(LineType type) {
    switch (type) {
        case LineType::provisioning_fee: return Rule::S1;
        case LineType::activation_fee:
        case LineType::reactivation_fee: return Rule::S2;
        case LineType::suspension_fee: return Rule::S3;
        case LineType::access_fee: return Rule::F2;
        case LineType::recurring_fee: return Rule::F6;
        case LineType::state_usage: return Rule::U5;
        case LineType::overage: return Rule::U8;
        case LineType::pool_overage: return Rule::G3;
        case LineType::prepaid_credits: return Rule::C2;
        case LineType::discount: return Rule::B8;
        case LineType::minimum_shortfall: return Rule::B7;
    }
    return Rule::S1;
}

Category category_of(LineType type) {
    switch (type) {
        case LineType::provisioning_fee:
        case LineType::activation_fee:
        case LineType::reactivation_fee:
        case LineType::suspension_fee: return Category::one_off;
        case LineType::access_fee:
        case LineType::minimum_shortfall:
        case LineType::discount: return Category::access;  // a discount's own category is set where it is made
        case LineType::recurring_fee: return Category::recurring;
        case LineType::state_usage:
        case LineType::overage:
        case LineType::pool_overage: return Category::usage;
        case LineType::prepaid_credits: return Category::prepaid;
    }
    return Category::access;
}

LineType line_type_of(OneOffType type) {
    switch (type) {
        case OneOffType::provisioning: return LineType::provisioning_fee;
        case OneOffType::activation: return LineType::activation_fee;
        case OneOffType::reactivation: return LineType::reactivation_fee;
        case OneOffType::suspension: return LineType::suspension_fee;
        case OneOffType::credits: return LineType::prepaid_credits;
    }
    return LineType::provisioning_fee;
}

Line line_of(LineType type, Index device, Index plan) {
    Line line;
    line.type = type;
    line.rule = rule_of(type);
    line.category = category_of(type);
    line.device = device;
    line.plan = plan;
    return line;
}

Index subject_of(const Line& line) {
    return line.device == no_index ? line.group : line.device;
}

// The order of the bill (formats.md, Lines); lines that are equal in it stay as they were made.
bool before(const Line& a, const Line& b) {
    if (a.type != b.type) return a.type < b.type;
    if (subject_of(a) != subject_of(b)) return subject_of(a) < subject_of(b);
    if (a.plan != b.plan) return a.plan < b.plan;
    if (a.kind != b.kind) return a.kind < b.kind;
    if (a.code != nullptr && b.code != nullptr && *a.code != *b.code) return *a.code < *b.code;
    return std::tie(a.state, a.at, a.category, a.cause) < std::tie(b.state, b.at, b.category, b.cause);
}

class LineMaker {
public:
    LineMaker(const ChargesInput& input, bool& overflow) : input_(input), overflow_(overflow) {
        const std::vector<int64_t> billed_devices = count_billed_devices(input);
        for (size_t i = 0; i < billed_devices.size(); ++i) {
            const auto& fee = input.book->plans[i].plan.access_fee;
            access_prices_.push_back(fee ? &access_fee_price(*fee, billed_devices[i]) : nullptr);
        }
    }

    std::vector<Line> make() {
        const MonthRecords& records = *input_.records;
        reserve_filling(lines_, records.one_offs.size() + records.plan_months.size() + records.state_charges.size() +
                                    input_.overages.size());
        for (const OneOff& fee : records.one_offs) {
            if (fee.type != OneOffType::credits) add_one_off(fee);
        }
        sort_from(0);
        for (const PlanMonth& row : records.plan_months) add_access_fee(row);
        const size_t recurring = lines_.size();
        for (const PlanMonth& row : records.plan_months) add_recurring_fees(row);
        for (const StateCharge& charge : records.state_charges) add_state_usage(charge);
        for (const Overage& overage : input_.overages) add_overage(overage);
        for (const OneOff& fee : records.one_offs) {
            if (fee.type == OneOffType::credits) add_one_off(fee);
        }
        sort_from(recurring);
        return std::move(lines_);
    }

private:
    const PlanInForce& plan(Index index) const { return input_.book->plans[index]; }

    void add(Line line, const std::optional<Fraction>& exact) {
        if (line.device != no_index) line.weight = input_.devices[line.device].weight;
        if (!exact) {
            overflow_ = true;
            return;
        }
        line.exact = *exact;
        round_line(line, *input_.currency, overflow_);
        lines_.push_back(line);
    }

    void add_one_off(const OneOff& fee) {
        Line line = line_of(line_type_of(fee.type), fee.device, fee.plan);
        line.at = fee.at;
        line.cause = fee.cause;
        line.unit_price = fee.price;
        if (fee.pack != nullptr) line.code = &fee.pack->id;
        add(line, Fraction{fee.price.nanos, nano});
    }

    const Decimal& access_price(Index plan) const { return *access_prices_[plan]; }

    std::optional<Fraction> overage_price(const Overage& overage) {
        const auto k = static_cast<size_t>(index_of(overage.kind));
        const Rate& rate = *plan(overage.plan).plan.overage[k];
        if (rate.tiers.empty()) return price_of(rate, overage.quantity);
        return tier_prices_.try_emplace({overage.plan, overage.kind}, rate).first->second.price_of(overage.quantity);
    }

    // The lines from `first` on; most often they are in order already.
    void sort_from(size_t first) {
        const auto begin = lines_.begin() + static_cast<std::ptrdiff_t>(first);
        sort_list(begin, lines_.end(), before);
    }

    // F2 or F4. Rows are by device and plan, the fees of several months by device, at most one a device and plan.
    void add_access_fee(const PlanMonth& row) {
        if (plan(row.plan).months() == 1) return add_monthly_fee(row);
        const auto& fees = input_.records->period_fees;
        while (next_fee_ < fees.size() && fees[next_fee_].device < row.device) ++next_fee_;
        for (size_t i = next_fee_; i < fees.size() && fees[i].device == row.device; ++i) {
            if (fees[i].plan == row.plan) add_period_fee(fees[i]);
        }
    }

    void add_monthly_fee(const PlanMonth& row) {
        Line line = line_of(LineType::access_fee, row.device, row.plan);
        line.unit_price = access_price(row.plan);
        line.days = row.billed_days;
        line.days_in_month = input_.days_in_month;
        add(line, prorated(line.unit_price, line.days, line.days_in_month));
    }

    void add_period_fee(const PeriodFee& fee) {
        Line line = line_of(LineType::access_fee, fee.device, fee.plan);
        line.rule = Rule::F4;
        line.unit_price = access_price(fee.plan);
        line.months = plan(fee.plan).months();
        line.at = fee.at;
        line.paid_through = fee.paid_through;
        add(line, Fraction{line.unit_price.nanos, nano});
    }

    void add_recurring_fees(const PlanMonth& row) {
        for (const RecurringFee& fee : plan(row.plan).plan.recurring_fees) {
            Line line = line_of(LineType::recurring_fee, row.device, row.plan);
            line.code = &fee.code;
            line.unit_price = fee.amount;
            line.days = row.billed_days;
            line.days_in_month = input_.days_in_month;
            add(line,
                fee.prorated ? prorated(fee.amount, line.days, line.days_in_month) : Fraction{fee.amount.nanos, nano});
        }
    }

    void add_state_usage(const StateCharge& charge) {
        Line line = line_of(LineType::state_usage, charge.device, charge.plan);
        const Plan& shown = plan(charge.plan).plan;
        const StateUse& use = charge.state == State::provisioned ? shown.provisioned : shown.suspended;
        line.state = charge.state;
        line.kind = charge.kind;
        line.quantity = charge.quantity;
        add(line, price_of(*use.rates[static_cast<size_t>(index_of(charge.kind))], charge.quantity));
    }

    void add_overage(const Overage& overage) {
        const bool pool = overage.group != no_index;
        Line line = line_of(pool ? LineType::pool_overage : LineType::overage, overage.device, overage.plan);
        line.group = overage.group;
        if (pool && !overage.monthly) line.rule = Rule::G4;
        line.kind = overage.kind;
        line.quantity = overage.quantity;
        line.members = overage.members;
        add(line, overage_price(overage));
    }

    const ChargesInput& input_;
    bool& overflow_;
    std::vector<const Decimal*> access_prices_;  // by plan; null on prepaid ones
    std::map<std::pair<Index, Kind>, RatePrices> tier_prices_;
    size_t next_fee_ = 0;  // into the records' fees of several months
    std::vector<Line> lines_;
};

}  // namespace

Fraction prorated(Decimal price, int32_t days, int32_t days_in_month) {
    return {price.nanos * days, Int128{nano} * days_in_month};  // 70 + 5 bits
}

std::vector<int64_t> count_billed_devices(const ChargesInput& input) {
    std::vector<int64_t> counts(input.book->plans.size());
    for (const PlanMonth& row : input.records->plan_months) counts[row.plan] += input.devices[row.device].weight;
    return counts;
}

const Decimal& access_fee_price(const AccessFee& fee, int64_t billed_devices) {
    const Decimal* price = &fee.amount;
    for (const VolumeStep& step : fee.volume) {
        if (step.from <= billed_devices) price = &step.amount;
    }
    return *price;
}

std::vector<Line> make_lines(const ChargesInput& input, bool& overflow) {
    return LineMaker(input, overflow).make();
}

void round_line(Line& line, const Currency& currency, bool& overflow) {
    const auto amount = round_amount(line.exact, currency);
    if (!amount) overflow = true;
    line.amount = amount.value_or(0);
}

}  // namespace samebill
