// SPDX-License-Identifier: MIT
#include "core/quote/quote_document.h"

#include <bit>
#include <utility>

namespace samebill {

namespace {

std::string number(int64_t value) {
    return std::to_string(value);
}

// "1 device", "500 devices".
std::string counted(int64_t count, std::string_view one) {
    return number(count) + " " + std::string(one) + (count == 1 ? "" : "s");
}

using Named = std::vector<std::pair<std::string, std::string>>;

class Statements {
public:
    Statements(const Scenario& scenario, const ScenarioResult& result) : scenario_(scenario), result_(result) {}

    std::vector<StatedAssumption> take() {
        add_prices();
        add_agreement();
        add_term();
        for (cohort_ = 0; cohort_ < scenario_.cohorts.size(); ++cohort_) {
            const Cohort& cohort = scenario_.cohorts[cohort_];
            add_devices(cohort);
            add_changes(cohort);
            for (const Behaviour& behaviour : cohort.usage) add_behaviour(behaviour);
        }
        for (Assumption& assumption : assumptions_of(scenario_, result_)) {
            std::string text = sentence_of(assumption, scenario_);
            out_.push_back({std::move(assumption), std::move(text)});
        }
        return std::move(out_);
    }

private:
    void add(std::string_view code, Named named, std::string text) {
        if (cohort_ != no_index) text.insert(0, scenario_.cohorts[cohort_].name + ": ");
        out_.push_back({{std::string(code), cohort_, std::move(named)}, std::move(text)});
    }

    void say(std::string_view code, Named named) {
        out_.push_back({{std::string(code), no_index, std::move(named)}, {}});
        out_.back().text = sentence_of(out_.back().assumption, scenario_);
    }

    void add_prices();
    void add_agreement();
    void add_term();
    void add_devices(const Cohort& cohort);
    void add_changes(const Cohort& cohort);
    void add_behaviour(const Behaviour& behaviour);

    const std::string& plan_id(Index plan) const { return scenario_.base.catalog.plans[plan].id; }

    const Scenario& scenario_;
    const ScenarioResult& result_;
    Index cohort_ = no_index;
    std::vector<StatedAssumption> out_;
};

void Statements::add_prices() {
    const Catalog& catalog = scenario_.base.catalog;
    Named named = {{"catalog", catalog.id}, {"currency", catalog.currency.code}};
    std::string text = "The prices are those of the catalog " + catalog.id;
    if (catalog.version) {
        named.emplace_back("version", *catalog.version);
        text += ", version " + *catalog.version;
    }
    add("prices", std::move(named), text + ", in " + catalog.currency.code + ", and stay so for all months.");
}

// What the account has beside the catalog: prices of its own, discounts, a minimum.
void Statements::add_agreement() {
    const Account& account = scenario_.base.account;
    for (const PricingAttachment& attachment : account.attachments) say("own_prices", {{"plan", attachment.plan_id}});
    for (const Discount& discount : account.agreement.discounts)
        say("discount", {{"code", discount.code}, {"percent", format_decimal(discount.percent)}});
    const auto& minimum = account.agreement.minimum_monthly_charge;
    if (minimum) say("minimum", {{"amount", format_decimal(*minimum)}});
}

void Statements::add_term() {
    const std::string from = format_month(scenario_.base.from);
    const std::string through = format_month(scenario_.base.through);
    const int64_t months = scenario_.base.through - scenario_.base.from + 1;
    add("term", {{"from", from}, {"through", through}},
        months == 1 ? "The quote is about " + from + "."
                    : "The quote is about " + counted(months, "month") + ", " + from + " through " + through + ".");
}

void Statements::add_devices(const Cohort& cohort) {
    const std::string start = format_date(cohort.start);
    Named named = {{"count", number(cohort.count)}, {"start", start}};
    std::string text = counted(cohort.count, "device");
    if (cohort.plan != no_index) {
        named.emplace_back("plan", plan_id(cohort.plan));
        text += " on the plan " + plan_id(cohort.plan);
    } else {
        text += " on the cheapest plan that fits them";
    }
    if (cohort.group != no_index) {
        named.emplace_back("group", scenario_.base.groups[cohort.group]);
        text += " in the report group " + scenario_.base.groups[cohort.group];
    }
    add("devices", std::move(named),
        text + ", provisioned " + (cohort.per_week > 0 ? "from " : "on ") + start +
            (cohort.per_week > 0 ? " on." : "."));
}

void Statements::add_changes(const Cohort& cohort) {
    for (const Season& season : cohort.seasons) {
        const std::string from = format_date(season.from);
        const std::string until = format_date(season.until);
        add("suspended_in_season", {{"from", from}, {"until", until}, {"yearly", season.yearly ? "yes" : "no"}},
            "suspended from " + from + " through " + until + (season.yearly ? ", and so every year." : "."));
    }
    for (const PlannedChange& change : cohort.plan_changes) {
        const std::string on = format_date(change.on);
        add("plan_change", {{"on", on}, {"plan", plan_id(change.plan)}},
            "a change to the plan " + plan_id(change.plan) + " is asked for on " + on + ".");
    }
}

std::string often(const Times& times) {
    const auto at = static_cast<int64_t>(times.at.size());
    const int64_t count = times.count > 0 ? times.count : at;
    switch (times.per) {
        case Times::Per::month: {
            const std::string text = count == 1 ? "once" : counted(count, "time");
            return text + (times.every_months == 1 ? " a month" : " every " + number(times.every_months) + " months");
        }
        case Times::Per::hour: return counted(count, "time") + " an hour";
        case Times::Per::week: {
            const int64_t days = std::popcount(static_cast<unsigned>(times.weekdays));
            return counted(times.count > 0 ? count : at * days, "time") + " a week";
        }
        case Times::Per::day: break;
    }
    return counted(count, "time") + " a day";
}

void Statements::add_behaviour(const Behaviour& behaviour) {
    const std::string when = often(behaviour.times);
    const std::string_view what = behaviour.kind == Kind::voice ? "second"
                                  : behaviour.kind == Kind::sms ? "message"
                                                                : "byte";
    std::string text = behaviour.name + ", " + when + ", " + counted(behaviour.amount, what);
    if (behaviour.kind == Kind::data && behaviour.messages != 1)
        text += " in " + counted(behaviour.messages, "message");
    if (behaviour.from) text += ", from " + format_date(*behaviour.from) + " on";
    if (behaviour.until) text += ", until " + format_date(*behaviour.until);
    add("usage",
        {{"behaviour", behaviour.name},
         {"kind", std::string(name_of(behaviour.kind))},
         {"amount", number(behaviour.amount)},
         {"times", when}},
        text + ".");
}

}  // namespace

std::vector<StatedAssumption> stated_assumptions(const Scenario& scenario, const ScenarioResult& result) {
    return Statements(scenario, result).take();
}

}  // namespace samebill
