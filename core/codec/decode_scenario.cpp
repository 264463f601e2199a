// SPDX-License-Identifier: MIT
#include "core/codec/decode_scenario.h"

#include <algorithm>
#include <functional>

#include "core/base/sorting.h"
#include "core/codec/canonical.h"
#include "core/codec/decode_parts.h"
#include "core/codec/read_usage.h"
#include "core/codec/references.h"
#include "core/quote/class_usage.h"

namespace samebill {

namespace {

constexpr MemberRule scenario_rules[] = {{"schema", required},
                                         {"name"},
                                         {"catalog", required},
                                         {"account", required},
                                         {"from", required},
                                         {"months", required},
                                         {"cohorts", required},
                                         {"records"},
                                         {"seed"},
                                         {"seeds"},
                                         {"payment_days"}};

constexpr int64_t most_seed = (int64_t{1} << 53) - 1;

class ScenarioReader {
public:
    ScenarioReader(const ScenarioOptions& options, Scenario& scenario, SessionTable& own)
        : options_(options), scenario_(scenario), own_(own) {}

    Problems read(std::string_view text) {
        Document document;
        ProblemList problems;
        if (!parse_json(text, document, problems)) return problems.take();
        return read({&document.root, {}}, problems);
    }

    // `problems` has those of the text.
    Problems read(const Value& root, ProblemList& problems) {
        Reader reader{problems};
        ProblemList references;
        read_shape(reader, root, references);
        if (!problems.empty()) return problems.take();
        own_.seal();
        Reader resolver{references};
        resolve_references(references, root, {}, scenario_.base);
        resolve(resolver, root);
        if (!references.empty()) return references.take();
        scenario_.digest = *canonical_digest(*root.json);
        return {};
    }

private:
    void read_shape(Reader& reader, const Value& root, ProblemList& references) {
        const Members members(reader, root, "a scenario", scenario_rules);
        reader.schema(members["schema"], "samebill/scenario/1");
        std::string name;
        reader.text(members["name"], name);
        Request& base = scenario_.base;
        base.inputs_digest = false;
        WrittenPlans written;
        if (const Value* catalog = members["catalog"]) read_catalog(reader, *catalog, base.catalog, written);
        if (const Value* account = members["account"]) read_customer(reader, *account, written);
        reader.month(members["from"], base.from);
        int64_t months = 1;
        reader.integer(members["months"], 1, most_months, months);
        base.through = base.from + static_cast<Month>(months) - 1;
        read_cohorts(reader, members["cohorts"]);
        read_records(reader, members["records"], references);
        int64_t number = 1;
        reader.integer(members["seed"], 0, most_seed, number);
        scenario_.seed = static_cast<uint64_t>(number);
        read_seeds(reader, members["seeds"]);
        number = scenario_.payment_days;
        reader.integer(members["payment_days"], 0, 365, number);
        scenario_.payment_days = static_cast<int32_t>(number);
    }

    void read_customer(Reader& reader, const Value& value, const WrittenPlans& written) {
        std::vector<NamedDevice> devices;
        read_account(reader, value, scenario_.base.account, devices);
        merge_attachments(reader, value, written, scenario_.base.account);
        if (!devices.empty())
            reader.wrong(member_value(value, "devices"), "an empty list: the cohorts say which devices there are");
    }

    void read_cohorts(Reader& reader, const Value* value) {
        if (value == nullptr || !reader.is_list(value)) return;
        if (value->json->size() > most_cohorts) {
            reader.fail("limit", *value, "Leave cohorts out: at most " + std::to_string(most_cohorts) + ".");
            return;
        }
        std::set<std::string_view> seen;
        int64_t devices = 0;
        reader.list(value, [&](const Value& element) {
            NamedCohort& named = named_.emplace_back();
            read_cohort(reader, element, named);
            devices += named.cohort.count;
            if (!element.json->is_object()) return;
            const Value name = member_value(element, "name");
            reader.unique(name.json == nullptr ? nullptr : &name, seen);
        });
        if (devices > most_devices)
            reader.fail("limit", *value, "Plan fewer devices: at most " + std::to_string(most_devices) + " in all.");
        if (value->json->empty()) reader.wrong(*value, "at least one cohort");
    }

