// SPDX-License-Identifier: MIT
#include "core/quote/assignment_cost.h"

#include <algorithm>

#include "core/bill/totals.h"
#include "core/charges/lines.h"

namespace samebill {

namespace {

constexpr Int128 hundred_percent = Int128{100} * nano;

bool contains(const std::optional<Date>& from, const std::optional<Date>& until, Month month) {
    return (!from || *from <= first_day_of(month)) && (!until || *until >= last_day_of(month));
}

// A bill of the month with nothing but a sum a category.
Bill bill_of(const std::array<Int128, category_count>& sums, Month month, bool& overflow) {
    Bill bill;
    bill.period = month;
    for (int c = 0; c < category_count; ++c) {
        const Int128 sum = sums[static_cast<size_t>(c)];
        if (sum == 0) continue;
        Line line;
        line.category = static_cast<Category>(c);
        line.amount = static_cast<int64_t>(sum);
        if (sum > INT64_MAX) overflow = true;
        bill.lines.push_back(line);
    }
    return bill;
}

int64_t total_of(const Request& request, Bill& bill, bool& overflow) {
    add_discounts(bill, request.catalog, request.account.agreement, overflow);
    add_minimum(bill, request.catalog, request.account.agreement, overflow);
    add_totals(bill, request.catalog, request.account, overflow);
    return bill.total;
}

// Part of the weight that a category's discounts leave, in 10^-9.
int64_t undiscounted(const Agreement& agreement, Category category, Month month, int64_t& lines) {
    Int128 percent = 0;
    for (const Discount& discount : agreement.discounts) {
        if ((discount.categories & bit_of(category)) == 0 || !contains(discount.from, discount.until, month)) continue;
        percent += discount.percent.nanos;
        ++lines;
    }
    return static_cast<int64_t>((hundred_percent - percent) / 100);
}

// 10^-9 parts of a category's amounts that its taxes add.
Int128 taxed(const std::vector<const Tax*>& taxes, Category category) {
    Int128 rate = nano;
    for (const Tax* tax : taxes) {
        if ((tax->categories & bit_of(category)) != 0) rate += tax->rate.nanos;
    }
    return rate;
}

}  // namespace

std::vector<MonthWeights> month_weights(const Request& request, Month from) {
    std::vector<MonthWeights> weights;
    for (Month month = from; month <= request.through; ++month) {
        bool overflow = false;
        Bill empty = bill_of({}, month, overflow);
        add_totals(empty, request.catalog, request.account, overflow);
        std::vector<const Tax*> taxes;  // those that the month's bill has
        for (const TaxRow& row : empty.taxes) taxes.push_back(row.tax);
        MonthWeights& one = weights.emplace_back();
        Int128 slack = Int128{nano / 2} * static_cast<int64_t>(taxes.size());
        for (int c = 0; c < category_count; ++c) {
            const auto category = static_cast<Category>(c);
            int64_t lines = 0;
            const int64_t left = undiscounted(request.account.agreement, category, month, lines);
            const Int128 with_tax = taxed(taxes, category);
            one.category[static_cast<size_t>(c)] =
                static_cast<int64_t>(std::min(left * with_tax / nano, Int128{1000} * nano));
            slack += with_tax * lines / 2;
        }
        one.slack = static_cast<int64_t>(std::min<Int128>(slack, INT64_MAX));
    }
    return weights;
}

FleetCost::FleetCost(const Request& request, const FleetPasses& passes, Month from)
    : request_(request), passes_(passes), from_(from), weights_(month_weights(request, from)) {
    sums_.resize(static_cast<size_t>(passes.months));
    for (const FleetPass& pass : passes.passes) {
        std::vector<Int128>& own = own_.emplace_back(request.account.devices.size());
        for (Index device = 0; device < own.size(); ++device) {
            for (int32_t month = 0; month < passes.months; ++month) {
                const size_t at = passes.own_at(device, month);
                for (size_t c = 0; c < category_count; ++c)
                    own[device] += Int128{pass.own[at + c]} * weights_[static_cast<size_t>(month)].category[c];
            }
        }
    }
    for (int32_t month = 0; month < passes.months; ++month) {
        Bill nothing = bill_of({}, from + month, overflow_);
        total_of(request, nothing, overflow_);
        least_total_ += nothing.subtotal;  // what is taxed of it depends on the assignment
    }
}

void FleetCost::add(Index device, const Option& option, int sign) {
    const int64_t weight = sign * request_.account.devices[device].weight;
    const FleetPass& pass = passes_.passes[option.pass];
    for (int32_t month = 0; month < passes_.months; ++month) {
        const size_t at = passes_.own_at(device, month);
        for (size_t c = 0; c < category_count; ++c)
            sums_[static_cast<size_t>(month)][c] += Int128{sign} * pass.own[at + c];
    }
    objective_ += sign * own(device, option.pass);
    ++steps_;
    for (const Share& share : shares(device, option)) {
        const Index group = group_of(share, option);
        const bool shared = share.pooled && group != no_index;
        if (share.volume) add_to_volume(share, weight);
        if (shared) {
            add_to_pool(share, group, weight);
        } else {
            change(share.month, Category::usage, sign * share.own_overage);
        }
        ++steps_;
    }
}

void FleetCost::change(int32_t month, Category category, int64_t amount) {
    const auto m = static_cast<size_t>(month);
    const auto c = static_cast<size_t>(category);
    sums_[m][c] += amount;
    objective_ += Int128{amount} * weights_[m].category[c];
}

void FleetCost::add_to_pool(const Share& share, Index group, int64_t weight) {
    std::vector<PoolMonth>& months = pools_[{group, share.plan}];
    months.resize(static_cast<size_t>(passes_.months));
    PoolMonth& pool = months[share.month];
    for (size_t i = 0; i < shared_kinds.size(); ++i) {
        pool.used[i] += Int128{share.used[i]} * weight;
        pool.included[i] += Int128{share.included[i]} * weight;
        const Int128 over = std::max<Int128>(0, pool.used[i] - pool.included[i]);
        int64_t amount = 0;
        if (over > INT64_MAX) {
            overflow_ = true;
        } else if (over > 0) {
            auto prices = rates_.find({share.plan, static_cast<int>(i)});
            if (prices == rates_.end()) {
                const auto& rate = passes_.book.plans[share.plan].plan.overage[index_of(shared_kinds[i])];
                prices = rates_.emplace(std::pair(share.plan, static_cast<int>(i)), RatePrices(*rate)).first;
            }
            amount = rounded(prices->second.price_of(static_cast<int64_t>(over)));
        }
        change(share.month, Category::usage, amount - pool.amount[i]);
        pool.amount[i] = amount;
    }
}

void FleetCost::add_to_volume(const Share& share, int64_t weight) {
    std::vector<VolumeMonth>& months = volumes_[share.plan];
    months.resize(static_cast<size_t>(passes_.months));
    VolumeMonth& volume = months[share.month];
    volume.devices += weight;
    volume.by_days[static_cast<size_t>(share.days)] += weight;
    volume.fees += weight * share.fees;
    const int64_t amount = volume_amount(volume, share.plan, share.month);
    change(share.month, Category::access, amount - volume.amount);
    volume.amount = amount;
}

// F2, F4 and F5 for all devices of a plan: those with as many billed days pay the same line.
int64_t FleetCost::volume_amount(const VolumeMonth& volume, Index plan, int32_t month) const {
    const AccessFee& fee = *passes_.book.plans[plan].plan.access_fee;
    const Decimal& price = access_fee_price(fee, volume.devices);
    Int128 sum = 0;
    if (fee.months > 1) {
        sum = Int128{rounded(Fraction{price.nanos, nano})} * volume.fees;
    } else {
        const int days = days_in(from_ + month);
        for (int32_t billed = 1; billed <= days; ++billed) {
            const int64_t devices = volume.by_days[static_cast<size_t>(billed)];
            if (devices != 0) sum += Int128{rounded(prorated(price, billed, days))} * devices;
        }
    }
    if (sum > INT64_MAX) overflow_ = true;
    return static_cast<int64_t>(sum);
}

int64_t FleetCost::rounded(std::optional<Fraction> exact) const {
    const std::optional<int64_t> amount = exact ? round_amount(*exact, request_.catalog.currency) : std::nullopt;
    if (!amount) overflow_ = true;
    return amount.value_or(0);
}

std::optional<int64_t> FleetCost::total() const {
    Int128 sum = 0;
    bool overflow = overflow_;
    for (size_t month = 0; month < sums_.size(); ++month) {
        Bill bill = bill_of(sums_[month], from_ + static_cast<Month>(month), overflow);
        sum += total_of(request_, bill, overflow);
    }
    if (overflow || sum > INT64_MAX) return std::nullopt;
    return static_cast<int64_t>(sum);
}

int64_t FleetCost::floor_of(Int128 objective) const {
    for (const MonthWeights& month : weights_) objective -= month.slack;
    const Int128 floor = objective <= 0 ? 0 : (objective + nano - 1) / nano;
    return std::max(least_total_, static_cast<int64_t>(std::min<Int128>(floor, INT64_MAX)));
}

}  // namespace samebill
