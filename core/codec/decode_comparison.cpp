// SPDX-License-Identifier: MIT
#include "core/codec/decode_comparison.h"

#include <algorithm>

#include "core/codec/canonical.h"
#include "core/codec/decode_parts.h"
#include "core/codec/member_text.h"

namespace samebill {

namespace {

constexpr MemberRule comparison_rules[] = {
    {"schema", required}, {"name"},       {"base", required}, {"alternatives", required},
    {"reference"},        {"break_even"}, {"sensitivity"}};
constexpr MemberRule alternative_rules[] = {{"name", required}, {"patch"}};
constexpr MemberRule month_rules[] = {{"over", required}};
constexpr MemberRule fleet_rules[] = {{"over", required}, {"cohort"}, {"from"}, {"through", required}, {"points"}};
constexpr MemberRule amount_rules[] = {{"over", required}, {"cohort", required},  {"behaviour", required},
                                       {"from"},           {"through", required}, {"points"}};
constexpr MemberRule any_rules[] = {{"over", required}, {"cohort"}, {"behaviour"}, {"from"}, {"through"}, {"points"}};
constexpr MemberRule sensitivity_rules[] = {{"alternative"}, {"percent"}};

bool read_name(Reader& reader, const Value* value, std::string& name) {
    if (!reader.text(value, name)) return false;
    return !name.empty() || reader.wrong(*value, "text of at least one character");
}

void read_break_even(Reader& reader, const Value& value, BreakEven& wish) {
    enum class Over : uint8_t { none, devices, usage, amount, month };
    Over over = Over::none;
    if (value.json->is_object()) {
        const Value said = member_value(value, "over");
        reader.choice<Over>(
            said.json == nullptr ? nullptr : &said,
            {{"devices", Over::devices}, {"usage", Over::usage}, {"amount", Over::amount}, {"month", Over::month}},
            over);
    }
    const Members members(reader, value, "a break-even of its kind",
                          over == Over::month    ? std::span<const MemberRule>(month_rules)
                          : over == Over::amount ? std::span<const MemberRule>(amount_rules)
                          : over == Over::none   ? std::span<const MemberRule>(any_rules)
                                                 : std::span<const MemberRule>(fleet_rules));
    wish.by_month = over == Over::month;
    wish.over = over == Over::usage ? Assumed::usage : over == Over::amount ? Assumed::amount : Assumed::devices;
    wish.range = {over == Over::devices ? 1 : 0, 1, 25};
    reader.id(members["cohort"], wish.cohort);
    reader.id(members["behaviour"], wish.behaviour);
    const int64_t most = over == Over::devices ? most_devices
                         : over == Over::usage ? most_varied_percent
                                               : most_payload;
    reader.integer(members["from"], 0, most, wish.range.from);
    const bool has_through = reader.integer(members["through"], 1, most, wish.range.through);
    reader.integer(members["points"], 2, most_points, wish.range.points);
    if (has_through && wish.range.through <= wish.range.from) reader.wrong(*members["through"], "above `from`");
}

// Names of alternatives, known only when all are read.
struct NamedWishes {
    std::string reference;
    std::string sensitive;
};

void read_sensitivity(Reader& reader, const Value* value, Comparison& comparison, std::string& name) {
    if (value == nullptr) return;
    if (value->json->is_boolean()) {
        if (value->json->boolean()) comparison.sensitivity.emplace();
        return;
    }
    if (!value->json->is_object()) {
        reader.wrong(*value, "true, false or an object");
        return;
    }
    comparison.sensitivity.emplace();
    const Members members(reader, *value, "a sensitivity", sensitivity_rules);
    read_name(reader, members["alternative"], name);
    reader.integer(members["percent"], 1, 50, comparison.sensitivity->percent);
}

void read_shape(Reader& reader, const Value& root, Comparison& comparison, NamedWishes& named) {
    const Members members(reader, root, "a comparison", comparison_rules);
    reader.schema(members["schema"], "samebill/comparison/1");
    std::string name;
    reader.text(members["name"], name);
    if (const Value* base = members["base"]) reader.is_object(*base);
    std::set<std::string_view> seen;
    const Value* alternatives = members["alternatives"];
    reader.list(alternatives, [&](const Value& element) {
        const Members inner(reader, element, "an alternative", alternative_rules);
        std::string& added = comparison.alternatives.emplace_back().name;
        if (read_name(reader, inner["name"], added)) reader.unique(inner["name"], seen);
        if (inner["patch"] != nullptr) reader.is_object(*inner["patch"]);
    });
    if (alternatives != nullptr && alternatives->json->is_list() &&
        (comparison.alternatives.empty() || comparison.alternatives.size() > most_alternatives))
        reader.wrong(*alternatives, "a list of 1 to " + std::to_string(most_alternatives) + " alternatives");
    read_name(reader, members["reference"], named.reference);
    const Value* break_even = members["break_even"];
    reader.list(break_even,
                [&](const Value& element) { read_break_even(reader, element, comparison.break_even.emplace_back()); });
    if (comparison.break_even.size() > most_break_evens)
        reader.wrong(*break_even, "a list of at most " + std::to_string(most_break_evens));
    read_sensitivity(reader, members["sensitivity"], comparison, named.sensitive);
}

// Stage 2: what the wishes name, and what makes totals comparable.
class WishResolver {
public:
    WishResolver(Reader& reader, const Value& root, Comparison& comparison)
        : reader_(reader), root_(root), comparison_(comparison) {}

