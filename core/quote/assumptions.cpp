// SPDX-License-Identifier: MIT
#include "core/quote/assumptions.h"

#include "core/quote/classes.h"

namespace samebill {

namespace {

class Lister {
public:
    Lister(const Scenario& scenario, const ScenarioResult& result) : scenario_(scenario), result_(result) {}

    std::vector<Assumption> list() {
        add("hardware_not_included");
        add("times_in_utc");
        if (scenario_.base.account.jurisdictions.empty()) add("no_taxes");
        add("payment");
        with("days", scenario_.payment_days);
        const auto& until = scenario_.base.account.agreement.until;
        if (until && *until < last_day_of(scenario_.base.through)) {
            add("agreement_ends");
            with("on", format_date(*until));
        }
        for (Index i = 0; i < scenario_.cohorts.size(); ++i) list_cohort(scenario_.cohorts[cohort_ = i]);
        return std::move(all_);
    }

private:
    void add(std::string_view code) { all_.push_back({std::string(code), cohort_, {}}); }
    void with(std::string_view name, std::string value) {
        all_.back().parameters.emplace_back(std::string(name), std::move(value));
    }
    void with(std::string_view name, int64_t value) { with(name, std::to_string(value)); }

    void list_cohort(const Cohort& cohort) {
        if (cohort.per_week > 0) {
            add("begins_by_week");
            with("per_week", cohort.per_week);
        }
        if (cohort.test_days > 0) {
            add("in_test");
            with("days", cohort.test_days);
            with("usage", cohort.test_usage ? "yes" : "no");
        }
        if (cohort.cancellations) {
            add("cancelled_on_the_16th_oldest_first");
            with("percent_a_month", format_decimal(cohort.cancellations->percent_a_month));
            with("replaced_percent", format_decimal(cohort.cancellations->replaced_percent));
        }
        for (const Purchase& purchase : cohort.purchases) {
            add(purchase.every_months > 0 ? "buys_every_months" : "buys_below_threshold_at_midnight");
            with("pack", purchase.pack);
            if (purchase.every_months > 0) with("every_months", purchase.every_months);
            for (const Kind kind : all_kinds) {
                const int64_t below = purchase.below[static_cast<size_t>(index_of(kind))];
                if (below > 0) with(name_of(kind), below);
            }
        }
        list_seasons(cohort);
        list_usage(cohort);
        list_not_billed();
    }

    // Only who was active before a season is suspended in it.
    void list_seasons(const Cohort& cohort) {
        if (cohort.count == 0) return;
        const Date first = cohort.start + cohort.test_days;
        const int64_t weeks = cohort.per_week == 0 ? 0 : (cohort.count - 1) / cohort.per_week;
        const Date last = first + 7 * static_cast<Date>(weeks);
        for (const Season& season : seasons_within(cohort.seasons, scenario_.base.from, scenario_.base.through)) {
            if (first > season.until || last < season.from) continue;
            add("begins_in_season");
            with("from", format_date(season.from));
        }
    }

    // Kinds that the plan does not offer, and what credits did not suffice for.
    void list_not_billed() {
        for (const Kind kind : all_kinds) {
            bool any = false;
            for (const MonthResult& month : result_.months)
                any = any || month.cohorts[cohort_].usage[static_cast<size_t>(index_of(kind))].not_billed > 0;
            if (!any) continue;
            add("usage_not_billed");
            with("kind", std::string(name_of(kind)));
        }
    }

    void list_usage(const Cohort& cohort) {
        if (cohort.sample) {
            add("usage_of_a_sample_month");
            with("month", format_month(cohort.sample->month));
            return;
        }
        if (cohort.usage.empty()) return add("no_usage_entered");
        for (const Behaviour& behaviour : cohort.usage) {
            if (behaviour.kind != Kind::data) continue;
            if (behaviour.protocol == Protocol::none) {
                add("payload_is_all");
                with("behaviour", behaviour.name);
                continue;
            }
            add("protocol_overhead");
            with("behaviour", behaviour.name);
            with("protocol", std::string(name_of(behaviour.protocol)));
            with("session", behaviour.overhead.session);
            with("message", behaviour.overhead.message);
            with("packet", behaviour.overhead.packet);
            with("packet_payload", behaviour.overhead.packet_payload);
        }
        for (const UsageClass& usage_class : cohort.variation.classes) {
            if (cohort.variation.classes.size() == 1 && usage_class.percent == 100) continue;
            add("usage_class");
            with("name", usage_class.name);
            with("share", usage_class.share);
            with("percent", usage_class.percent);
        }
        const bool draws = cohort.variation.devices_percent > 0 || cohort.variation.days_percent > 0;
        add(cohort.variation.each_device ? "devices_draw_one_by_one" : "devices_of_a_class_alike");
        if (!draws) return;
        with("devices_percent", cohort.variation.devices_percent);
        with("days_percent", cohort.variation.days_percent);
        with("seed", static_cast<int64_t>(scenario_.seed));
    }

    const Scenario& scenario_;
    const ScenarioResult& result_;
    Index cohort_ = no_index;
    std::vector<Assumption> all_;
};

}  // namespace

std::vector<Assumption> assumptions_of(const Scenario& scenario, const ScenarioResult& result) {
    return Lister(scenario, result).list();
}

}  // namespace samebill
