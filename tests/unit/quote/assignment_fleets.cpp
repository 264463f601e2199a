// SPDX-License-Identifier: MIT
// Rules: G1, G3, H1, F5, B2, B7, B8
// Small fleets by chance: the assignment found against every assignment there is, each billed by the engine.
#include <boost/test/unit_test.hpp>

#include "core/codec/decode_assignment.h"
#include "core/quote/assignment.h"
#include "core/usage/account_usage.h"
#include "tests/unit/support/scenario.h"

using namespace samebill;

BOOST_AUTO_TEST_SUITE(assignment_fleets)

namespace {

class Chance {
public:
    explicit Chance(uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15u + 1) {}
    int64_t below(int64_t limit) {
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return static_cast<int64_t>((state_ >> 33) % static_cast<uint64_t>(limit));
    }
    std::string digits(int64_t limit) { return std::to_string(below(limit)); }

private:
    uint64_t state_;
};

std::string plan(Chance& chance, const std::string& id) {
    std::string volume, rate = R"({"price":"0.)" + std::to_string(1 + chance.below(9)) + R"(","per":"KB"})";
    if (chance.below(3) == 0)
        volume = R"(,"volume":[{"from":2,"amount":")" + chance.digits(6) + R"(.9"},{"from":3,"amount":"1.25"}])";
    if (chance.below(4) == 0)
        rate = R"({"per":"KB","mode":")" + std::string(chance.below(2) == 0 ? "graduated" : "volume") +
               R"(","tiers":[{"up_to":4,"price":"0.)" + chance.digits(9) + R"("},{"price":"0.2"}]})";
    const std::string change = chance.below(5) == 0 ? "not_allowed" : chance.below(2) == 0 ? "next_day" : "next_month";
    return R"({"id":")" + id + R"(","access_fee":{"amount":")" + chance.digits(8) + '.' + chance.digits(10) + '"' +
           volume + R"(},"included":{"data":)" + std::to_string(chance.below(9) * 1000) + R"(,"sms":)" +
           chance.digits(4) + R"(},"overage":{"data":)" + rate +
           R"(,"sms":{"price":"0.07","per":"message"}},"terms":{"pooling_allowed":)" +
           (chance.below(3) != 0 ? "true" : "false") + R"(,"plan_change":")" + change +
           R"(","data_rounding":{"increment":)" + (chance.below(2) == 0 ? "1" : "1024") + R"(,"per":")" +
           (chance.below(3) == 0 ? "day" : "session") + "\"}}}";
}

Scenario fleet(Chance& chance, int devices) {
    Scenario scenario;
    if (chance.below(2) == 0)
        scenario
            .catalog(R"("taxes":[{"id":"t","name":"T","jurisdiction":"X","rate":"0.19","categories":["access"]},
            {"id":"u","name":"U","jurisdiction":"X","rate":"0.0725","categories":["usage","access"]}])")
            .account(R"("tax":{"jurisdictions":["X"]})");
    std::string agreement = R"("from":"2020-01-01")";
    if (chance.below(3) == 0) agreement += R"(,"minimum_monthly_charge":")" + chance.digits(15) + '"';
    if (chance.below(2) == 0)
        agreement += R"(,"discounts":[{"code":"d","percent":"12.5","categories":["access","usage"]}])";
    scenario.agreement(agreement);
    for (const char* id : {"a", "b", "c"}) scenario.plan(plan(chance, id));
    int record = 0;
    for (int d = 0; d < devices; ++d) {
        const std::string device = "d" + std::to_string(d);
        scenario.device(device);
        const std::string plan(1, static_cast<char>('a' + chance.below(3)));
        if (chance.below(3) != 0)
            scenario.on("2026-01-05", "set_group " + device + (chance.below(2) == 0 ? " g" : " h"));
        scenario.active(device, plan, chance.below(6) == 0 ? "2026-03-10" : "2026-01-10");
        if (chance.below(8) == 0) scenario.on("2026-03-20", "change_plan " + device + " b");
        for (int i = 0; i < 6; ++i) {
            const std::string day = (chance.below(2) == 0 ? "03-" : "04-") + std::to_string(10 + chance.below(20));
            scenario.uses(device, chance.below(4) == 0 ? "sms" : "data", day + "T10:00", 60, chance.below(3000),
                          "r" + std::to_string(++record));
        }
    }
    return scenario.months("2026-03", "2026-04");
}

struct Decoded {
    Request request;
    SessionTable sessions;
    AssignmentOffer offer;
    std::vector<std::string_view> ids;
    std::optional<AccountUsage> usage;