    void resolve(const NamedWishes& named) {
        const Scenario& first = comparison_.alternatives.front().scenario;
        const Value list = member_value(root_, "alternatives");
        for (uint32_t i = 1; i < comparison_.alternatives.size(); ++i) {
            const Request& base = comparison_.alternatives[i].scenario.base;
            const Value element = element_value(list, i);
            if (base.from != first.base.from || base.through != first.base.through)
                reader_.fail("period", element,
                             "All alternatives must have the same months: their totals are compared.");
            if (base.catalog.currency.code != first.base.catalog.currency.code)
                reader_.fail("schema", element, "All alternatives must have one currency: their totals are compared.");
        }
        comparison_.reference = named.reference.empty() ? 0 : find(member_value(root_, "reference"), named.reference);
        if (!named.sensitive.empty()) {
            const Value sensitivity = member_value(root_, "sensitivity");
            comparison_.sensitivity->alternative = find(member_value(sensitivity, "alternative"), named.sensitive);
        }
        const Value wishes = member_value(root_, "break_even");
        for (uint32_t i = 0; i < comparison_.break_even.size(); ++i)
            resolve_break_even(element_value(wishes, i), comparison_.break_even[i]);
    }

private:
    Index find(const Value& value, std::string_view name) {
        for (Index i = 0; i < comparison_.alternatives.size(); ++i) {
            if (comparison_.alternatives[i].name == name) return i;
        }
        reader_.wrong(value, "the name of an alternative");
        return 0;
    }

    void resolve_break_even(const Value& value, BreakEven& wish) {
        if (wish.by_month) {
            const Request& base = comparison_.alternatives.front().scenario.base;
            const int64_t months = base.through - base.from + 1;
            wish.range = {1, months, months};
            return;
        }
        for (const Alternative& alternative : comparison_.alternatives) {
            if (!fits(value, wish, alternative)) return;
        }
    }

    // Every alternative must have what varies, within what a scenario may state.
    bool fits(const Value& value, const BreakEven& wish, const Alternative& alternative) {
        const Scenario& scenario = alternative.scenario;
        const std::string of = "alternative \"" + alternative.name + "\"";
        AssumedNumber number{wish.over, no_index, no_index};
        for (Index c = 0; c < scenario.cohorts.size(); ++c) {
            if (!wish.cohort.empty() && scenario.cohorts[c].name == wish.cohort) number.cohort = c;
        }
        if (!wish.cohort.empty() && number.cohort == no_index)
            return reader_.wrong(member_value(value, "cohort"), "a cohort of every alternative, also of " + of);
        if (wish.over == Assumed::amount) {
            const auto& usage = scenario.cohorts[number.cohort].usage;
            for (Index b = 0; b < usage.size(); ++b) {
                if (usage[b].name == wish.behaviour) number.behaviour = b;
            }
            if (number.behaviour == no_index)
                return reader_.wrong(member_value(value, "behaviour"),
                                     "a behaviour of the cohort in every alternative, also in " + of);
            const ValueRange range = range_of(scenario, number);
            if (wish.range.from < range.least)
                return reader_.wrong(member_value(value, "from"), "at least " + std::to_string(range.least));
            if (wish.range.through > range.most)
                return reader_.wrong(member_value(value, "through"), "at most " + std::to_string(range.most));
        }
        const Scenario largest = with_value(scenario, number, Decimal{Int128{wish.range.through} * nano});
        int64_t devices = 0;
        bool too_much = false;
        for (const Cohort& cohort : largest.cohorts) {
            devices += cohort.count;
            for (const Behaviour& behaviour : cohort.usage) {
                for (const UsageClass& each : cohort.variation.classes)
                    too_much = too_much || Int128{behaviour.amount} * each.percent * cohort.usage_percent >
                                               Int128{most_payload} * most_percent * 100;
            }
        }
        if (devices > most_devices)
            return reader_.fail("limit", member_value(value, "through"),
                                "With that, " + of + " plans more than " + std::to_string(most_devices) + " devices.");
        if (too_much)
            return reader_.fail("limit", member_value(value, "through"),
                                "With that, a session of " + of + " is larger than a scenario may state.");
        return true;
    }

