// SPDX-License-Identifier: MIT
#include "core/codec/decode_parts.h"
#include "core/codec/decode_scenario.h"

namespace samebill {

namespace {

constexpr MemberRule cohort_rules[] = {
    {"name", required}, {"count", required}, {"plan"},      {"group"},   {"sim_product"},  {"carrier_technology"},
    {"service_area"},   {"start"},           {"test"},      {"seasons"}, {"plan_changes"}, {"cancellations"},
    {"purchases"},      {"usage"},           {"variation"}, {"sample"}};
constexpr MemberRule start_rules[] = {{"on"}, {"per_week"}};
constexpr MemberRule test_rules[] = {{"days", required}, {"usage"}};
constexpr MemberRule season_rules[] = {{"from", required}, {"until", required}, {"yearly"}};
constexpr MemberRule change_rules[] = {{"on", required}, {"plan", required}};
constexpr MemberRule cancellation_rules[] = {{"percent_a_month", required}, {"replaced_percent"}};
constexpr MemberRule purchase_rules[] = {{"pack", required}, {"every_months"}, {"below"}};
constexpr MemberRule sample_rules[] = {{"month", required}, {"devices"}};

constexpr Decimal hundred{Int128{100} * nano};
constexpr int64_t most_in_a_list = 100;

void check_length(Reader& reader, const Value* value) {
    if (value != nullptr && value->json->is_list() && value->json->size() > most_in_a_list)
        reader.fail("limit", *value, "Leave elements out: at most 100 here.");
}

void read_start(Reader& reader, const Value* value, Cohort& cohort) {
    if (value == nullptr) return;
    const Members members(reader, *value, "the start of a cohort", start_rules);
    reader.date(members["on"], cohort.start);
    reader.integer(members["per_week"], 1, most_devices, cohort.per_week);
}

void read_test(Reader& reader, const Value* value, Cohort& cohort) {
    if (value == nullptr) return;
    const Members members(reader, *value, "the test of a cohort", test_rules);
    int64_t days = 0;
    if (reader.integer(members["days"], 0, most_test_days, days)) cohort.test_days = static_cast<int32_t>(days);
    reader.boolean(members["usage"], cohort.test_usage);
}

void read_seasons(Reader& reader, const Value* value, std::vector<Season>& seasons) {
    check_length(reader, value);
    reader.list(value, [&](const Value& element) {
        const Members members(reader, element, "a season", season_rules);
        Season& season = seasons.emplace_back();
        const bool has_from = reader.date(members["from"], season.from);
        const bool has_until = reader.date(members["until"], season.until);
        reader.boolean(members["yearly"], season.yearly);
        if (!has_from || !has_until) return;
        if (season.until < season.from)
            reader.wrong(*members["until"], "not before `from`");
        else if (season.yearly && season.until >= season.from + 360)
            reader.wrong(*members["until"], "less than 360 days after `from`, as the season comes back every year");
    });
}

void read_changes(Reader& reader, const Value* value, NamedCohort& named) {
    check_length(reader, value);
    reader.list(value, [&](const Value& element) {
        const Members members(reader, element, "a plan change", change_rules);
        PlannedChange& change = named.cohort.plan_changes.emplace_back();
        reader.id(members["plan"], named.change_plans.emplace_back());
        if (!reader.date(members["on"], change.on)) return;
        const auto& changes = named.cohort.plan_changes;
        if (changes.size() > 1 && change.on <= changes[changes.size() - 2].on)
            reader.wrong(*members["on"], "later than the change before it");
    });
}

void read_cancellations(Reader& reader, const Value* value, std::optional<Cancellations>& cancellations) {
    if (value == nullptr) return;
    const Members members(reader, *value, "the cancellations of a cohort", cancellation_rules);
    cancellations.emplace();
    if (reader.decimal(members["percent_a_month"], cancellations->percent_a_month) &&
        hundred < cancellations->percent_a_month)
        reader.wrong(*members["percent_a_month"], "from 0 to 100");
    if (reader.decimal(members["replaced_percent"], cancellations->replaced_percent) &&
        hundred < cancellations->replaced_percent)
        reader.wrong(*members["replaced_percent"], "from 0 to 100");
}

void read_purchases(Reader& reader, const Value* value, std::vector<Purchase>& purchases) {
    check_length(reader, value);
    std::set<std::string_view> seen;
    reader.list(value, [&](const Value& element) {
        const Members members(reader, element, "a purchase", purchase_rules);
        Purchase& purchase = purchases.emplace_back();
        if (reader.id(members["pack"], purchase.pack)) reader.unique(members["pack"], seen);
        int64_t months = 0;
        if (reader.integer(members["every_months"], 1, most_months, months))
            purchase.every_months = static_cast<int32_t>(months);
        reader.amounts(members["below"], purchase.below);
        if (element.json->is_object() && (members["every_months"] == nullptr) == (members["below"] == nullptr))
            reader.fail("schema", element, "Give either `every_months` or `below`.");
    });
}

void read_sample(Reader& reader, const Value* value, Cohort& cohort) {
    if (value == nullptr) return;
    const Members members(reader, *value, "a sample", sample_rules);
    cohort.sample.emplace();
    reader.month(members["month"], cohort.sample->month);
    std::set<std::string_view> seen;
    reader.list(members["devices"], [&](const Value& element) {
        if (reader.id(&element, cohort.sample->devices.emplace_back())) reader.unique(&element, seen);
    });
}

}  // namespace

void read_cohort(Reader& reader, const Value& value, NamedCohort& named) {
    Cohort& cohort = named.cohort;
    const Members members(reader, value, "a cohort", cohort_rules);
    reader.id(members["name"], cohort.name);
    reader.integer(members["count"], 0, most_devices, cohort.count);
    reader.id(members["plan"], named.plan);
    reader.id(members["group"], named.group);
    reader.id(members["sim_product"], named.sim_product);
    reader.text(members["carrier_technology"], cohort.carrier_technology);
    reader.text(members["service_area"], cohort.service_area);
    cohort.start = INT32_MIN;
    read_start(reader, members["start"], cohort);
    read_test(reader, members["test"], cohort);
    read_seasons(reader, members["seasons"], cohort.seasons);
    read_changes(reader, members["plan_changes"], named);
    read_cancellations(reader, members["cancellations"], cohort.cancellations);
    read_purchases(reader, members["purchases"], cohort.purchases);
    const Value* usage = members["usage"];
    if (usage != nullptr && usage->json->is_list() && usage->json->size() > most_behaviours)
        reader.fail("limit", *usage, "Leave behaviours out: at most " + std::to_string(most_behaviours) + " a cohort.");
    std::set<std::string_view> seen;
    reader.list(usage, [&](const Value& element) {
        read_behaviour(reader, element, cohort.usage.emplace_back());
        if (!element.json->is_object()) return;
        const Value name = member_value(element, "name");
        reader.unique(name.json == nullptr ? nullptr : &name, seen);
    });
    read_variation(reader, members["variation"], cohort.variation);
    read_sample(reader, members["sample"], cohort);
    if (cohort.sample && usage != nullptr)
        reader.fail("schema", *usage, "Leave `usage` out: the cohort's usage comes from its `sample`.");
}

}  // namespace samebill