    void read_records(Reader& reader, const Value* value, ProblemList& references) {
        if (value == nullptr) return;
        if (options_.records == nullptr) {
            UsageInput input{own_, references};
            read_usage(reader, *value, input);
        } else if (reader.is_list(value) && !value->json->empty()) {
            reader.wrong(*value, "an empty list: the records are in a usage table");
        }
    }

    // So many from the seed on, or a list.
    void read_seeds(Reader& reader, const Value* value) {
        if (value == nullptr) return;
        if (!value->json->is_list()) {
            int64_t count = 0;
            if (!reader.integer(value, 2, most_seeds, count)) return;
            for (int64_t i = 0; i < count; ++i) scenario_.seeds.push_back(scenario_.seed + static_cast<uint64_t>(i));
            return;
        }
        reader.list(value, [&](const Value& element) {
            int64_t seed = 0;
            if (!reader.integer(&element, 0, most_seed, seed)) return;
            const auto drawn = static_cast<uint64_t>(seed);
            if (std::find(scenario_.seeds.begin(), scenario_.seeds.end(), drawn) != scenario_.seeds.end())
                reader.wrong(element, "a seed that is not in the list yet");
            scenario_.seeds.push_back(drawn);
        });
        if (value->json->size() < 2 || value->json->size() > most_seeds)
            reader.wrong(*value, "2 to " + std::to_string(most_seeds) + " seeds");
    }

    // Stage 2: what the cohorts name.
    void resolve(Reader& reader, const Value& root) {
        Request& base = scenario_.base;
        if (base.through >= (last_year + 1) * 12)
            reader.fail("period", member_value(root, "months"), "The months must end by 2189-12.");
        for (const NamedCohort& named : named_) {
            if (!named.group.empty()) base.groups.emplace_back(named.group);
        }
        sort_list(base.groups, std::less<>());
        base.groups.erase(std::unique(base.groups.begin(), base.groups.end()), base.groups.end());
        const Value list = member_value(root, "cohorts");
        for (uint32_t i = 0; i < named_.size(); ++i) {
            resolve_cohort(reader, element_value(list, i), named_[i]);
            scenario_.cohorts.push_back(std::move(named_[i].cohort));
        }
    }

    void unknown(Reader& reader, const Value& value, std::string_view code, std::string_view what) {
        reader.fail(code, value,
                    "\"" + std::string(value.json->text()) + "\" is no " + std::string(what) +
                        ": correct the name or add it there.");
    }

    Index plan_at(Reader& reader, const Value& value, std::string_view id) {
        if (id.empty()) return no_index;
        const auto& plans = scenario_.base.catalog.plans;
        const auto found = std::find_if(plans.begin(), plans.end(), [&](const Plan& plan) { return plan.id == id; });
        if (found != plans.end()) return static_cast<Index>(found - plans.begin());
        unknown(reader, value, "unknown_plan", "plan of the catalog");
        return no_index;
    }

    void resolve_cohort(Reader& reader, const Value& value, NamedCohort& named) {
        Cohort& cohort = named.cohort;
        const Request& base = scenario_.base;
        cohort.plan = plan_at(reader, member_value(value, "plan"), named.plan);
        const Value changes = member_value(value, "plan_changes");
        for (uint32_t i = 0; i < named.change_plans.size(); ++i) {
            const Value change = element_value(changes, i);
            cohort.plan_changes[i].plan = plan_at(reader, member_value(change, "plan"), named.change_plans[i]);
        }
        if (!named.group.empty()) {
            const auto at = std::lower_bound(base.groups.begin(), base.groups.end(), named.group);
            cohort.group = static_cast<Index>(at - base.groups.begin());
        }
        if (!named.sim_product.empty()) {
            const auto& products = base.catalog.sim_products;
            const auto found = std::find_if(products.begin(), products.end(),
                                            [&](const SimProduct& each) { return each.id == named.sim_product; });
            if (found == products.end())
                unknown(reader, member_value(value, "sim_product"), "unknown_sim_product",
                        "SIM product of the catalog");
            else
                cohort.lapses = found->lapses;
        }
        if (cohort.start == INT32_MIN) cohort.start = first_day_of(base.from);
        if (cohort.start > last_day_of(base.through)) {
            const Value start = member_value(value, "start");
            reader.fail("period", member_value(start, "on"), "The start must not be after the last month.");
        }
        check_seasons(reader, member_value(value, "seasons"), cohort);
        for (uint32_t i = 0; i < cohort.usage.size(); ++i) {
            if (largest_quantity(cohort, cohort.usage[i]) > most_quantity)
                reader.fail("limit", element_value(member_value(value, "usage"), i), std::string(too_large_quantity));
        }
        for (uint32_t i = 0; i < cohort.purchases.size(); ++i)
            resolve_purchase(reader, element_value(member_value(value, "purchases"), i), cohort.purchases[i]);
        if (cohort.sample) resolve_sample(reader, member_value(value, "sample"), *cohort.sample);
    }

