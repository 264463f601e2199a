// SPDX-License-Identifier: MIT
#include "core/quote/varied_scenario.h"

#include <algorithm>

#include "core/quote/classes.h"

namespace samebill {

namespace {

Decimal whole(int64_t value) {
    return Decimal{Int128{value} * nano};
}
int64_t as_whole(Decimal value) {
    return static_cast<int64_t>(value.nanos / nano);
}

void set_devices(Scenario& scenario, Index cohort, int64_t count) {
    if (cohort != no_index) {
        scenario.cohorts[cohort].count = count;
        return;
    }
    std::vector<int64_t> counts;
    for (const Cohort& each : scenario.cohorts) counts.push_back(each.count);
    std::vector<Int128> carry(counts.size());
    const std::vector<int64_t> shares = share_out(count, counts, carry);
    for (size_t i = 0; i < shares.size(); ++i) scenario.cohorts[i].count = shares[i];
}

void scale_overhead(Cohort& cohort, int64_t percent) {
    const auto scale = [&](int64_t& bytes) { bytes = (2 * bytes * percent + 100) / 200; };
    for (Behaviour& behaviour : cohort.usage) {
        scale(behaviour.overhead.session);
        scale(behaviour.overhead.message);
        scale(behaviour.overhead.packet);
    }
}

bool has_overhead(const Cohort& cohort) {
    return std::any_of(cohort.usage.begin(), cohort.usage.end(), [](const Behaviour& behaviour) {
        return behaviour.overhead.session + behaviour.overhead.message + behaviour.overhead.packet > 0;
    });
}

}  // namespace

std::string_view name_of(Assumed assumed) {
    switch (assumed) {
        case Assumed::devices: return "devices";
        case Assumed::usage: return "usage";
        case Assumed::amount: return "amount";
        case Assumed::sessions: return "sessions";
        case Assumed::overhead: return "overhead";
        case Assumed::cancellations: return "cancellations";
        case Assumed::per_week: return "per_week";
        case Assumed::test_days: return "test_days";
        case Assumed::devices_percent: return "devices_percent";
        case Assumed::days_percent: return "days_percent";
        case Assumed::replaced_percent: return "replaced_percent";
        case Assumed::start: return "start";
        case Assumed::seasons: return "seasons";
        case Assumed::plan_changes: return "plan_changes";
        case Assumed::every_months: return "every_months";
        case Assumed::below: return "below";
    }
    return {};
}

bool is_date(Assumed assumed) {
    return assumed == Assumed::start || assumed == Assumed::seasons || assumed == Assumed::plan_changes;
}

Decimal stated_value(const Scenario& scenario, const AssumedNumber& number) {
    if (number.cohort == no_index && number.what == Assumed::devices) {
        int64_t count = 0;
        for (const Cohort& each : scenario.cohorts) count += each.count;
        return whole(count);
    }
    if (number.cohort == no_index) return whole(100);
    const Cohort& cohort = scenario.cohorts[number.cohort];
    switch (number.what) {
        case Assumed::devices: return whole(cohort.count);
        case Assumed::usage:
        case Assumed::overhead:
        case Assumed::below: return whole(100);
        case Assumed::amount: return whole(cohort.usage[number.behaviour].amount);
        case Assumed::sessions: return whole(cohort.usage[number.behaviour].times.count);
        case Assumed::cancellations: return cohort.cancellations ? cohort.cancellations->percent_a_month : Decimal{};
        case Assumed::per_week: return whole(cohort.per_week);
        case Assumed::test_days: return whole(cohort.test_days);
        case Assumed::devices_percent: return whole(cohort.variation.devices_percent);
        case Assumed::days_percent: return whole(cohort.variation.days_percent);
        case Assumed::replaced_percent:
            return cohort.cancellations ? cohort.cancellations->replaced_percent : Decimal{};
        case Assumed::start:
        case Assumed::seasons:
        case Assumed::plan_changes: return {};
        case Assumed::every_months: return whole(cohort.purchases[number.purchase].every_months);
    }
    return {};
}

ValueRange range_of(const Scenario& scenario, const AssumedNumber& number) {
    switch (number.what) {
        case Assumed::devices: return {0, most_devices};
        case Assumed::usage: return {0, most_varied_percent};
        case Assumed::overhead:
        case Assumed::below: return {0, 200};
        case Assumed::amount: {
            const Kind kind = scenario.cohorts[number.cohort].usage[number.behaviour].kind;
            return {kind == Kind::sms ? 1 : 0, kind == Kind::data    ? most_payload
                                               : kind == Kind::voice ? seconds_a_day
                                                                     : most_messages};
        }
        case Assumed::sessions: {
            const Times::Per per = scenario.cohorts[number.cohort].usage[number.behaviour].times.per;
            return {1, per == Times::Per::hour ? 60 : (per == Times::Per::week ? 7 : 1) * most_sessions_a_day};
        }
        case Assumed::cancellations:
        case Assumed::replaced_percent: return {0, 100};
        case Assumed::per_week: return {1, most_devices};
        case Assumed::test_days: return {0, most_test_days};
        case Assumed::devices_percent:
        case Assumed::days_percent: return {0, 100};
        case Assumed::start: {  // within the months; who began before does not begin earlier
            const Date start = scenario.cohorts[number.cohort].start;
            return {std::min(0, first_day_of(scenario.base.from) - start), last_day_of(scenario.base.through) - start};
        }
        case Assumed::seasons:
        case Assumed::plan_changes: return {-365, 365};
        case Assumed::every_months: return {1, most_months};
    }
    return {};
}

Scenario with_value(const Scenario& scenario, const AssumedNumber& number, Decimal value) {
    Scenario varied = scenario;
    varied.seeds.clear();  // totals are of one seed
    const int64_t as = as_whole(value);
    if (number.cohort == no_index && number.what == Assumed::usage) {
        for (Cohort& each : varied.cohorts) each.usage_percent = as;
        return varied;
    }
    if (number.what == Assumed::devices) {
        set_devices(varied, number.cohort, as);
        return varied;
    }
    Cohort& cohort = varied.cohorts[number.cohort];
    switch (number.what) {
        case Assumed::devices: break;
        case Assumed::usage: cohort.usage_percent = as; break;
        case Assumed::amount: cohort.usage[number.behaviour].amount = as; break;
        case Assumed::sessions: cohort.usage[number.behaviour].times.count = static_cast<int32_t>(as); break;
        case Assumed::overhead: scale_overhead(cohort, as); break;
        case Assumed::cancellations: cohort.cancellations->percent_a_month = value; break;
        case Assumed::per_week: cohort.per_week = as; break;
        case Assumed::test_days: cohort.test_days = static_cast<int32_t>(as); break;
        case Assumed::devices_percent: cohort.variation.devices_percent = as; break;
        case Assumed::days_percent: cohort.variation.days_percent = as; break;
        case Assumed::replaced_percent: cohort.cancellations->replaced_percent = value; break;
        case Assumed::start: cohort.start += static_cast<Date>(as); break;
        case Assumed::seasons:
            for (Season& season : cohort.seasons) {
                season.from += static_cast<Date>(as);
                season.until += static_cast<Date>(as);
            }
            break;
        case Assumed::plan_changes:
            for (PlannedChange& change : cohort.plan_changes) change.on += static_cast<Date>(as);
            break;
        case Assumed::every_months: cohort.purchases[number.purchase].every_months = static_cast<int32_t>(as); break;
        case Assumed::below:
            for (int64_t& amount : cohort.purchases[number.purchase].below)
                amount = static_cast<int64_t>((Int128{2} * amount * as + 100) / 200);
            break;
    }
    return varied;
}

std::vector<AssumedNumber> numbers_of(const Scenario& scenario) {
    std::vector<AssumedNumber> numbers;
    for (Index c = 0; c < scenario.cohorts.size(); ++c) {
        const Cohort& cohort = scenario.cohorts[c];
        numbers.push_back({Assumed::devices, c, no_index});
        if (cohort.sample || !cohort.usage.empty()) numbers.push_back({Assumed::usage, c, no_index});
        if (has_overhead(cohort)) numbers.push_back({Assumed::overhead, c, no_index});
        for (Index b = 0; b < cohort.usage.size(); ++b) numbers.push_back({Assumed::sessions, c, b});
        for (const Assumed what :
             {Assumed::cancellations, Assumed::replaced_percent, Assumed::per_week, Assumed::test_days, Assumed::start})
            numbers.push_back({what, c, no_index});
        if (!cohort.seasons.empty()) numbers.push_back({Assumed::seasons, c, no_index});
        if (!cohort.plan_changes.empty()) numbers.push_back({Assumed::plan_changes, c, no_index});
        for (Index p = 0; p < cohort.purchases.size(); ++p) {
            const bool by_month = cohort.purchases[p].every_months > 0;
            numbers.push_back({by_month ? Assumed::every_months : Assumed::below, c, no_index, p});
        }
        if (cohort.sample) continue;
        for (const Assumed what : {Assumed::devices_percent, Assumed::days_percent})
            numbers.push_back({what, c, no_index});
    }
    const auto none = [&](const AssumedNumber& number) {
        return !is_date(number.what) && stated_value(scenario, number).nanos == 0;
    };
    numbers.erase(std::remove_if(numbers.begin(), numbers.end(), none), numbers.end());
    return numbers;
}

}  // namespace samebill
