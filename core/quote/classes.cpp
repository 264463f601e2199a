// SPDX-License-Identifier: MIT
#include "core/quote/classes.h"

#include <algorithm>

#include "core/base/digits.h"
#include "core/base/sorting.h"
#include "core/quote/class_usage.h"
#include "core/quote/purchases.h"

namespace samebill {

namespace {

// Devices of one usage class that begin on the same day.
struct Batch {
    Date start = 0;
    Date activated = 0;
    int64_t count = 0;
};

// The devices of one usage class over time, by the day of their activation.
class Population {
public:
    Population(const Cohort& cohort, std::vector<DeviceClass>& out, DeviceClass like)
        : cohort_(&cohort), out_(&out), like_(like) {}

    void begin(Date start, int64_t count) {
        if (count > 0) batches_.push_back({start, start + cohort_->test_days, count});
    }
    // A month's cancellations, of those active before the day, the oldest first; and who replaces them.
    void cancel_on(Date day) {
        const Int128 percent = Int128{100} * nano;
        int64_t there = 0;
        for (size_t i = first_; i < batches_.size() && batches_[i].activated < day; ++i) there += batches_[i].count;
        lost_ += there * cohort_->cancellations->percent_a_month.nanos;
        int64_t count = static_cast<int64_t>(lost_ / percent);
        lost_ -= count * percent;
        replaced_ += count * cohort_->cancellations->replaced_percent.nanos;
        const auto replaced = static_cast<int64_t>(replaced_ / percent);
        replaced_ -= replaced * percent;
        while (count > 0) {
            Batch& oldest = batches_[first_];
            const int64_t taken = std::min(count, oldest.count);
            put(oldest, taken, day);
            count -= taken;
            oldest.count -= taken;
            if (oldest.count == 0) ++first_;
        }
        if (replaced == 0) return;
        const auto after = std::find_if(batches_.begin() + static_cast<std::ptrdiff_t>(first_), batches_.end(),
                                        [&](const Batch& batch) { return batch.activated > day; });
        batches_.insert(after, {day, day, replaced});
    }
    void close() {
        for (size_t i = first_; i < batches_.size(); ++i) put(batches_[i], batches_[i].count, no_end);
    }

private:
    void put(const Batch& batch, int64_t count, Date end) {
        DeviceClass made = like_;
        made.weight = count;
        made.start = batch.start;
        made.activated = batch.activated;
        made.end = end;
        out_->push_back(made);
    }

    const Cohort* cohort_;
    std::vector<DeviceClass>* out_;
    DeviceClass like_;
    std::vector<Batch> batches_;
    size_t first_ = 0;     // those before are cancelled
    Int128 lost_ = 0;      // parts of devices, in 10^-11
    Int128 replaced_ = 0;  // likewise
};

// The sessions' devices that a sample takes, in the table's order.
std::vector<Index> sampled_devices(const Sample& sample, const SessionTable& records) {
    std::vector<Index> devices;
    for (const std::string& id : sample.devices) devices.push_back(records.find_device(id));
    if (!sample.devices.empty()) return devices;
    for (Index device = 0; device < records.device_count(); ++device) devices.push_back(device);
    sort_list(devices, [&](Index a, Index b) { return records.device_id(a) < records.device_id(b); });
    return devices;
}

class ClassMaker {
public:
    ClassMaker(const Scenario& scenario, const SessionTable* records, Classes& out)
        : scenario_(scenario), records_(records), out_(out) {}

    // False if there are too many.
    bool make() {
        for (Index i = 0; i < scenario_.cohorts.size(); ++i) {
            if (!add_cohort(i)) return false;
        }
        return true;
    }

private:
    bool add_cohort(Index index) {
        const Cohort& cohort = scenario_.cohorts[index];
        std::vector<int64_t> shares;
        const auto first_profile = static_cast<Index>(out_.profiles.size());
        add_profiles(index, cohort, shares);
        std::vector<std::vector<DeviceClass>> made(shares.size());
        std::vector<Population> populations;
        for (Index u = 0; u < shares.size(); ++u) {
            DeviceClass like;
            like.cohort = index;
            like.profile = first_profile + u;
            populations.emplace_back(cohort, made[u], like);
        }
        begin_all(cohort, shares, populations);
        if (cohort.cancellations) {
            for (Month month = scenario_.base.from; month <= scenario_.base.through; ++month) {
                for (Population& population : populations) population.cancel_on(first_day_of(month) + 15);
            }
        }
        for (Population& population : populations) population.close();
        if (cohort.variation.each_device && !cohort.sample) return take_each(first_profile, made);
        for (const auto& classes : made) out_.classes.insert(out_.classes.end(), classes.begin(), classes.end());
        return out_.classes.size() <= most_classes;
    }

