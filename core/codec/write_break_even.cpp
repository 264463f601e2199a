// SPDX-License-Identifier: MIT
#include "core/codec/write_break_even.h"

namespace samebill {

namespace {

class SearchWriter {
public:
    SearchWriter(CanonicalWriter& writer, const Comparison& comparison)
        : writer_(writer),
          comparison_(comparison),
          digits_(comparison.alternatives.front().scenario.base.catalog.currency.minor_digits) {}

    void write_break_even(const BreakEven& wish, const BreakEvenResult& found) {
        writer_.begin_object();
        if (!wish.behaviour.empty()) {
            writer_.member("behaviour");
            writer_.plain(wish.behaviour);
        }
        writer_.member("changes");
        write_list(found.changes, [&](size_t c) { write_change(wish, found.changes[c]); });
        if (!wish.cohort.empty()) {
            writer_.member("cohort");
            writer_.plain(wish.cohort);
        }
        writer_.member("from");
        writer_.integer(wish.range.from);
        writer_.member("over");
        writer_.plain(wish.by_month ? std::string_view("month") : name_of(wish.over));
        writer_.member("points");
        write_list(found.totals, [&](size_t p) {
            writer_.begin_object();
            writer_.member("at");
            writer_.integer(wish.range.at(static_cast<int64_t>(p)));
            writer_.member("totals");
            write_list(found.totals[p], [&](size_t a) { money(found.totals[p][a]); });
            writer_.end_object();
        });
        writer_.member("ranges");
        write_list(found.ranges, [&](size_t r) {
            const CheapestRange& range = found.ranges[r];
            writer_.begin_object();
            writer_.member("cheapest");
            write_list(range.cheapest, [&](size_t a) { name(range.cheapest[a]); });
            writer_.member("from");
            writer_.integer(range.from);
            writer_.member("through");
            writer_.integer(range.through);
            writer_.end_object();
        });
        writer_.member("runs");
        writer_.integer(found.runs);
        writer_.member("through");
        writer_.integer(wish.range.through);
        writer_.member("unit");
        writer_.plain(unit_of(wish));
        writer_.member("widest_step");
        writer_.integer(wish.range.widest_step());
        writer_.end_object();
    }

    void write_sensitivity(const SensitivityResult& found, int64_t total) {
        const Scenario& scenario = comparison_.alternatives[found.alternative].scenario;
        writer_.begin_object();
        writer_.member("alternative");
        name(found.alternative);
        writer_.member("assumptions");
        write_list(found.changes, [&](size_t i) {
            const AssumedChange& change = found.changes[i];
            const Cohort& cohort = scenario.cohorts[change.number.cohort];
            writer_.begin_object();
            writer_.member("assumption");
            writer_.plain(name_of(change.number.what));
            if (change.number.behaviour != no_index) {
                writer_.member("behaviour");
                writer_.plain(cohort.usage[change.number.behaviour].name);
            }
            writer_.member("cohort");
            writer_.plain(cohort.name);
            writer_.member("high");
            writer_.decimal(change.high);
            writer_.member("low");
            writer_.decimal(change.low);
            if (change.number.purchase != no_index) {
                writer_.member("pack");
                writer_.plain(cohort.purchases[change.number.purchase].pack);
            }
            writer_.member("stated");
            writer_.decimal(change.stated);
            writer_.member("swing");
            money(change.swing);
            writer_.member("total_high");
            money(change.total_high);
            writer_.member("total_low");
            money(change.total_low);
            writer_.end_object();
        });
        writer_.member("percent");
        writer_.integer(comparison_.sensitivity->percent);
        writer_.member("total");
        money(total);
        writer_.end_object();
    }

private:
    void money(int64_t minor) { writer_.money(minor, digits_); }
    void name(size_t alternative) { writer_.string(comparison_.alternatives[alternative].name); }

    template <class List, class Write>
    void write_list(const List& list, const Write& write) {
        writer_.begin_array();
        for (size_t i = 0; i < list.size(); ++i) {
            writer_.element();
            write(i);
        }
        writer_.end_array();
    }

    std::string_view unit_of(const BreakEven& wish) const {
        if (wish.by_month) return "months";
        if (wish.over == Assumed::devices) return "devices";
        if (wish.over == Assumed::usage) return "percent";
        for (const Cohort& cohort : comparison_.alternatives.front().scenario.cohorts) {
            if (cohort.name != wish.cohort) continue;
            for (const Behaviour& behaviour : cohort.usage) {
                if (behaviour.name != wish.behaviour) continue;
                return behaviour.kind == Kind::data ? "bytes" : behaviour.kind == Kind::voice ? "seconds" : "messages";
            }
        }
        return {};
    }

    void write_change(const BreakEven& wish, const OrderChange& change) {
        constexpr std::string_view cheaper[] = {"first", "neither", "second"};
        const auto totals = [&](const int64_t(&both)[2]) {
            writer_.begin_object();
            writer_.member("first");
            money(both[0]);
            writer_.member("second");
            money(both[1]);
            writer_.end_object();
        };
        writer_.begin_object();
        writer_.member("at");
        writer_.integer(change.at);
        writer_.member("cheaper");
        writer_.plain(cheaper[change.after + 1]);
        writer_.member("cheaper_before");
        writer_.plain(cheaper[change.before + 1]);
        writer_.member("first");
        name(change.first);
        if (wish.by_month) {
            writer_.member("month");
            writer_.month(comparison_.alternatives.front().scenario.base.from + static_cast<Month>(change.at) - 1);
        }
        writer_.member("second");
        name(change.second);
        writer_.member("totals");
        totals(change.totals);
        writer_.member("totals_before");
        totals(change.totals_before);
        writer_.end_object();
    }

    CanonicalWriter& writer_;
    const Comparison& comparison_;
    int digits_;
};

}  // namespace

void write_break_even(CanonicalWriter& writer, const Comparison& comparison, const BreakEven& wish,
                      const BreakEvenResult& found) {
    SearchWriter(writer, comparison).write_break_even(wish, found);
}

void write_sensitivity(CanonicalWriter& writer, const Comparison& comparison, const SensitivityResult& found,
                       int64_t total) {
    SearchWriter(writer, comparison).write_sensitivity(found, total);
}

}  // namespace samebill
