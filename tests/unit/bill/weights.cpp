// SPDX-License-Identifier: MIT
// Rules: F5, G3, G4, M6
// A device of weight n stands for n identical ones: whatever a bill sums up must come out the same either way.
#include <boost/test/unit_test.hpp>

#include "tests/unit/support/billed.h"

using namespace samebill;

BOOST_AUTO_TEST_SUITE(weights)

namespace {

constexpr int fleet = 1000;

// `live` writes the life of one device into the scenario; the fleet has it a thousand times, or once with that weight.
template <class Live>
std::pair<Billed, Billed> both(const Scenario& plans, Live live) {
    Scenario many = plans, one = plans;
    for (int i = 0; i < fleet; ++i) live(many.device("d" + std::to_string(1000 + i)), "d" + std::to_string(1000 + i));
    live(one.device("d1000"), "d1000");
    return {Billed(many), Billed(one, {{"d1000", fleet}})};
}

int64_t count_of(const Bill& bill) {
    int64_t lines = 0;
    for (const Line& line : bill.lines) lines += line.weight;
    return lines;
}

void check_totals(const std::pair<Billed, Billed>& billed) {
    const auto& [many, one] = billed;
    BOOST_REQUIRE(many.run().bills.size() == one.run().bills.size());
    for (size_t i = 0; i < many.run().bills.size(); ++i) {
        BOOST_TEST(one.subtotal(i) == many.subtotal(i));
        BOOST_TEST(one.total(i) == many.total(i));
        BOOST_TEST(count_of(one.bill(i)) == count_of(many.bill(i)));
        BOOST_TEST(one.bill(i).lines.size() <= many.bill(i).lines.size());
        CHECK_TEXTS(one.lines(i, LineType::pool_overage), (many.lines(i, LineType::pool_overage)));
        // The pool's own rows are last; members' rows show one device.
        for (const Allowance& row : one.bill(i).allowances) {
            if (row.device != no_index) continue;
            const Allowance& pool = many.bill(i).allowances.at(many.bill(i).allowances.size() - 1);
            BOOST_TEST(row.included == pool.included);
            BOOST_TEST(row.used == pool.used);
            BOOST_TEST(*row.overage == *pool.overage);
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(amounts_volume_prices_discounts_and_taxes) {
    const Scenario plans =
        Scenario()
            .catalog(
                R"("taxes":[{"id":"t","name":"T","jurisdiction":"DE","rate":"0.19","categories":["access",
        "usage"]}])")
            .account(R"("tax":{"jurisdictions":["DE"]})")
            .agreement(R"("discounts":[{"code":"x","percent":"7.5","categories":["access","usage"]}])")
            .plan(
                R"({"id":"p","access_fee":{"amount":"3.337","volume":[{"from":1000,"amount":"2.225"},
        {"from":1001,"amount":"1"}]},
        "recurring_fees":[{"code":"r","amount":"0.155"}],"fees":{"activation":"1.005"},"included":{"sms":31},
        "overage":{"sms":{"price":"0.015","per":"message"}},"provisioned":{"triggers":{"sms":5},
        "rates":{"sms":{"price":"0.3","per":"message"}}}})");
    const auto billed = both(plans, [](Scenario& scenario, const std::string& device) {
        scenario.on("03-01", "provision " + device + " p")
            .uses(device, "sms", "03-02", 0, 3)
            .uses(device, "sms", "03-22", 0, 21);
    });
    check_totals(billed);
    // By hand: state usage 0.90; 10 days: activation 1.01 (1.005 up), access 2.225 × 10/31 = 0.7177: 0.72, recurring
    // 0.05; 10 of 31 messages included, 11 over at 0.015: 0.165, 0.17. In all 2.85 a device; discount 7.5 % of 720.00
    // and of 1070.00.
    BOOST_TEST(billed.second.subtotal() == "2715.75");  // 2850.00 - 54.00 - 80.25
}

BOOST_AUTO_TEST_CASE(pools_of_monthly_plans) {
    const Scenario plans = Scenario().plan(
        R"({"id":"p","access_fee":{"amount":"1"},"included":{"sms":100},"overage":{"sms":{"price":"0.01","per":
        "message"}},"terms":{"pooling_allowed":true}})");
    const auto billed = both(plans, [](Scenario& scenario, const std::string& device) {
        scenario.on("03-01", "set_group " + device + " g")
            .active(device, "p", "03-01")
            .uses(device, "sms", "03-02", 0, 101);
    });
    check_totals(billed);
    CHECK_TEXTS(billed.second.lines(0, LineType::pool_overage), {"pool_overage g p sms 1000 10.00"});
}

BOOST_AUTO_TEST_CASE(buckets_of_several_months_in_a_pool_and_alone) {
    for (const char* pooling : {"true", "false"}) {
        const Scenario plans =
            Scenario()
                .plan(std::string(R"({"id":"p","access_fee":{"amount":"1","months":2},"included":{"sms":100},
            "overage":{"sms":{"price":"0.01","per":"message"}},"terms":{"pooling_allowed":)") +
                      pooling + "}}")
                .months("2026-03", "2026-04");
        const auto billed = both(plans, [](Scenario& scenario, const std::string& device) {
            scenario.on("03-01", "set_group " + device + " g")
                .active(device, "p", "03-01")
                .uses(device, "sms", "03-02", 0, 60)
                .uses(device, "sms", "04-02", 0, 43);
        });
        check_totals(billed);
        BOOST_TEST(billed.second.subtotal(1) == "30.00");  // 3 over each: 0.03 a thousand times, or 3,000 at once
        int64_t left = 0;
        for (const auto& state : billed.first.run().closing.devices)
            for (const PaidPeriod& period : state->periods) left += period.left[1];
        int64_t left_of_one = 0;
        for (const PaidPeriod& period : billed.second.run().closing.devices.at(0)->periods)
            left_of_one += period.left[1];
        BOOST_TEST(left_of_one == left);
    }
}

BOOST_AUTO_TEST_CASE(a_weight_beside_a_device_of_its_own_shares_one_pool) {
    // 999 together and one alone: 100,000 included, 999 × 50 + 60,000 used: 9,950 over.
    const Billed billed(Scenario()
                            .plan(
                                R"({"id":"p","access_fee":{"amount":"1"},"included":{"sms":100},
        "overage":{"sms":{"price":"0.01","per":
        "message"}},"terms":{"pooling_allowed":true}})")
                            .device("d")
                            .device("e")
                            .on("03-01", "set_group d g")
                            .on("03-01", "set_group e g")
                            .active("d", "p", "03-01")
                            .active("e", "p", "03-01")
                            .uses("d", "sms", "03-02", 0, 50)
                            .uses("e", "sms", "03-02", 0, 60'000),
                        {{"d", 999}});
    CHECK_TEXTS(billed.lines(0, LineType::pool_overage), {"pool_overage g p sms 9950 99.50"});
    BOOST_TEST(billed.subtotal() == "1099.50");
}

BOOST_AUTO_TEST_SUITE_END()