    void add_profiles(Index index, const Cohort& cohort, std::vector<int64_t>& shares) {
        if (cohort.sample) {
            for (const Index device : sampled_devices(*cohort.sample, *records_)) {
                out_.profiles.push_back({index, static_cast<Index>(shares.size()), 0, device});
                shares.push_back(1);
            }
            return;
        }
        for (const UsageClass& usage_class : cohort.variation.classes) {
            out_.profiles.push_back({index, static_cast<Index>(shares.size()), 0, no_index});
            shares.push_back(usage_class.share);
        }
    }

    void begin_all(const Cohort& cohort, const std::vector<int64_t>& shares, std::vector<Population>& populations) {
        const Date end = last_day_of(scenario_.base.through);
        std::vector<Int128> carry(shares.size());
        int64_t left = cohort.count;
        for (Date day = cohort.start; left > 0 && day <= end; day += 7) {
            const int64_t count = cohort.per_week == 0 ? left : std::min(left, cohort.per_week);
            const std::vector<int64_t> parts = share_out(count, shares, carry);
            for (size_t u = 0; u < parts.size(); ++u) populations[u].begin(day, parts[u]);
            left -= count;
        }
    }

    // Every device by itself, with a profile of its own.
    bool take_each(Index first_profile, const std::vector<std::vector<DeviceClass>>& made) {
        const Profile like = out_.profiles[first_profile];
        out_.profiles.resize(first_profile);
        int64_t number = 0;
        for (Index u = 0; u < made.size(); ++u) {
            for (const DeviceClass& several : made[u]) {
                if (out_.classes.size() + static_cast<uint64_t>(several.weight) > most_classes) return false;
                for (int64_t i = 0; i < several.weight; ++i) {
                    DeviceClass one = several;
                    one.weight = 1;
                    one.profile = static_cast<Index>(out_.profiles.size());
                    out_.classes.push_back(one);
                    out_.profiles.push_back({like.cohort, u, ++number, no_index});
                }
            }
        }
        return out_.classes.size() <= most_classes;
    }

    const Scenario& scenario_;
    const SessionTable* records_;
    Classes& out_;
};

// What happens to the classes of a scenario.
class EventMaker {
public:
    EventMaker(const Scenario& scenario, Classes& out) : scenario_(scenario), out_(out) {}

    // False if there are too many.
    bool make() {
        for (const Cohort& cohort : scenario_.cohorts)
            out_.seasons.push_back(seasons_within(cohort.seasons, scenario_.base.from, scenario_.base.through));
        Index cohort = no_index;
        for (Index i = 0; i < out_.classes.size(); ++i) {
            if (out_.classes[i].cohort != cohort) begin_cohort(cohort = out_.classes[i].cohort);
            add_events(i);
            if (out_.events.size() > static_cast<uint64_t>(most_class_events)) return false;
        }
        return true;
    }

private:
    void begin_cohort(Index index) {
        origin_ = static_cast<Index>(out_.origins.size());
        const std::string path = "/cohorts/" + std::to_string(index);
        const Cohort& cohort = scenario_.cohorts[index];
        out_.origins.push_back(path);
        for (size_t i = 0; i < cohort.plan_changes.size(); ++i)
            out_.origins.push_back(path + "/plan_changes/" + std::to_string(i));
        out_.origins.push_back(path + "/seasons");
    }

    void add(Date day, Index device, EventType type, Index origin) {
        Event event;
        event.at = start_of(day);
        event.device = device;
        event.type = type;
        event.position = origin;
        out_.events.push_back(event);
    }

    void add_events(Index index) {
        const DeviceClass& device = out_.classes[index];
        const Cohort& cohort = scenario_.cohorts[device.cohort];
        const Date last = last_day_of(scenario_.base.through);
        const size_t first = out_.events.size();
        if (cohort.group != no_index) {
            add(device.start, index, EventType::set_group, origin_);
            out_.events.back().group = cohort.group;
        }
        Index plan = cohort.plan;
        Index plan_origin = origin_;
        for (Index i = 0; i < cohort.plan_changes.size(); ++i) {
            if (cohort.plan_changes[i].on > device.start) continue;
            plan = cohort.plan_changes[i].plan;
            plan_origin = origin_ + 1 + i;
        }
        add(device.start, index, EventType::provision, plan_origin);
        out_.events.back().plan = plan;
        const bool prepaid = plan != no_index && scenario_.base.catalog.plans[plan].prepaid;
        if (!prepaid && device.activated < device.end) add(device.activated, index, EventType::activate, origin_);
        for (Index i = 0; i < cohort.plan_changes.size(); ++i) {
            const PlannedChange& change = cohort.plan_changes[i];
            if (change.on <= device.start || change.on >= device.end) continue;
            add(change.on, index, EventType::change_plan, origin_ + 1 + i);
            out_.events.back().plan = change.plan;
        }
        const auto seasons = origin_ + 1 + static_cast<Index>(cohort.plan_changes.size());
        for (const Season& season : out_.seasons[device.cohort]) {
            if (!takes_season(device, season)) continue;
            add(season.from, index, EventType::suspend, seasons);
            if (season.until + 1 < device.end) add(season.until + 1, index, EventType::activate, seasons);
        }
        if (device.end != no_end) add(device.end, index, EventType::cancel, origin_);
        const auto begin = out_.events.begin() + static_cast<std::ptrdiff_t>(first);
        sort_list(begin, out_.events.end(), [](const Event& a, const Event& b) { return a.at < b.at; });
        while (out_.events.size() > first && out_.events.back().at > start_of(last)) out_.events.pop_back();
    }

