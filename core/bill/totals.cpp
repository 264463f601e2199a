// SPDX-License-Identifier: MIT
#include "core/bill/totals.h"

#include <array>
#include <set>
#include <string_view>

#include "core/base/sorting.h"
#include "core/charges/lines.h"

namespace samebill {

namespace {

using CategorySums = std::array<Int128, category_count>;

CategorySums sum_categories(const std::vector<Line>& lines, size_t count) {
    CategorySums sums{};
    for (size_t i = 0; i < count; ++i) {
        const Line& line = lines[i];
        sums[static_cast<size_t>(line.category)] += Int128{line.amount} * line.weight;
    }
    return sums;
}

// A sum as an amount: error `overflow` at 10^12 (M3).
int64_t amount_of(Int128 sum, const Currency& currency, bool& overflow) {
    const Int128 limit = amount_limit(currency);
    if (sum >= limit || sum <= -limit) {
        overflow = true;
        return 0;
    }
    return static_cast<int64_t>(sum);
}

Int128 sum_lines(const std::vector<Line>& lines) {
    Int128 sum = 0;
    for (const Int128 part : sum_categories(lines, lines.size())) sum += part;
    return sum;
}

// The dates wholly contain the month.
bool contains(const std::optional<Date>& from, const std::optional<Date>& until, Month month) {
    return (!from || *from <= first_day_of(month)) && (!until || *until >= last_day_of(month));
}

int64_t minor_units(const Currency& currency) {
    return amount_limit(currency) / 1'000'000'000'000;
}

std::set<std::string_view> exempted_taxes(const Account& account, Date day) {
    std::set<std::string_view> ids;
    for (const TaxExemption& exemption : account.exemptions) {
        if ((!exemption.from || *exemption.from <= day) && (!exemption.until || day <= *exemption.until))
            ids.insert(exemption.tax_id);
    }
    return ids;
}

}  // namespace

void add_discounts(Bill& bill, const Catalog& catalog, const Agreement& agreement, bool& overflow) {
    const size_t undiscounted = bill.lines.size();
    const CategorySums sums = sum_categories(bill.lines, undiscounted);
    for (const Discount& discount : agreement.discounts) {
        if (!contains(discount.from, discount.until, bill.period)) continue;
        for (int c = 0; c < category_count; ++c) {
            const auto category = static_cast<Category>(c);
            if ((discount.categories & bit_of(category)) == 0) continue;
            Line line;
            line.type = LineType::discount;
            line.rule = Rule::B8;
            line.category = category;
            line.code = &discount.code;
            line.unit_price = discount.percent;
            const auto product = multiply(discount.percent.nanos, sums[static_cast<size_t>(c)]);
            if (!product) {
                overflow = true;
                continue;
            }
            line.exact = {-*product, Int128{100} * nano * minor_units(catalog.currency)};
            round_line(line, catalog.currency, overflow);
            if (line.amount != 0) bill.lines.push_back(line);
        }
    }
    sort_list(
        bill.lines.begin() + static_cast<std::ptrdiff_t>(undiscounted), bill.lines.end(),
        [](const Line& a, const Line& b) { return *a.code != *b.code ? *a.code < *b.code : a.category < b.category; });
}

void add_minimum(Bill& bill, const Catalog& catalog, const Agreement& agreement, bool& overflow) {
    if (!agreement.minimum_monthly_charge || !contains(agreement.from, agreement.until, bill.period)) return;
    Line line;
    line.type = LineType::minimum_shortfall;
    line.rule = Rule::B7;
    line.category = Category::access;
    line.unit_price = *agreement.minimum_monthly_charge;
    const Int128 minor_nanos = nano / minor_units(catalog.currency);  // the value of a minor unit, in 10^-9
    const int64_t subtotal = amount_of(sum_lines(bill.lines), catalog.currency, overflow);
    line.exact = {line.unit_price.nanos - subtotal * minor_nanos, nano};
    if (line.exact.numerator <= 0) return;
    round_line(line, catalog.currency, overflow);
    if (line.amount != 0) bill.lines.push_back(line);
}

void add_totals(Bill& bill, const Catalog& catalog, const Account& account, bool& overflow) {
    const Currency& currency = catalog.currency;
    bill.subtotal = amount_of(sum_lines(bill.lines), currency, overflow);
    const CategorySums sums = sum_categories(bill.lines, bill.lines.size());
    Int128 tax_total = 0;
    const std::set<std::string_view> jurisdictions(account.jurisdictions.begin(), account.jurisdictions.end());
    const std::set<std::string_view> exempted = exempted_taxes(account, last_day_of(bill.period));
    for (const Tax& tax : catalog.taxes) {
        if (jurisdictions.count(tax.jurisdiction) == 0 || exempted.count(tax.id) != 0) continue;
        Int128 taxable = 0;
        for (int c = 0; c < category_count; ++c) {
            if ((tax.categories & bit_of(static_cast<Category>(c))) != 0) taxable += sums[static_cast<size_t>(c)];
        }
        TaxRow row{&tax, amount_of(taxable, currency, overflow), 0};
        const auto product = multiply(tax.rate.nanos, row.taxable);
        const auto amount =
            product ? round_amount({*product, Int128{nano} * minor_units(currency)}, currency) : std::nullopt;
        if (!amount) overflow = true;
        row.amount = amount.value_or(0);
        tax_total += row.amount;
        bill.taxes.push_back(row);
    }
    bill.tax_total = amount_of(tax_total, currency, overflow);
    bill.total = amount_of(Int128{bill.subtotal} + bill.tax_total, currency, overflow);
    Int128 adjustment_total = 0;
    for (const Adjustment& adjustment : bill.adjustments) adjustment_total += adjustment.amount;
    bill.adjustment_total = amount_of(adjustment_total, currency, overflow);
    bill.amount_due = amount_of(Int128{bill.total} + bill.adjustment_total, currency, overflow);
}

}  // namespace samebill