    Decoded(const Scenario& scenario, const std::string& members) {
        const std::string text = R"({"schema":"samebill/assignment/1","request":)" + scenario.text() + members + "}";
        const Problems problems = decode_assignment(text, {}, request, sessions, offer);
        for (const Problem& problem : problems) BOOST_ERROR(problem.path + ": " + problem.message);
        BOOST_REQUIRE(problems.empty());
        for (const Device& device : request.account.devices) ids.push_back(device.id);
        usage.emplace(UsageQuery{&sessions, ids, request.from, request.through, false});
    }
};

// The total from the month of the changes on, as the engine bills it; nothing if it refuses an event.
std::optional<int64_t> billed(const Decoded& fleet, const std::vector<Event>& events) {
    const BillRun run = make_bills(with_events(fleet.request, events), *fleet.usage);
    if (!run.problems.empty()) return std::nullopt;
    int64_t total = 0;
    for (const Bill& bill : run.bills) {
        if (bill.period >= fleet.offer.changes_on) total += bill.total;
    }
    return total;
}

// Every assignment there is: every device on every plan, or staying, in every group, or in its own.
void try_all(const Decoded& fleet, Index device, std::vector<Event>& events, int64_t& least) {
    if (device == fleet.request.account.devices.size()) {
        const auto total = billed(fleet, events);
        if (total) least = std::min(least, *total);
        return;
    }
    const Instant first = start_of_month(fleet.offer.changes_on);
    for (size_t p = 0; p <= fleet.offer.plans.size(); ++p) {
        for (size_t g = 0; g <= fleet.offer.groups.size(); ++g) {
            const size_t before = events.size();
            Event event;
            event.device = device;
            if (p > 0) {
                event.at = first - 1;
                event.type = EventType::change_plan;
                event.plan = fleet.offer.plans[p - 1];
                events.push_back(event);
            }
            event.plan = no_index;
            if (g > 0) {
                event.at = first;
                event.type = EventType::set_group;
                event.group = fleet.offer.groups[g - 1];
                events.push_back(event);
            }
            try_all(fleet, device + 1, events, least);
            events.resize(before);
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_found_is_the_least_of_all_assignments) {
    int sound = 0, saved = 0, grouped = 0, matched = 0, proven = 0;
    const int fleets = 60;
    for (uint64_t seed = 1; seed <= fleets; ++seed) {
        Chance chance(seed);
        BOOST_TEST_CONTEXT("seed " << seed) {
            const bool groups = chance.below(2) == 0;
            const std::string month = chance.below(3) == 0 ? R"(,"changes_on":"2026-04")" : "";
            const Decoded fleet(::assignment_fleets::fleet(chance, groups ? 3 : 4),
                                month + (groups ? R"(,"groups":["g",null])" : ""));
            if (!billed(fleet, {})) continue;  // an event of the fleet's own that its plan's terms refuse
            ++sound;
            std::vector<Event> events;
            int64_t least = INT64_MAX;
            try_all(fleet, 0, events, least);
            const Assignment found = best_assignment(fleet.request, *fleet.usage, fleet.offer);
            BOOST_REQUIRE(found.problems.empty());
            BOOST_TEST(found.proposed_total == least);
            BOOST_TEST(found.modelled_total == found.proposed_total);
            BOOST_TEST(found.bound_total == least);
            BOOST_TEST(found.proposed_total <= found.present_total);
            BOOST_TEST(billed(fleet, found.events).value() == found.proposed_total);
            if (found.proposed_total < found.present_total) ++saved;
            for (const Event& event : found.events) grouped += event.type == EventType::set_group ? 1 : 0;

            // The search for large fleets: between the least and staying, and never below its own bound.
            AssignmentOptions searched;
            searched.most_enumerated = 0;
            const Assignment other = best_assignment(fleet.request, *fleet.usage, fleet.offer, searched);
            BOOST_TEST(other.bound_total <= least);
            BOOST_TEST(other.proposed_total >= least);
            BOOST_TEST(other.proposed_total <= other.present_total);
            BOOST_TEST(other.modelled_total == other.proposed_total);
            if (other.proposed_total == least) ++matched;
            if (other.bound_total == other.proposed_total) ++proven;
        }
    }
    BOOST_TEST_MESSAGE(sound << " fleets, " << saved << " saved, " << grouped << " set_group, " << matched
                             << " matched, " << proven << " proven");
    BOOST_TEST(sound > fleets * 3 / 4);
    BOOST_TEST(saved > fleets / 2);
    BOOST_TEST(grouped > 10);
    BOOST_TEST(matched > fleets * 3 / 4);
    BOOST_TEST(proven > 0);
}

BOOST_AUTO_TEST_SUITE_END()
