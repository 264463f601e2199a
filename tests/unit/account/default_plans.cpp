// SPDX-License-Identifier: MIT
// Rules: P2
// The choice of a default plan from lists is that of looking through all plans.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <random>

#include "core/account/plan_book.h"

BOOST_AUTO_TEST_SUITE(default_plans)

namespace {

using samebill::Index;

class Dice {
public:
    explicit Dice(uint32_t seed) : random_(seed) {}
    int of(int sides) { return static_cast<int>(random_() % static_cast<uint32_t>(sides)); }
    std::string name(const char* letter) { return letter + std::to_string(of(4)); }
    std::vector<std::string> names(const char* letter) {
        std::vector<std::string> list;
        for (int count = std::max(0, of(6) - 2); count > 0; --count) list.push_back(name(letter));
        return list;
    }

private:
    std::mt19937 random_;
};

samebill::Plan random_plan(Dice& dice, int number) {
    samebill::Plan plan;
    plan.id = std::to_string(1000 + number);
    plan.access_fee = samebill::AccessFee{};
    plan.access_fee->amount = *samebill::parse_decimal(std::to_string(dice.of(5)));
    if (dice.of(10) == 0) plan.access_fee->months = 12;
    plan.carrier_technologies = dice.names("t");
    plan.service_areas = dice.names("a");
    if (dice.of(2) == 0) plan.available_from = dice.of(12);
    if (dice.of(2) == 0) plan.available_until = dice.of(12);
    return plan;
}

bool suits(const std::vector<std::string>& names, const std::string& name) {
    return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
}

// The rule itself: the cheapest of those that suit, of two the one with the smaller id, which comes first.
Index looked_through(const samebill::PlanBook& book, const samebill::Device& device, samebill::Date day) {
    Index best = samebill::no_index;
    for (Index i = 0; i < book.plans.size(); ++i) {
        const samebill::Plan& plan = book.plans[i].plan;
        if (plan.access_fee->months != 1 || !assignable(book.plans[i], day)) continue;
        if (!suits(plan.carrier_technologies, device.carrier_technology)) continue;
        if (!suits(plan.service_areas, device.service_area)) continue;
        if (best == samebill::no_index || plan.access_fee->amount < book.plans[best].plan.access_fee->amount) best = i;
    }
    return best;
}

}  // namespace

BOOST_AUTO_TEST_CASE(lists_choose_what_looking_through_all_plans_does) {
    int found = 0, missing = 0;
    for (uint32_t seed = 1; seed <= 300; ++seed) {
        Dice dice(seed);
        samebill::Catalog catalog;
        for (int i = dice.of(12); i >= 0; --i) catalog.plans.push_back(random_plan(dice, 20 - i));
        samebill::Account account;
        if (dice.of(3) == 0) {
            account.agreement.plans.emplace();
            for (const samebill::Plan& plan : catalog.plans) {
                if (dice.of(2) == 0) account.agreement.plans->push_back(plan.id);
            }
        }
        for (int i = 0; i < 10; ++i) {
            samebill::Device device;
            if (dice.of(4) != 0) device.carrier_technology = dice.name("t");
            if (dice.of(4) != 0) device.service_area = dice.name("a");
            account.devices.push_back(device);
        }
        const samebill::PlanBook book = make_plan_book(catalog, account);
        for (const samebill::Device& device : account.devices) {
            for (samebill::Date day = -1; day <= 13; ++day) {
                const Index chosen = default_plan(book, device, day);
                ++(chosen == samebill::no_index ? missing : found);
                BOOST_TEST_REQUIRE(chosen == looked_through(book, device, day), "seed " << seed << ", day " << day);
            }
        }
    }
    BOOST_TEST(found > 10'000);
    BOOST_TEST(missing > 1'000);
}

BOOST_AUTO_TEST_SUITE_END()
