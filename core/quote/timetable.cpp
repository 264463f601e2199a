// SPDX-License-Identifier: MIT
#include "core/quote/timetable.h"

#include "core/base/sorting.h"

namespace samebill {

namespace {

constexpr int32_t hour = 3'600;
constexpr int32_t day_seconds = 86'400;
constexpr int64_t week_seconds = 7 * day_seconds;

struct Entry {
    uint64_t when;
    uint8_t behaviour;
};

// 0 is Monday: 1970-01-01 was a Thursday.
int weekday(Date date) {
    return (date % 7 + 10) % 7;
}

// The seconds of the day at which the sessions of a behaviour start.
void starts_on(const Times& times, Date date, Month first_month, std::vector<int32_t>& starts) {
    starts.clear();
    const Month month = month_of(date);
    if (times.per == Times::Per::month) {
        if ((month - first_month) % times.every_months != 0 || date - first_day_of(month) + 1 != times.day) return;
        starts = times.at;
    } else if (times.count == 0) {
        if ((times.weekdays >> weekday(date) & 1) != 0) starts = times.at;
    } else if (times.per == Times::Per::week) {
        const int64_t begin = int64_t{weekday(date)} * day_seconds;
        for (int64_t i = (begin * times.count + week_seconds - 1) / week_seconds; i < times.count; ++i) {
            const int64_t start = i * week_seconds / times.count - begin;
            if (start >= day_seconds) break;
            if (start >= 0) starts.push_back(static_cast<int32_t>(start));
        }
    } else {
        const int32_t span = times.per == Times::Per::hour ? hour : day_seconds;
        for (int32_t from = 0; from < day_seconds; from += span) {
            for (int32_t i = 0; i < times.count; ++i) starts.push_back(from + i * span / times.count);
        }
    }
}

int64_t duration_of(const Behaviour& behaviour) {
    return behaviour.kind == Kind::voice ? behaviour.amount : behaviour.duration;
}

}  // namespace

Timetable make_timetable(const Cohort& cohort, Month first_month, Month month) {
    Timetable table;
    std::vector<Entry> entries;
    std::vector<int32_t> starts;
    const Date first = first_day_of(month);
    for (Date date = first; date < first + days_in(month); ++date) {
        entries.clear();
        for (size_t b = 0; b < cohort.usage.size(); ++b) {
            const Behaviour& behaviour = cohort.usage[b];
            if ((behaviour.from && date < *behaviour.from) || (behaviour.until && date > *behaviour.until)) continue;
            starts_on(behaviour.times, date, first_month, starts);
            for (const int32_t start : starts) {
                const Instant at = start_of(date) + start;
                entries.push_back(
                    {pack_when(at, behaviour.kind, at + duration_of(behaviour)), static_cast<uint8_t>(b)});
            }
        }
        sort_list(entries, [](const Entry& a, const Entry& b) { return start_in(a.when) < start_in(b.when); });
        for (const Entry& entry : entries) {
            table.when.push_back(entry.when);
            table.behaviour.push_back(entry.behaviour);
            table.day.push_back(static_cast<uint8_t>(date - first));
        }
    }
    return table;
}

int64_t most_entries(const Cohort& cohort) {
    int64_t sum = 0;
    for (const Behaviour& behaviour : cohort.usage) {
        const Times& times = behaviour.times;
        const auto at = static_cast<int64_t>(times.at.size());
        switch (times.per) {
            case Times::Per::hour: sum += 31 * 24 * int64_t{times.count}; break;
            case Times::Per::day: sum += 31 * (times.count + at); break;
            case Times::Per::week: sum += 5 * int64_t{times.count} + 31 * at; break;
            case Times::Per::month: sum += at; break;
        }
    }
    return sum;
}

}  // namespace samebill
