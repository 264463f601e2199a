// SPDX-License-Identifier: MIT
#include "core/codec/write_scenario_result.h"

#include "core/api.h"
#include "core/codec/canonical_writer.h"
#include "core/codec/scenario_parts.h"
#include "core/quote/assumptions.h"

namespace samebill {

namespace {

class ResultWriter {
public:
    ResultWriter(const Scenario& scenario, const ScenarioResult& result, std::string& out)
        : scenario_(scenario),
          result_(result),
          digits_(scenario.base.catalog.currency.minor_digits),
          writer_(out) {}

    void write() {
        writer_.begin_object();
        write_assumptions();
        writer_.member("cash_flow");
        write_cash_flow();
        const Catalog& catalog = scenario_.base.catalog;
        writer_.member("catalog");
        writer_.plain(catalog.id);
        if (catalog.version) {
            writer_.member("catalog_version");
            writer_.plain(*catalog.version);
        }
        writer_.member("classes");
        writer_.natural(result_.classes);
        writer_.member("cohorts");
        write_cohort_terms(writer_, scenario_, result_);
        writer_.member("currency");
        writer_.plain(catalog.currency.code);
        writer_.member("from");
        writer_.month(scenario_.base.from);
        writer_.member("months");
        writer_.begin_array();
        for (size_t i = 0; i < result_.months.size(); ++i) {
            writer_.element();
            write_month(result_.months[i], result_.term_percentiles ? &result_.month_percentiles[i] : nullptr);
        }
        writer_.end_array();
        if (result_.term_percentiles) {
            writer_.member("percentiles");
            write_percentiles(writer_, *result_.term_percentiles, digits_);
        }
        writer_.member("rules");
        writer_.plain(rules_version);
        writer_.member("scenario");
        writer_.plain(scenario_.digest);
        writer_.member("schema");
        writer_.plain("samebill/scenario_result/1");
        writer_.member("seed");
        writer_.natural(scenario_.seed);
        writer_.member("seeds");
        writer_.natural(scenario_.seeds.size());
        writer_.member("through");
        writer_.month(scenario_.base.through);
        writer_.member("totals");
        write_term_totals(writer_, term_totals(result_), digits_);
        writer_.member("work");
        writer_.integer(result_.work);
        writer_.end_object();
    }

private:
    void money(int64_t minor) { writer_.money(minor, digits_); }

    void write_assumptions() {
        writer_.member("assumptions");
        writer_.begin_array();
        for (const Assumption& assumption : assumptions_of(scenario_, result_)) {
            writer_.element();
            writer_.begin_object();
            writer_.member("code");
            writer_.plain(assumption.code);
            if (assumption.cohort != no_index) {
                writer_.member("cohort");
                writer_.plain(scenario_.cohorts[assumption.cohort].name);
            }
            writer_.member("parameters");
            writer_.begin_array();
            for (const auto& [name, value] : assumption.parameters) {
                writer_.element();
                writer_.begin_object();
                writer_.member("name");
                writer_.plain(name);
                writer_.member("value");
                writer_.string(value);
                writer_.end_object();
            }
            writer_.end_array();
            writer_.end_object();
        }
        writer_.end_array();
    }

    // A bill is due so many days after the first of the month that follows it.
    void write_cash_flow() {
        writer_.begin_array();
        for (const MonthResult& month : result_.months) {
            writer_.element();
            writer_.begin_object();
            writer_.member("amount");
            money(month.total);
            writer_.member("due");
            writer_.date(first_day_of(month.month + 1) + scenario_.payment_days);
            writer_.member("month");
            writer_.month(month.month);
            writer_.member("one_off");
            money(month.charges[static_cast<size_t>(Category::one_off)]);
            writer_.member("prepaid");
            money(month.charges[static_cast<size_t>(Category::prepaid)]);
            writer_.member("several_months_fees");
            money(month.period_fees);
            writer_.end_object();
        }
        writer_.end_array();
    }

    void write_month(const MonthResult& month, const Percentiles* percentiles) {
        writer_.begin_object();
        writer_.member("charges");
        write_charges(writer_, month.charges, digits_);
        writer_.member("cohorts");
        writer_.begin_array();
        for (size_t i = 0; i < month.cohorts.size(); ++i) {
            writer_.element();
            write_cohort(scenario_.cohorts[i].name, month.cohorts[i]);
        }
        writer_.end_array();
        writer_.member("discounts");
        money(month.discounts);
        writer_.member("minimum_shortfall");
        money(month.minimum_shortfall);
        writer_.member("month");
        writer_.month(month.month);
        if (percentiles != nullptr) {
            writer_.member("percentiles");
            write_percentiles(writer_, *percentiles, digits_);
        }
        writer_.member("pools");
        writer_.begin_array();
        for (const PoolMonth& pool : month.pools) write_pool(pool);
        writer_.end_array();
        writer_.member("subtotal");
        money(month.subtotal);
        writer_.member("tax_total");
        money(month.tax_total);
        writer_.member("taxes");
        writer_.begin_array();
        for (const TaxSum& tax : month.taxes) {
            writer_.element();
            writer_.begin_object();
            writer_.member("amount");
            money(tax.amount);
            writer_.member("id");
            writer_.plain(scenario_.base.catalog.taxes[tax.tax].id);
            writer_.end_object();
        }
        writer_.end_array();
        writer_.member("total");
        money(month.total);
        writer_.end_object();
    }