    Reader& reader_;
    const Value& root_;
    Comparison& comparison_;
};

}  // namespace

void ComparisonText::place(ProblemList& problems, Index alternative, const Problem& problem) const {
    const Value root{&document_.root, {}};
    const auto tell = [&](const Value& at, std::string_view rest) {
        std::string message = problem.message;
        if (!rest.empty() && alternative != no_index) message += " (In the patched scenario, at " + problem.path + ".)";
        problems.add(problem.code, at.place, std::move(message));
    };
    if (alternative == no_index) return follow(root, problem.path, tell);
    const Value list = member_value(root, "alternatives");
    const Value element = element_value(list, alternative);
    const Value patch = member_value(element, "patch");
    const Value base = member_value(root, "base");
    const bool patched = patch.json != nullptr && !patch.json->empty();
    follow(patched ? patch : base, problem.path, tell);
}

Problems ComparisonText::placed(const std::vector<ComparisonProblem>& found) const {
    ProblemList problems;
    for (const ComparisonProblem& each : found) place(problems, each.alternative, each.problem);
    return problems.take();
}

// The base first, as it stands: what is wrong with it would be told again for each alternative.
void ComparisonText::read_alternatives(const ScenarioOptions& options, Comparison& comparison, ProblemList& problems) {
    const Value root{&document_.root, {}};
    const Value base = member_value(root, "base");
    const auto table = [&] { return comparison.tables.emplace_back(std::make_unique<SessionTable>()).get(); };
    SessionTable* const own = table();
    Scenario alone;
    place_problems(problems, base, decode_scenario(*base.json, options, alone, *own));
    if (!problems.empty()) return;
    const SessionTable* const records = options.records != nullptr ? options.records : own;
    const Value list = member_value(root, "alternatives");
    static constexpr std::string_view nothing = R"({"records":null})";
    Document without;
    ProblemList none;
    parse_json(nothing, without, none);
    for (Index i = 0; i < comparison.alternatives.size(); ++i) {
        Alternative& alternative = comparison.alternatives[i];
        const Value element = element_value(list, i);
        const Value patch = member_value(element, "patch");
        Json& scenario = scenarios_.emplace_back(*base.json);
        if (patch.json != nullptr) {
            const auto merged = merge_patch(document_.arena, *base.json, *patch.json);
            if (!merged) {
                problems.add("schema", patch.place, "The patched scenario has more members than any scenario.");
                continue;
            }
            scenario = *merged;
        }
        // Records that the patch leaves alone are read once, with the base.
        const bool own_records = patch.json != nullptr && find_member(*patch.json, "records") != nullptr;
        const Json decoded = own_records ? scenario : *merge_patch(document_.arena, scenario, without.root);
        const ScenarioOptions with{own_records ? options.records : records};
        SessionTable* const taken = own_records ? table() : nullptr;
        SessionTable unused;
        const Problems found = decode_scenario(decoded, with, alternative.scenario, taken == nullptr ? unused : *taken);
        for (const Problem& problem : found) place(problems, i, problem);
        alternative.records = with.records != nullptr ? with.records : taken;
        if (found.empty()) alternative.scenario.digest = *canonical_digest(scenario);
    }
}

Problems ComparisonText::read(std::string_view text, const ScenarioOptions& options, Comparison& comparison) {
    ProblemList problems;
    if (!parse_json(text, document_, problems)) return problems.take();
    Reader reader{problems};
    const Value root{&document_.root, {}};
    NamedWishes named;
    read_shape(reader, root, comparison, named);
    const Value base = member_value(root, "base");
    const bool has_base = base.json != nullptr && base.json->is_object();
    if (has_base && (problems.empty() || comparison.alternatives.empty())) {
        read_alternatives(options, comparison, problems);
    } else if (has_base) {
        Scenario alone;
        SessionTable unused;
        place_problems(problems, base, decode_scenario(*base.json, options, alone, unused));
    }
    if (!problems.empty()) return problems.take();
    ProblemList references;
    Reader resolver{references};
    WishResolver(resolver, root, comparison).resolve(named);
    if (!references.empty()) return references.take();
    comparison.digest = *canonical_digest(document_.root);
    return {};
}

}  // namespace samebill
