// SPDX-License-Identifier: MIT
#include "core/quote/scenario_result.h"

#include <algorithm>
#include <functional>
#include <map>

#include "core/base/sorting.h"
#include "core/quote/classes.h"

namespace samebill {

namespace {

class Collector {
public:
    Collector(const CollectInput& input, bool& overflow)
        : input_(input), bill_(*input.bill), overflow_(overflow), charges_(input.cohorts), shared_(input.cohorts) {
        result_.cohorts.resize(input.cohorts);
    }

    MonthResult collect() {
        result_.month = bill_.period;
        add_usage();
        add_lines();
        add_devices();
        add_totals();
        return std::move(result_);
    }

private:
    int64_t weight(Index device) const { return input_.request->account.devices[device].weight; }
    CohortMonth& cohort(Index device) { return result_.cohorts[input_.cohort_of[device]]; }
    void add(int64_t& sum, Int128 value) {
        value += sum;
        if (value > INT64_MAX || value < INT64_MIN) overflow_ = true;
        sum = static_cast<int64_t>(value);
    }

    void add_usage() {
        for (const UsageRow& row : bill_.usage) {
            UsageSum& sum = cohort(row.device).usage[at(row.kind)];
            const Int128 many = weight(row.device);
            add(sum.sessions, many * row.sessions);
            add(sum.quantity, many * row.quantity);
            add(sum.rated, many * row.rated);
        }
        for (const ExceptionRow& row : bill_.exceptions) {
            const auto& devices = input_.request->account.devices;
            const auto found =
                std::lower_bound(devices.begin(), devices.end(), row.device,
                                 [](const Device& device, std::string_view id) { return device.id < id; });
            const auto device = static_cast<Index>(found - devices.begin());
            add(cohort(device).usage[at(row.kind)].not_billed, Int128{weight(device)} * row.quantity);
        }
        for (const Allowance& row : bill_.allowances) add_allowance(row);
    }

    void add_allowance(const Allowance& row) {
        if (row.device == no_index) {
            PoolMonth& pool = result_.pools.emplace_back();
            pool.group = row.group;
            pool.plan = row.plan;
            pool.kind = row.kind;
            pool.sum = {true, row.included_all, row.used, *row.overage, row.lost_all};
            return;
        }
        const bool pooled = row.group != no_index;
        AllowanceSum& sum = (pooled ? cohort(row.device).pooled : cohort(row.device).own)[at(row.kind)];
        sum.shown = true;
        add(sum.included, row.included_all);
        add(sum.used, Int128{weight(row.device)} * row.used);
        add(sum.overage, Int128{weight(row.device)} * row.overage.value_or(0));
        add(sum.stranded, row.lost_all);
        if (pooled) {
            Int128& use =
                pool_use_[{row.group, row.plan, row.kind}].try_emplace(cohort_index(row.device)).first->second;
            use += Int128{weight(row.device)} * row.used;
        }
    }

    void add_lines() {
        for (const Line& line : bill_.lines) {
            const auto category = static_cast<size_t>(line.category);
            const Int128 amount = Int128{line.amount} * line.weight;
            if (line.type == LineType::discount) {
                add(result_.discounts, amount);
                continue;
            }
            if (line.type == LineType::minimum_shortfall) {
                add(result_.minimum_shortfall, amount);
                continue;
            }
            add(result_.charges[category], amount);
            if (line.type == LineType::access_fee && line.months > 0) add(result_.period_fees, amount);
            if (line.type == LineType::pool_overage) {
                share_pool(line);
            } else {
                add(cohort(line.device).charges[category], amount);
                add(charges_[cohort_index(line.device)][category], amount);
            }
        }
    }

    void add_devices() {
        std::vector<Index> last(result_.cohorts.size(), no_index);
        for (const Interval& interval : bill_.intervals) {
            if (interval.state != State::active_billed) continue;
            Index& before = last[input_.cohort_of[interval.device]];
            if (before == interval.device) continue;
            before = interval.device;
            cohort(interval.device).billed += weight(interval.device);
        }
        const auto& states = input_.closing->devices;
        for (Index device = 0; device < states.size(); ++device)
            cohort(device).states[static_cast<size_t>(states[device]->state)] += weight(device);
    }

