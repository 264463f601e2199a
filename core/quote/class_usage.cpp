// SPDX-License-Identifier: MIT
#include "core/quote/class_usage.h"

#include <algorithm>

#include "core/base/sorting.h"
#include "core/quote/chance.h"

namespace samebill {

namespace {

Int128 divided_wide(Int128 value, Int128 by) {  // half up; not negative
    return (2 * value + by) / (2 * by);
}
int64_t divided(Int128 value, Int128 by) {
    return static_cast<int64_t>(divided_wide(value, by));
}

// A data session with its overhead, in 64 bits or wider.
template <class Wide>
Wide with_overhead(const Behaviour& behaviour, Wide amount) {
    const Overhead& overhead = behaviour.overhead;
    Wide packets = behaviour.messages;
    if (overhead.packet_payload > 0)
        packets = std::max(packets, (amount + overhead.packet_payload - 1) / overhead.packet_payload);
    return amount + overhead.session + behaviour.messages * overhead.message + packets * overhead.packet;
}

// The same for a day's draw in 64 bits: what a day draws is at most `most_quantity`, and 2000 times that below 2^64.
int64_t of_day(int64_t amount, int64_t drawn) {
    return static_cast<int64_t>((2 * static_cast<uint64_t>(amount) * static_cast<uint64_t>(drawn) + 1000) / 2000);
}

}  // namespace

Int128 largest_quantity(const Cohort& cohort, const Behaviour& behaviour) {
    Int128 amount = Int128{behaviour.amount} * cohort.usage_percent;
    if (behaviour.varies) {
        int64_t percent = 0;
        for (const UsageClass& usage_class : cohort.variation.classes) percent = std::max(percent, usage_class.percent);
        amount = divided_wide(amount * percent * (1000 + 10 * cohort.variation.devices_percent), 10'000'000);
        amount = divided_wide(amount * (1000 + 10 * cohort.variation.days_percent), 1000);
    } else {
        amount = divided_wide(amount, 100);
    }
    return behaviour.kind == Kind::data ? with_overhead(behaviour, amount) : amount;
}

ClassUsage::ClassUsage(const Scenario& scenario, const Classes& classes, const SessionTable* records, uint64_t seed)
    : scenario_(scenario), classes_(classes), records_(records), seed_(seed) {
    begin_profiles();
    columns_.resize(classes.classes.size());
    streams_.resize(classes.profiles.size());
    timetables_.resize(scenario.cohorts.size());
}

void ClassUsage::begin_profiles() {
    samples_.resize(classes_.profiles.size());
    sample_whens_.resize(classes_.profiles.size());
    for (size_t p = 0; p < classes_.profiles.size(); ++p) {
        const Profile& profile = classes_.profiles[p];
        const Cohort& cohort = scenario_.cohorts[profile.cohort];
        bases_.push_back(amounts_.size());
        const Variation& variation = cohort.variation;
        const uint64_t of_cohort = mixed(seed_, key_of_text(cohort.name));
        if (profile.sample != no_index) {
            keys_.push_back(0);
            const Instant begin = start_of_month(cohort.sample->month);
            const Instant end = start_of_month(cohort.sample->month + 1);
            const auto range = records_->sessions_of(profile.sample);
            for (uint64_t at = range.begin; at < range.end; ++at) {
                const Session session = records_->session(at);
                if (session.start < begin || session.start >= end) continue;
                samples_[p].push_back(session);
                int64_t& quantity = samples_[p].back().quantity;
                quantity = divided(Int128{quantity} * cohort.usage_percent, 100);
            }
            sort_list(samples_[p], [&](const Session& a, const Session& b) {
                return a.start != b.start ? a.start < b.start
                                          : records_->record_id(a.record) < records_->record_id(b.record);
            });
            continue;
        }
        const UsageClass& usage_class = variation.classes[profile.usage_class];
        keys_.push_back(mixed(mixed(of_cohort, key_of_text(usage_class.name)), static_cast<uint64_t>(profile.number)));
        const int64_t drawn = drawn_factor(keys_.back(), variation.devices_percent);
        for (const Behaviour& behaviour : cohort.usage) {
            const Int128 amount = Int128{behaviour.amount} * cohort.usage_percent;
            amounts_.push_back(behaviour.varies ? divided(amount * usage_class.percent * drawn, 10'000'000)
                                                : divided(amount, 100));
        }
    }
}

int64_t ClassUsage::quantity(const Behaviour& behaviour, int64_t amount) const {
    return behaviour.kind == Kind::data ? with_overhead(behaviour, amount) : amount;
}

void ClassUsage::begin_month(Month month) {
    quantities_.clear();
    for (size_t c = 0; c < scenario_.cohorts.size(); ++c) {
        const Cohort& cohort = scenario_.cohorts[c];
        if (!cohort.sample) timetables_[c] = make_timetable(cohort, scenario_.base.from, month);
    }
    for (Index p = 0; p < classes_.profiles.size(); ++p) {
        const Profile& profile = classes_.profiles[p];
        if (profile.sample != no_index)
            fill_sample(p, month);
        else
            fill_behaviour(p, timetables_[profile.cohort], first_day_of(month));
    }
    lists_.clear();
    for (size_t i = 0; i < columns_.size(); ++i) {
        columns_[i] = cut(classes_.classes[i], month);
        sessions_ += static_cast<int64_t>(columns_[i].count);
    }
}

void ClassUsage::fill_behaviour(Index profile, const Timetable& table, Date first_day) {
    const Cohort& cohort = scenario_.cohorts[classes_.profiles[profile].cohort];
    const int64_t days_percent = cohort.variation.days_percent;
    const size_t behaviours = cohort.usage.size();
    const int64_t* const amounts = amounts_.data() + bases_[profile];
    int64_t today[most_behaviours] = {};
    for (size_t b = 0; b < behaviours; ++b) today[b] = quantity(cohort.usage[b], amounts[b]);
    const uint64_t count = table.when.size();
    streams_[profile] = {table.when.data(), quantities_.size(), count};
    quantities_.resize(quantities_.size() + count);
    uint64_t* const out = quantities_.data() + streams_[profile].first;
    int day = -1;
    for (uint64_t i = 0; i < count; ++i) {
        if (days_percent != 0 && table.day[i] != day) {
            day = table.day[i];
            const uint64_t key = mixed(keys_[profile], static_cast<uint64_t>(first_day + day));
            const int64_t drawn = drawn_factor(key, days_percent);
            for (size_t b = 0; b < behaviours; ++b) {
                if (cohort.usage[b].varies) today[b] = quantity(cohort.usage[b], of_day(amounts[b], drawn));
            }
        }
        out[i] = static_cast<uint64_t>(today[table.behaviour[i]]);
    }
}

// Day k of the month is day k of the sample's month, counted round it.
void ClassUsage::fill_sample(Index profile, Month month) {
    const Month of = scenario_.cohorts[classes_.profiles[profile].cohort].sample->month;
    const std::vector<Session>& sessions = samples_[profile];
    std::vector<uint64_t>& whens = sample_whens_[profile];
    whens.clear();
    const uint64_t first = quantities_.size();
    for (Date day = first_day_of(month); month_of(day) == month; ++day) {
        const Date sampled = first_day_of(of) + (day - first_day_of(month)) % days_in(of);
        const Instant shift = start_of(day) - start_of(sampled);
        auto at = std::lower_bound(sessions.begin(), sessions.end(), start_of(sampled),
                                   [](const Session& session, Instant begin) { return session.start < begin; });
        for (; at != sessions.end() && date_at(at->start) == sampled; ++at) {
            whens.push_back(pack_when(at->start + shift, at->kind, at->end + shift));
            quantities_.push_back(static_cast<uint64_t>(at->quantity));
        }
    }
    streams_[profile] = {whens.data(), first, whens.size()};
}

// The part of the profile's sessions in which the device is in use.
DeviceUsage::Columns ClassUsage::cut(const DeviceClass& device, Month month) {
    const Stream& stream = streams_[device.profile];
    const uint64_t* const when = stream.when;
    const auto position = [&](Date date) {
        const uint64_t word = static_cast<uint64_t>(std::max<Instant>(0, start_of(date))) << (duration_bits + 2);
        return static_cast<uint64_t>(std::lower_bound(when, when + stream.count, word) - when);
    };
    const Date first = first_day_of(month);
    const Date last = last_day_of(month);
    const Date from = scenario_.cohorts[device.cohort].test_usage ? device.start : device.activated;
    Columns columns{when, quantities_.data() + stream.first, nullptr, 0, 0};
    if (from > last || device.end <= first || stream.count == 0) return columns;
    uint64_t begin = from > first ? position(from) : 0;
    const uint64_t end = device.end <= last ? position(device.end) : stream.count;
    std::vector<uint32_t> list;
    bool cut_up = false;
    for (const Season& season : classes_.seasons[device.cohort]) {
        if (season.until < first || season.from > last || !takes_season(device, season)) continue;
        const uint64_t stop = std::min(end, season.from > first ? position(season.from) : 0);
        for (; begin < stop; ++begin) list.push_back(static_cast<uint32_t>(begin));
        begin = std::max(begin, std::min(end, season.until < last ? position(season.until + 1) : end));
        cut_up = true;
    }
    columns.first = begin;
    columns.count = end > begin ? end - begin : 0;
    if (!cut_up || list.empty()) return columns;
    for (; begin < end; ++begin) list.push_back(static_cast<uint32_t>(begin));
    lists_.push_back(std::move(list));
    columns.list = lists_.back().data();
    columns.first = 0;
    columns.count = lists_.back().size();
    return columns;
}

DeviceUsage::Columns ClassUsage::columns(uint32_t device, int) const {
    return columns_[device];
}

Session ClassUsage::session(const Columns& columns, uint64_t position) const {
    const uint64_t word = columns.when[position];
    Session session;
    session.start = start_in(word);
    session.end = session.start + static_cast<Instant>(duration_in(word));
    session.quantity = static_cast<int64_t>(columns.quantity[position]);
    session.kind = kind_in(word);
    return session;
}

void ClassUsage::sorted_sessions(uint32_t device, int, std::vector<Session>& sessions) const {
    const Columns& found = columns_[device];
    sessions.clear();
    for (uint64_t i = 0; i < found.count; ++i) sessions.push_back(session(found, found.at(i)));
}

}  // namespace samebill