    const Scenario& scenario_;
    Classes& out_;
    Index origin_ = 0;  // of the cohort; its plan changes and seasons follow
};

}  // namespace

std::vector<int64_t> share_out(int64_t count, const std::vector<int64_t>& weights, std::vector<Int128>& carry) {
    Int128 sum = 0;
    for (const int64_t weight : weights) sum += weight;
    std::vector<int64_t> parts(weights.size());
    if (sum == 0) return parts;
    int64_t left = count;
    for (size_t i = 0; i < weights.size(); ++i) {
        carry[i] += Int128{count} * weights[i];
        parts[i] = carry[i] > 0 ? static_cast<int64_t>(std::min<Int128>(carry[i] / sum, left)) : 0;
        carry[i] -= parts[i] * sum;
        left -= parts[i];
    }
    if (left == 0) return parts;
    // What is left over each is less than a part, and all together `left` parts: no one gets two.
    std::vector<Index> order(weights.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<Index>(i);
    sort_list(order, [&](Index a, Index b) { return carry[a] > carry[b]; });
    for (size_t i = 0; i < static_cast<size_t>(left); ++i) {
        carry[order[i]] -= sum;
        parts[order[i]] += 1;
    }
    return parts;
}

std::vector<Season> seasons_within(const std::vector<Season>& seasons, Month from, Month through) {
    std::vector<Season> all;
    for (const Season& season : seasons) {
        if (!season.yearly) {
            all.push_back(season);
            continue;
        }
        const Date last = last_day_of(through);
        for (int year = 0; add_months(season.from, 12 * year) <= last; ++year) {
            const Date until = add_months(season.until, 12 * year);
            if (until >= first_day_of(from)) all.push_back({add_months(season.from, 12 * year), until, true});
        }
    }
    sort_list(all, [](const Season& a, const Season& b) { return a.from < b.from; });
    return all;
}

std::string class_id(Index cohort, Index number) {
    char text[11];
    text[0] = 'c';
    char* at = put_digits(text + 1, cohort + 1, 3);
    *at++ = '-';
    put_digits(at, number + 1, 6);
    return {text, 11};
}

namespace {

Problems quantities_within(const Scenario& scenario) {
    Problems problems;
    for (size_t i = 0; i < scenario.cohorts.size(); ++i) {
        const Cohort& cohort = scenario.cohorts[i];
        for (size_t j = 0; j < cohort.usage.size(); ++j) {
            if (largest_quantity(cohort, cohort.usage[j]) <= most_quantity) continue;
            problems.push_back({"limit", "/cohorts/" + std::to_string(i) + "/usage/" + std::to_string(j),
                                std::string(too_large_quantity)});
        }
    }
    return problems;
}

Problems packs_within(const Scenario& scenario, const Classes& classes) {
    std::vector<int64_t> packs;
    for (const Cohort& cohort : scenario.cohorts) packs.push_back(most_packs(scenario, cohort));
    Int128 sum = 0;
    for (const DeviceClass& device : classes.classes) sum += packs[device.cohort];
    if (sum <= most_packs_a_month) return {};
    return {{"limit", "/cohorts",
             "Up to " + format_int128(sum) + " packs may be bought in a month, " + std::to_string(most_packs_a_month) +
                 " are the most: plan larger packs, lower thresholds, or fewer devices one by one."}};
}

}  // namespace

Problems make_classes(const Scenario& scenario, const SessionTable* records, Classes& classes) {
    Problems problems = quantities_within(scenario);
    if (!problems.empty()) return problems;
    if (!ClassMaker(scenario, records, classes).make()) {
        return {{"limit", "/cohorts",
                 "The scenario comes to more than " + std::to_string(most_classes) +
                     " different devices: plan fewer of them one by one, or shorter."}};
    }
    if (!EventMaker(scenario, classes).make()) {
        return {{"limit", "/cohorts",
                 "More than " + std::to_string(most_class_events) +
                     " events come to the different devices: plan fewer seasons or plan changes, or fewer devices one "
                     "by one."}};
    }
    return packs_within(scenario, classes);
}

}  // namespace samebill
