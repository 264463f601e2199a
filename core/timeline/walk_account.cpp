// SPDX-License-Identifier: MIT
#include "core/timeline/walk_account.h"

#include <algorithm>

namespace samebill {

namespace {

// Rounding up per session (U1) for each kind, as a mask where the increment is a power of two.
class Increments {
public:
    explicit Increments(const TermsInForce& terms)
        : increments_{terms.data_rounding.value.increment, 1, terms.voice_rounding.value.increment} {
        for (size_t k = 0; k < kind_count; ++k) masks_[k] = is_mask(increments_[k]) ? -increments_[k] : 0;
    }

    // `quantity` is at most 2^53, the increment at most 2^40: no overflow.
    int64_t round_up(size_t k, int64_t quantity) const {
        const int64_t raised = quantity + increments_[k] - 1;
        if (masks_[k] != 0) return raised & masks_[k];
        return raised / increments_[k] * increments_[k];
    }

private:
    static bool is_mask(int64_t increment) { return (increment & (increment - 1)) == 0; }

    Quantities increments_;
    Quantities masks_{};
};

// Adds the sessions at `position(0)` ... `position(count - 1)`. 512 quantities below 2^53 + 2^40 cannot pass 2^63, so
// sums are checked once a block.
template <class Position>
void add_sessions(Position position, const DeviceUsage::Columns& columns, const Increments& increments,
                  SteadySums& sums) {
    constexpr uint64_t block = 512;
    const uint64_t* when = columns.when;
    const uint64_t* quantities = columns.quantity;
    for (uint64_t first = 0; first < columns.count; first += block) {
        const uint64_t last = std::min(first + block, columns.count);
        Quantities quantity{};
        Quantities rated{};
        for (uint64_t i = first; i < last; ++i) {
            const uint64_t at = position(i);
            const auto k = static_cast<size_t>(index_of(kind_in(when[at])));
            const auto counted = static_cast<int64_t>(quantities[at]);
            sums.sessions[k] += 1;
            quantity[k] += counted;
            rated[k] += increments.round_up(k, counted);
        }
        for (size_t k = 0; k < kind_count; ++k) {
            if (!add_checked(sums.quantity[k], quantity[k])) sums.quantity_overflow[k] = true;
            if (!add_checked(sums.rated[k], rated[k])) sums.rated_overflow[k] = true;
        }
    }
}

}  // namespace

// Without an event nothing happens to the device but what takes place on its own: a plan change, an expiry, a renewal.
bool AccountWalk::nothing_is_due(const DeviceState& state) const {
    const bool renews = state.state == State::active_billed && input_.context.book->plans[state.plan].months() > 1;
    const bool stays = state.state == State::provisioned || state.state == State::suspended;
    return state.pending_plan == no_index && !renews && !stays;
}

AccountWalk::AccountWalk(const AccountWalkInput& input) : input_(input), month_(input.from) {
    states_.resize(input.devices.size());
    next_events_.reserve(input.devices.size());
    size_t event = 0;
    for (Index device = 0; device < input.devices.size(); ++device) {
        next_events_.push_back(event);
        while (event < input.events.size() && input.events[event].device == device) ++event;
    }
    const auto begin = [&](Index device, Part& part) { begin_device(device, part); };
    history_overflow_ = run(0, static_cast<Index>(states_.size()), begin).overflow;
}

void AccountWalk::begin_device(Index device, Part& part) {
    DeviceState& state = states_[device];
    if (input_.opening == nullptr)
        walk_history(device, part);
    else if ((*input_.opening)[device].has_value())
        state = *(*input_.opening)[device];
    // B6: the inactivity clock starts at `from` at the earliest, unless an opening state says where it stands.
    const bool clock_stands = input_.opening != nullptr && state.active_since != no_instant;
    if (state.state == State::active_billed && input_.devices[device].lapses && !clock_stands)
        state.active_since = std::max(state.active_since, start_of_month(input_.from));
}

WalkDevice AccountWalk::take_events(Index device, Instant until) {
    size_t& next = next_events_[device];
    const size_t first = next;
    while (next < input_.events.size() && input_.events[next].device == device && input_.events[next].at < until)
        ++next;
    return {device, &input_.devices[device], input_.events.subspan(first, next - first)};
}

void AccountWalk::walk_history(Index device, Part& part) {
    const size_t first = next_events_[device];
    if (first == input_.events.size() || input_.events[first].device != device) return;
    for (Month month = month_at(input_.events[first].at); month < input_.from; ++month) {
        if (nothing_is_due(states_[device])) {
            const size_t next = next_events_[device];
            const bool more = next < input_.events.size() && input_.events[next].device == device;
            month = more ? std::max(month, month_at(input_.events[next].at)) : input_.from;
            if (month >= input_.from) return;
        }
        const WalkMonth span{start_of_month(month), start_of_month(month + 1), false};
        walk_month(input_.context, span, take_events(device, span.end), {}, states_[device], part.records,
                   part.problems);
    }
}

MonthRecords AccountWalk::walk_devices(Index first, Index last, const DeviceUsage& usage) {
    constexpr Index ahead = 1;
    constexpr uint64_t a_line = 8, most = 256;  // sessions
    const WalkMonth month{start_of_month(month_), start_of_month(month_ + 1), true};
    return run(first, last, [&](Index device, Part& part) {
        if (device + ahead < last) {
            // Devices' sessions lie in the order in which devices came. (A function of its own the compiler would leave
            // out, as having no effect.)
            const DeviceUsage::Columns next = usage.columns(device + ahead - first, month_ - input_.from);
            const uint64_t end = next.first + (next.list == nullptr ? std::min(next.count, most) : 0);
            for (uint64_t at = next.first; at < end; at += a_line) {
                __builtin_prefetch(next.when + at);
                __builtin_prefetch(next.quantity + at);
            }
        }
        walk_device(device, month, {&usage, device - first}, part);
    });
}

MonthRecords AccountWalk::run(Index begin, Index end, const std::function<void(Index, Part&)>& work) {
    const Index devices_a_job = input_.devices_a_job;
    const uint32_t jobs = (end - begin + devices_a_job - 1) / devices_a_job;
    std::vector<Part> parts(jobs);
    const auto job = [&](uint32_t number) {
        Part& part = parts[number];
        const Index first = begin + number * devices_a_job;
        const Index last = std::min(end, first + devices_a_job);
        part.records.intervals.reserve(last - first);
        part.records.plan_months.reserve(last - first);
        part.records.usage.reserve(last - first);
        for (Index device = first; device < last; ++device) work(device, part);
    };
    run_with(input_.run_jobs, jobs, job);
    if (parts.empty()) return {};
    for (Part& part : parts) problems_.insert(problems_.end(), part.problems.begin(), part.problems.end());
    MonthRecords records = std::move(parts.front().records);
    std::vector<MonthRecords*> later;
    for (size_t i = 1; i < parts.size(); ++i) later.push_back(&parts[i].records);
    append(records, later);
    return records;
}

void AccountWalk::end_month() {
    const Date last = last_day_of(month_);
    for (DeviceState& state : states_)
        std::erase_if(state.periods, [&](const PaidPeriod& period) { return period.paid_through <= last; });
    ++month_;
}

void AccountWalk::walk_device(Index index, const WalkMonth& month, const UsageOf& usage, Part& part) {
    DeviceState& state = states_[index];
    const WalkDevice device = take_events(index, month.end);
    if (is_steady(input_.context, month, device, state)) {
        const SteadySums sums = sum_sessions(usage, index);
        close_steady_month(input_.context, month, device, sums, state, part.records);
        return;
    }
    usage.devices->sorted_sessions(usage.device, month_ - input_.from, part.sessions);
    walk_month(input_.context, month, device, part.sessions, state, part.records, part.problems);
}

SteadySums AccountWalk::sum_sessions(const UsageOf& usage, Index device) const {
    const DeviceUsage::Columns columns = usage.devices->columns(usage.device, month_ - input_.from);
    const PlanInForce& plan = input_.context.book->plans[states_[device].plan];
    const Increments increments(plan.terms);
    SteadySums sums;
    if (columns.list == nullptr)
        add_sessions([&](uint64_t i) { return columns.first + i; }, columns, increments, sums);
    else
        add_sessions([&](uint64_t i) { return columns.list[i]; }, columns, increments, sums);
    if (!input_.devices[device].lapses) return sums;
    for (uint64_t i = 0; i < columns.count; ++i) {
        const Session session = usage.devices->session(columns, columns.at(i));
        const bool moves_clock = session.kind != Kind::voice && session.quantity > 0 &&
                                 plan.offered[static_cast<size_t>(index_of(session.kind))];
        if (moves_clock) sums.last_end = std::max(sums.last_end, session.end);
    }
    return sums;
}

}  // namespace samebill
