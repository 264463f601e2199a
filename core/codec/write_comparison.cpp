// SPDX-License-Identifier: MIT
#include "core/codec/write_comparison.h"

#include "core/api.h"
#include "core/codec/canonical.h"
#include "core/codec/canonical_writer.h"
#include "core/codec/json_difference.h"
#include "core/codec/scenario_parts.h"
#include "core/codec/write_break_even.h"

namespace samebill {

namespace {

constexpr int64_t most_settings = 100;

class ComparisonWriter {
public:
    ComparisonWriter(const Comparison& comparison, const ComparisonText& text, const ComparisonResult& result,
                     std::string& out)
        : comparison_(comparison),
          text_(text),
          result_(result),
          base_(comparison.alternatives.front().scenario.base),
          digits_(base_.catalog.currency.minor_digits),
          writer_(out) {}

    void write() {
        writer_.begin_object();
        writer_.member("alternatives");
        write_list(result_.alternatives, [&](size_t i) { write_alternative(i); });
        writer_.member("break_even");
        write_list(result_.break_even, [&](size_t i) {
            write_break_even(writer_, comparison_, comparison_.break_even[i], result_.break_even[i]);
        });
        writer_.member("comparison");
        writer_.plain(comparison_.digest);
        writer_.member("currency");
        writer_.plain(base_.catalog.currency.code);
        writer_.member("differences");
        writer_.begin_array();
        for (size_t i = 0; i < result_.alternatives.size(); ++i) {
            if (i != comparison_.reference) write_difference(i);
        }
        writer_.end_array();
        writer_.member("from");
        writer_.month(base_.from);
        writer_.member("recommended");
        write_recommendation();
        writer_.member("reference");
        name(comparison_.reference);
        writer_.member("rules");
        writer_.plain(rules_version);
        writer_.member("schema");
        writer_.plain("samebill/comparison_result/1");
        if (result_.sensitivity) {
            writer_.member("sensitivity");
            write_sensitivity(writer_, comparison_, *result_.sensitivity, total(result_.sensitivity->alternative));
        }
        writer_.member("through");
        writer_.month(base_.through);
        writer_.end_object();
    }

private:
    void money(int64_t minor) { writer_.money(minor, digits_); }
    void name(size_t alternative) { writer_.string(comparison_.alternatives[alternative].name); }
    int64_t total(size_t alternative) const { return result_.alternatives[alternative].totals.total; }

    template <class List, class Write>
    void write_list(const List& list, const Write& write) {
        writer_.begin_array();
        for (size_t i = 0; i < list.size(); ++i) {
            writer_.element();
            write(i);
        }
        writer_.end_array();
    }
    void write_names(const std::vector<Index>& alternatives) {
        write_list(alternatives, [&](size_t i) { name(alternatives[i]); });
    }

    void write_alternative(size_t i) {
        const ComparedAlternative& compared = result_.alternatives[i];
        const Scenario& scenario = comparison_.alternatives[i].scenario;
        const Catalog& catalog = scenario.base.catalog;
        writer_.begin_object();
        writer_.member("catalog");
        writer_.plain(catalog.id);
        if (catalog.version) {
            writer_.member("catalog_version");
            writer_.plain(*catalog.version);
        }
        writer_.member("cohorts");
        write_cohort_terms(writer_, scenario, compared.result);
        writer_.member("months");
        int64_t cumulated = 0;
        write_list(compared.result.months, [&](size_t m) {
            const MonthResult& month = compared.result.months[m];
            cumulated += month.total;
            writer_.begin_object();
            writer_.member("cumulated");
            money(cumulated);
            writer_.member("month");
            writer_.month(month.month);
            writer_.member("total");
            money(month.total);
            writer_.end_object();
        });
        writer_.member("name");
        name(i);
        writer_.member("not_billed");
        writer_.begin_object();
        writer_.member("data");
        writer_.integer(compared.not_billed[static_cast<size_t>(index_of(Kind::data))]);
        writer_.member("sms");
        writer_.integer(compared.not_billed[static_cast<size_t>(index_of(Kind::sms))]);
        writer_.member("voice");
        writer_.integer(compared.not_billed[static_cast<size_t>(index_of(Kind::voice))]);
        writer_.end_object();
        if (compared.result.term_percentiles) {
            writer_.member("percentiles");
            write_percentiles(writer_, *compared.result.term_percentiles, digits_);
        }
        writer_.member("scenario");
        writer_.plain(scenario.digest);
        writer_.member("totals");
        write_term_totals(writer_, compared.totals, digits_);
        writer_.end_object();
    }

    // What an alternative costs more than the reference; every list comes to the difference of the totals, that of the
    // cohorts to the difference before taxes.
    void write_difference(size_t i) {
        const ComparedAlternative& one = result_.alternatives[i];
        const ComparedAlternative& other = result_.alternatives[comparison_.reference];
        writer_.element();
        writer_.begin_object();
        writer_.member("alternative");
        name(i);
        writer_.member("cohorts");
        write_cohort_differences(i);
        writer_.member("months");
        write_list(one.result.months, [&](size_t m) {
            writer_.begin_object();
            writer_.member("month");
            writer_.month(one.result.months[m].month);
            writer_.member("total");
            money(one.result.months[m].total - other.result.months[m].total);
            writer_.end_object();
        });
        write_settings(i);
        writer_.member("totals");
        write_term_totals(writer_, difference(one.totals, other.totals), digits_);
        writer_.end_object();
    }