    void add_totals() {
        result_.subtotal = bill_.subtotal;
        result_.tax_total = bill_.tax_total;
        result_.total = bill_.total;
        const Tax* const taxes = input_.request->catalog.taxes.data();
        for (const TaxRow& row : bill_.taxes)
            result_.taxes.push_back({static_cast<Index>(row.tax - taxes), row.amount});
        // Discounts in proportion to what they are taken of, the shortfall by the number of devices.
        for (const Line& line : bill_.lines) {
            if (line.type == LineType::discount) {
                std::vector<Int128> parts;
                for (const CategoryAmounts& charges : charges_)
                    parts.push_back(charges[static_cast<size_t>(line.category)]);
                share(line.amount, parts);
            } else if (line.type == LineType::minimum_shortfall) {
                std::vector<Int128> parts;
                for (const CohortMonth& each : result_.cohorts) parts.push_back(each.billed);
                share(line.amount, parts);
            }
        }
        for (size_t i = 0; i < result_.cohorts.size(); ++i) {
            CohortMonth& each = result_.cohorts[i];
            add(each.shared, shared_[i]);
            add(each.total, each.shared);
            for (const int64_t amount : each.charges) add(each.total, amount);
        }
    }

    // By what each cohort used of the pool.
    void share_pool(const Line& line) {
        std::vector<Int128> parts(result_.cohorts.size());
        for (const auto& [index, use] : pool_use_[{line.group, line.plan, line.kind}]) parts[index] = use;
        const std::vector<int64_t> taken = share(line.amount, parts);
        for (size_t i = 0; i < taken.size(); ++i) add(charges_[i][static_cast<size_t>(line.category)], taken[i]);
    }

    // Whole minor units in proportion; equal parts where there is nothing to go by.
    std::vector<int64_t> share(int64_t amount, std::vector<Int128> parts) {
        Int128 sum = 0;
        for (const Int128 part : parts) sum += part;
        if (sum == 0) {
            for (Int128& part : parts) part = 1;
            sum = static_cast<Int128>(parts.size());
        }
        const int64_t size = amount < 0 ? -amount : amount;
        std::vector<int64_t> taken(parts.size());
        std::vector<std::pair<Int128, size_t>> rests;
        int64_t left = size;
        for (size_t i = 0; i < parts.size(); ++i) {
            // amounts are below 2^54, so the parts are brought below 2^72 first: no more is lost than where a
            // remainder goes.
            Int128 part = parts[i];
            Int128 whole = sum;
            for (; whole >> 72 != 0; whole >>= 1) part >>= 1;
            taken[i] = static_cast<int64_t>(size * part / whole);
            rests.push_back({-(size * part % whole), i});
            left -= taken[i];
        }
        sort_list(rests, std::less<>());
        for (size_t i = 0; left > 0; i = (i + 1) % rests.size(), --left) taken[rests[i].second] += 1;
        for (size_t i = 0; i < taken.size(); ++i) {
            if (amount < 0) taken[i] = -taken[i];
            add(shared_[i], taken[i]);
        }
        return taken;
    }

    static size_t at(Kind kind) { return static_cast<size_t>(index_of(kind)); }
    Index cohort_index(Index device) const { return input_.cohort_of[device]; }

    const CollectInput& input_;
    const Bill& bill_;
    bool& overflow_;
    MonthResult result_;
    std::vector<CategoryAmounts> charges_;  // with the parts of pools' overage
    std::vector<int64_t> shared_;
    std::map<std::tuple<Index, Index, Kind>, std::map<Index, Int128>> pool_use_;
};

}  // namespace

MonthResult collect_month(const CollectInput& input, bool& overflow) {
    return Collector(input, overflow).collect();
}

TermTotals term_totals(const ScenarioResult& result) {
    TermTotals sums;
    for (const MonthResult& month : result.months) {
        for (size_t c = 0; c < category_count; ++c) sums.charges[c] += month.charges[c];
        sums.discounts += month.discounts;
        sums.minimum_shortfall += month.minimum_shortfall;
        sums.subtotal += month.subtotal;
        sums.tax_total += month.tax_total;
        sums.total += month.total;
    }
    return sums;
}

std::vector<CohortTerm> cohort_terms(const ScenarioResult& result) {
    std::vector<CohortTerm> terms;
    for (const MonthResult& month : result.months) {
        terms.resize(month.cohorts.size());
        for (size_t i = 0; i < terms.size(); ++i) {
            const CohortMonth& each = month.cohorts[i];
            for (size_t c = 0; c < category_count; ++c) terms[i].charges[c] += each.charges[c];
            terms[i].shared += each.shared;
            terms[i].total += each.total;
            terms[i].device_months += each.billed;
        }
    }
    return terms;
}

Percentiles percentiles_of(std::vector<int64_t> totals) {
    sort_list(totals, std::less<>());
    const auto at = [&](size_t percent) { return totals[(totals.size() * percent + 99) / 100 - 1]; };
    return {at(10), at(50), at(90)};
}

}  // namespace samebill