    void check_seasons(Reader& reader, const Value& list, const Cohort& cohort) {
        const std::vector<Season> all = seasons_within(cohort.seasons, scenario_.base.from, scenario_.base.through);
        for (size_t i = 1; i < all.size(); ++i) {
            if (all[i].from > all[i - 1].until + 1) continue;
            reader.fail("schema", list, "The seasons must not touch one another: there is a day between two of them.");
            return;
        }
    }

    // Some plan as it holds for the account has the pack, with some of each kind that is to stay above a threshold.
    void resolve_purchase(Reader& reader, const Value& value, const Purchase& purchase) {
        const Request& base = scenario_.base;
        const Pack* found = nullptr;
        const auto look = [&](const Plan& plan) {
            for (const Pack& pack : plan.packs) found = pack.id == purchase.pack ? &pack : found;
        };
        for (const Plan& plan : base.catalog.plans) look(plan);
        for (const PricingAttachment& attachment : base.account.attachments) look(attachment.merged);
        if (found == nullptr)
            return unknown(reader, member_value(value, "pack"), "unknown_pack", "pack of the catalog");
        for (const Kind kind : all_kinds) {
            const auto k = static_cast<size_t>(index_of(kind));
            if (purchase.below[k] == 0 || found->amounts[k] > 0) continue;
            const Value below = member_value(value, "below");
            reader.fail("schema", member_value(below, name_of(kind)),
                        "The pack holds none of it: no purchase would take the balance to the threshold.");
        }
    }

    void resolve_sample(Reader& reader, const Value& value, const Sample& sample) {
        const SessionTable& records = options_.records != nullptr ? *options_.records : own_;
        const Value devices = member_value(value, "devices");
        for (uint32_t i = 0; i < sample.devices.size(); ++i) {
            if (records.find_device(sample.devices[i]) == UINT32_MAX)
                unknown(reader, element_value(devices, i), "unknown_device", "device of the records");
        }
        if (records.device_count() == 0) {
            reader.fail("schema", value, "There are no records to take a sample of: add `records` or a usage table.");
        } else if (!any_in_month(records, sample)) {
            reader.fail("schema", member_value(value, "month"),
                        "No sampled record starts in this month: name another.");
        }
    }

    static bool any_in_month(const SessionTable& records, const Sample& sample) {
        const auto any = [&](uint32_t device) {
            if (device == UINT32_MAX) return true;  // a problem already
            const SessionTable::Range range = records.sessions_of(device);
            for (uint64_t at = range.begin; at < range.end; ++at) {
                if (month_of(date_at(records.session(at).start)) == sample.month) return true;
            }
            return false;
        };
        const bool all = sample.devices.empty();
        const size_t count = all ? records.device_count() : sample.devices.size();
        for (uint32_t i = 0; i < count; ++i) {
            if (any(all ? i : records.find_device(sample.devices[i]))) return true;
        }
        return false;
    }

    const ScenarioOptions& options_;
    Scenario& scenario_;
    SessionTable& own_;
    std::vector<NamedCohort> named_;
};

}  // namespace

Problems decode_scenario(std::string_view text, const ScenarioOptions& options, Scenario& scenario,
                         SessionTable& own_records) {
    return ScenarioReader(options, scenario, own_records).read(text);
}

Problems decode_scenario(const Json& document, const ScenarioOptions& options, Scenario& scenario,
                         SessionTable& own_records) {
    ProblemList problems;
    return ScenarioReader(options, scenario, own_records).read({&document, {}}, problems);
}

}  // namespace samebill