    static TermTotals difference(const TermTotals& one, const TermTotals& other) {
        TermTotals sums = one;
        for (size_t c = 0; c < category_count; ++c) sums.charges[c] -= other.charges[c];
        sums.discounts -= other.discounts;
        sums.minimum_shortfall -= other.minimum_shortfall;
        sums.subtotal -= other.subtotal;
        sums.tax_total -= other.tax_total;
        sums.total -= other.total;
        return sums;
    }

    // By name: the reference's cohorts, then those that only the alternative has.
    void write_cohort_differences(size_t i) {
        const Scenario& one = comparison_.alternatives[i].scenario;
        const Scenario& other = comparison_.alternatives[comparison_.reference].scenario;
        const auto ones = cohort_terms(result_.alternatives[i].result);
        const auto others = cohort_terms(result_.alternatives[comparison_.reference].result);
        const auto find = [](const Scenario& in, const std::string& name, const std::vector<CohortTerm>& terms) {
            for (size_t c = 0; c < terms.size(); ++c) {
                if (in.cohorts[c].name == name) return &terms[c];
            }
            return static_cast<const CohortTerm*>(nullptr);
        };
        const auto put = [&](const std::string& cohort, int64_t amount) {
            writer_.element();
            writer_.begin_object();
            writer_.member("cohort");
            writer_.plain(cohort);
            writer_.member("total");
            money(amount);
            writer_.end_object();
        };
        writer_.begin_array();
        for (size_t c = 0; c < others.size(); ++c) {
            const CohortTerm* const same = find(one, other.cohorts[c].name, ones);
            put(other.cohorts[c].name, (same == nullptr ? 0 : same->total) - others[c].total);
        }
        for (size_t c = 0; c < ones.size(); ++c) {
            if (find(other, one.cohorts[c].name, others) == nullptr) put(one.cohorts[c].name, ones[c].total);
        }
        writer_.end_array();
    }

    // Where the scenarios differ.
    void write_settings(size_t i) {
        writer_.member("settings");
        writer_.begin_array();
        int64_t told = 0;
        differences(text_.scenario(static_cast<Index>(comparison_.reference)), text_.scenario(static_cast<Index>(i)),
                    [&](const std::string& pointer, const Json* reference, const Json* alternative) {
                        if (++told > most_settings) return;
                        writer_.element();
                        writer_.begin_object();
                        if (alternative != nullptr) {
                            writer_.member("alternative");
                            writer_.canonical(*canonical_form(*alternative));
                        }
                        writer_.member("path");
                        writer_.string(pointer);
                        if (reference != nullptr) {
                            writer_.member("reference");
                            writer_.canonical(*canonical_form(*reference));
                        }
                        writer_.end_object();
                    });
        writer_.end_array();
        writer_.member("settings_left_out");
        writer_.integer(told > most_settings ? told - most_settings : 0);
    }

    void write_recommendation() {
        const Recommendation& found = result_.recommendation;
        writer_.begin_object();
        writer_.member("alternative");
        name(found.alternative);
        writer_.member("equal");
        write_names(found.equal);
        if (found.next != no_index) {
            writer_.member("mainly");
            writer_.plain(
                main_part(result_.alternatives[found.alternative].totals, result_.alternatives[found.next].totals));
            writer_.member("next");
            name(found.next);
        }
        writer_.member("passed_over");
        write_names(found.passed_over);
        writer_.member("reason");
        writer_.plain(name_of(found.reason));
        writer_.member("saving");
        money(total(comparison_.reference) - total(found.alternative));
        if (found.next != no_index) {
            writer_.member("saving_to_next");
            money(total(found.next) - total(found.alternative));
        }
        writer_.end_object();
    }

    // The part of the bill in which it saves the most; "none" if it saves in no part.
    static std::string_view main_part(const TermTotals& one, const TermTotals& next) {
        const TermTotals saved = difference(next, one);
        const auto charge = [&](Category category) { return saved.charges[static_cast<size_t>(category)]; };
        const std::pair<std::string_view, int64_t> parts[] = {
            {"access", charge(Category::access)},           {"recurring", charge(Category::recurring)},
            {"one_off", charge(Category::one_off)},         {"usage", charge(Category::usage)},
            {"prepaid", charge(Category::prepaid)},         {"discounts", saved.discounts},
            {"minimum_shortfall", saved.minimum_shortfall}, {"taxes", saved.tax_total}};
        std::pair<std::string_view, int64_t> most{"none", 0};
        for (const auto& part : parts) {
            if (part.second > most.second) most = part;
        }
        return most.first;
    }

    const Comparison& comparison_;
    const ComparisonText& text_;
    const ComparisonResult& result_;
    const Request& base_;
    int digits_;
    CanonicalWriter writer_;
};

}  // namespace

std::string write_comparison(const Comparison& comparison, const ComparisonText& text, const ComparisonResult& result) {
    std::string out;
    ComparisonWriter(comparison, text, result, out).write();
    return out;
}

}  // namespace samebill
