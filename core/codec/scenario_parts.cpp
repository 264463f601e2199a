// SPDX-License-Identifier: MIT
#include "core/codec/scenario_parts.h"

namespace samebill {

void write_charges(CanonicalWriter& writer, const CategoryAmounts& charges, int digits) {
    const auto amount = [&](Category category) { writer.money(charges[static_cast<size_t>(category)], digits); };
    writer.begin_object();
    writer.member("access");
    amount(Category::access);
    writer.member("one_off");
    amount(Category::one_off);
    writer.member("prepaid");
    amount(Category::prepaid);
    writer.member("recurring");
    amount(Category::recurring);
    writer.member("usage");
    amount(Category::usage);
    writer.end_object();
}

void write_percentiles(CanonicalWriter& writer, const Percentiles& percentiles, int digits) {
    writer.begin_object();
    writer.member("p10");
    writer.money(percentiles.p10, digits);
    writer.member("p50");
    writer.money(percentiles.p50, digits);
    writer.member("p90");
    writer.money(percentiles.p90, digits);
    writer.end_object();
}

void write_term_totals(CanonicalWriter& writer, const TermTotals& totals, int digits) {
    writer.begin_object();
    writer.member("charges");
    write_charges(writer, totals.charges, digits);
    writer.member("discounts");
    writer.money(totals.discounts, digits);
    writer.member("minimum_shortfall");
    writer.money(totals.minimum_shortfall, digits);
    writer.member("subtotal");
    writer.money(totals.subtotal, digits);
    writer.member("tax_total");
    writer.money(totals.tax_total, digits);
    writer.member("total");
    writer.money(totals.total, digits);
    writer.end_object();
}

void write_cohort_terms(CanonicalWriter& writer, const Scenario& scenario, const ScenarioResult& result) {
    const int digits = scenario.base.catalog.currency.minor_digits;
    const std::vector<CohortTerm> terms = cohort_terms(result);
    writer.begin_array();
    for (size_t i = 0; i < terms.size(); ++i) {
        const CohortTerm& term = terms[i];
        writer.element();
        writer.begin_object();
        writer.member("charges");
        write_charges(writer, term.charges, digits);
        writer.member("cohort");
        writer.plain(scenario.cohorts[i].name);
        writer.member("device_months");
        writer.integer(term.device_months);
        if (term.device_months > 0) {
            writer.member("per_device_month");
            write_cost(writer, term.total, term.device_months, digits);
        }
        writer.member("shared");
        writer.money(term.shared, digits);
        writer.member("total");
        writer.money(term.total, digits);
        writer.end_object();
    }
    writer.end_array();
}

void write_cost(CanonicalWriter& writer, int64_t minor, int64_t devices, int digits) {
    Int128 scale = 1'000'000;
    for (int i = 0; i < digits; ++i) scale /= 10;
    const Int128 size = Int128{minor < 0 ? -minor : minor} * scale;
    const Int128 rounded = (2 * size + devices) / (2 * devices);
    std::string text = format_decimal(Decimal{rounded * 1'000});
    if (minor < 0 && rounded != 0) text.insert(0, "-");
    writer.plain(text);
}

}  // namespace samebill
