// SPDX-License-Identifier: MIT
#include "core/quote/purchases.h"

#include <algorithm>

#include "core/timeline/walk.h"

namespace samebill {

namespace {

// Of all plans that have the pack, as they may hold for the account: the least that it holds of the kind, but not 0.
int64_t least_in_pack(const Request& base, const std::string& id, size_t kind) {
    int64_t least = INT64_MAX;
    const auto look = [&](const Plan& plan) {
        for (const Pack& pack : plan.packs) {
            if (pack.id == id && pack.amounts[kind] > 0) least = std::min(least, pack.amounts[kind]);
        }
    };
    for (const Plan& plan : base.catalog.plans) look(plan);
    for (const PricingAttachment& attachment : base.account.attachments) look(attachment.merged);
    return least;
}

class Buyer {
public:
    Buyer(const PurchaseInput& input, const DeviceState& opening, std::vector<Event>& events)
        : input_(input), opening_(opening), state_(opening), events_(events) {
        context_.book = input.book;
        context_.agreement_end = input.agreement_end;
        whole_ = rounds_by_month(*input.book);
    }

    void buy() {
        input_.usage->sorted_sessions(input_.index, 0, sessions_);
        const Date first = first_day_of(input_.month);
        for (Date day = first; month_of(day) == input_.month; ++day) {
            begin_day(first, day);
            DeviceState now = state_;
            walk({start_of(day), start_of(day) + 1, true}, events_of(start_of(day), start_of(day) + 1), {}, now);
            const auto behind = events_.begin() + static_cast<std::ptrdiff_t>(event_at(start_of(day) + 1));
            std::vector<Event> bought;
            for (const Purchase& purchase : cohort().purchases) take(purchase, day, now, bought);
            events_.insert(behind, bought.begin(), bought.end());
            if (!whole_) pass(day, day + 1);
        }
    }

private:
    const Cohort& cohort() const { return input_.scenario->cohorts[device().cohort]; }
    const DeviceClass& device() const { return input_.classes->classes[input_.index]; }

    // The state at 00:00. What is rounded over a month has to be walked from its beginning.
    void begin_day(Date first, Date day) {
        if (!whole_ || day == first) return;
        state_ = opening_;
        pass(first, day);
    }
    void pass(Date from, Date until) {
        const Instant begin = start_of(from);
        const Instant end = start_of(until);
        const auto before = [](const Session& session, Instant at) { return session.start < at; };
        const auto first = std::lower_bound(sessions_.begin(), sessions_.end(), begin, before);
        const auto last = std::lower_bound(first, sessions_.end(), end, before);
        const size_t from_session = static_cast<size_t>(first - sessions_.begin());
        const std::span<const Session> all(sessions_);
        walk({begin, end, true}, events_of(begin, end), all.subspan(from_session, static_cast<size_t>(last - first)),
             state_);
    }
    void walk(const WalkMonth& span, std::span<const Event> events, std::span<const Session> sessions,
              DeviceState& state) {
        MonthRecords records;
        Problems problems;
        const WalkDevice device{input_.index, input_.device, events};
        walk_month(context_, span, device, sessions, state, records, problems);
    }
    size_t event_at(Instant at) const {
        const auto found = std::lower_bound(events_.begin(), events_.end(), at,
                                            [](const Event& event, Instant begin) { return event.at < begin; });
        return static_cast<size_t>(found - events_.begin());
    }
    std::span<const Event> events_of(Instant begin, Instant end) const {
        const size_t first = event_at(begin);
        return {events_.data() + first, event_at(end) - first};
    }

    void take(const Purchase& purchase, Date day, DeviceState& now, std::vector<Event>& bought) const {
        if (now.state != State::active_billed) return;
        const Pack* pack = find_pack(input_.book->plans[now.plan], purchase.pack);
        if (pack == nullptr) return;
        int64_t count = 0;
        if (purchase.every_months > 0) {
            count = is_due(purchase, day) ? 1 : 0;
        } else {
            for (size_t k = 0; k < kind_count; ++k) {
                const int64_t missing = purchase.below[k] - now.balances[k];
                if (missing > 0 && pack->amounts[k] > 0)
                    count = std::max(count, (missing + pack->amounts[k] - 1) / pack->amounts[k]);
            }
        }
        count = std::min(count, most_packs_a_day);
        for (int64_t i = 0; i < count; ++i) {
            Event event;
            event.at = start_of(day);
            event.device = input_.index;
            event.type = EventType::buy_credits;
            event.pack = purchase.pack;
            bought.push_back(event);
            for (size_t k = 0; k < kind_count; ++k) now.balances[k] += pack->amounts[k];
        }
    }
    // On the day of the activation, and every so many months; days that a month has not: its last.
    bool is_due(const Purchase& purchase, Date day) const {
        const int32_t months = month_of(day) - month_of(device().start);
        return months % purchase.every_months == 0 && add_months(device().start, months) == day;
    }

    const PurchaseInput& input_;
    const DeviceState& opening_;
    DeviceState state_;
    std::vector<Event>& events_;
    WalkContext context_;
    bool whole_ = false;
    std::vector<Session> sessions_;
};

}  // namespace

bool rounds_by_month(const PlanBook& book) {
    return std::any_of(book.plans.begin(), book.plans.end(), [](const PlanInForce& plan) {
        const TermsInForce& terms = plan.terms;
        return terms.data_rounding.value.per == RoundingPer::month ||
               terms.voice_rounding.value.per == RoundingPer::month;
    });
}

int64_t most_packs(const Scenario& scenario, const Cohort& cohort) {
    int64_t sum = 0;
    for (const Purchase& purchase : cohort.purchases) {
        int64_t a_day = 0;
        for (size_t k = 0; k < kind_count; ++k) {
            if (purchase.below[k] == 0) continue;
            const int64_t least = least_in_pack(scenario.base, purchase.pack, k);
            a_day = std::max(a_day, (purchase.below[k] - 1) / least + 1);
        }
        sum += purchase.every_months > 0 ? 1 : 31 * std::min(a_day, most_packs_a_day);
    }
    return sum;
}

void add_purchases(const PurchaseInput& input, const DeviceState& opening, std::vector<Event>& events) {
    Buyer(input, opening, events).buy();
}

}  // namespace samebill