    void write_pool(const PoolMonth& pool) {
        writer_.element();
        writer_.begin_object();
        writer_.member("group");
        writer_.plain(scenario_.base.groups[pool.group]);
        writer_.member("included");
        writer_.integer(pool.sum.included);
        writer_.member("kind");
        writer_.plain(name_of(pool.kind));
        writer_.member("overage");
        writer_.integer(pool.sum.overage);
        writer_.member("plan");
        writer_.plain(scenario_.base.catalog.plans[pool.plan].id);
        writer_.member("stranded");
        writer_.integer(pool.sum.stranded);
        writer_.member("used");
        writer_.integer(pool.sum.used);
        writer_.end_object();
    }

    void write_cohort(const std::string& name, const CohortMonth& cohort) {
        writer_.begin_object();
        writer_.member("allowances");
        writer_.begin_array();
        for (const Kind kind : all_kinds) {
            write_allowance(kind, cohort.own[static_cast<size_t>(index_of(kind))], false);
            write_allowance(kind, cohort.pooled[static_cast<size_t>(index_of(kind))], true);
        }
        writer_.end_array();
        writer_.member("billed");
        writer_.integer(cohort.billed);
        writer_.member("charges");
        write_charges(writer_, cohort.charges, digits_);
        writer_.member("cohort");
        writer_.plain(name);
        writer_.member("devices");
        writer_.begin_object();
        writer_.member("active_billed");
        writer_.integer(cohort.states[static_cast<size_t>(State::active_billed)]);
        writer_.member("cancelled");
        writer_.integer(cohort.states[static_cast<size_t>(State::cancelled)]);
        writer_.member("provisioned");
        writer_.integer(cohort.states[static_cast<size_t>(State::provisioned)]);
        writer_.member("suspended");
        writer_.integer(cohort.states[static_cast<size_t>(State::suspended)]);
        writer_.member("to_come");
        writer_.integer(cohort.states[static_cast<size_t>(State::pre_provisioned)]);
        writer_.end_object();
        if (cohort.billed > 0) {
            writer_.member("per_device");
            write_cost(writer_, cohort.total, cohort.billed, digits_);
        }
        writer_.member("shared");
        money(cohort.shared);
        writer_.member("total");
        money(cohort.total);
        writer_.member("usage");
        writer_.begin_array();
        for (const Kind kind : all_kinds) write_usage(kind, cohort.usage[static_cast<size_t>(index_of(kind))]);
        writer_.end_array();
        writer_.end_object();
    }

    void write_allowance(Kind kind, const AllowanceSum& sum, bool pooled) {
        if (!sum.shown) return;
        writer_.element();
        writer_.begin_object();
        writer_.member("included");
        writer_.integer(sum.included);
        writer_.member("kind");
        writer_.plain(name_of(kind));
        if (!pooled) {
            writer_.member("overage");
            writer_.integer(sum.overage);
        }
        writer_.member("pooled");
        writer_.boolean(pooled);
        if (!pooled) {
            writer_.member("stranded");
            writer_.integer(sum.stranded);
        }
        writer_.member("used");
        writer_.integer(sum.used);
        writer_.end_object();
    }

    void write_usage(Kind kind, const UsageSum& sum) {
        if (sum.sessions == 0 && sum.not_billed == 0) return;
        writer_.element();
        writer_.begin_object();
        writer_.member("kind");
        writer_.plain(name_of(kind));
        writer_.member("not_billed");
        writer_.integer(sum.not_billed);
        writer_.member("quantity");
        writer_.integer(sum.quantity);
        writer_.member("rated");
        writer_.integer(sum.rated);
        writer_.member("sessions");
        writer_.integer(sum.sessions);
        writer_.end_object();
    }

    const Scenario& scenario_;
    const ScenarioResult& result_;
    int digits_;
    CanonicalWriter writer_;
};

}  // namespace

std::string write_scenario_result(const Scenario& scenario, const ScenarioResult& result) {
    std::string text;
    ResultWriter(scenario, result, text).write();
    return text;
}

}  // namespace samebill
