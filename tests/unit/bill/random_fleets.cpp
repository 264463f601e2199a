// SPDX-License-Identifier: MIT
// Rules: B5, M7, U3
// Small fleets by chance: walking every device in time order, and billing month by month, must not change a byte.
// `Billed` compares; the seeds are fixed, so that a fault shows itself again.
#include <boost/test/unit_test.hpp>

#include "core/timeline/walk.h"
#include "tests/unit/support/billed.h"

using namespace samebill;

BOOST_AUTO_TEST_SUITE(random_fleets)

namespace {

// A linear congruential generator: the same numbers everywhere.
class Chance {
public:
    explicit Chance(uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15u + 1) {}
    int64_t below(int64_t limit) {
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return static_cast<int64_t>((state_ >> 33) % static_cast<uint64_t>(limit));
    }
    template <class... Texts>
    std::string one_of(Texts... texts) {
        const std::string all[] = {texts...};
        return all[below(sizeof...(texts))];
    }

private:
    uint64_t state_;
};

std::string instant(Chance& chance) {
    // From 1 February to 30 April, often at midnight, so that things meet at one instant.
    const Instant begin = start_of(*parse_date("2026-02-01")) + chance.below(89) * seconds_a_day;
    return format_instant(begin + (chance.below(2) == 0 ? 0 : chance.below(seconds_a_day)));
}

Scenario fleet(Chance& chance) {
    const std::string rates =
        R"("overage":{"data":{"price":"0.013","per":"KB"},"sms":{"price":"0.05","per":"message"}})";
    Scenario scenario;
    scenario.catalog(R"("sim_products":[{"id":"s","lapses":true}],"terms":{"suspension_allowed":true,
        "plan_change":")" +
                     chance.one_of("next_day", "next_month") + R"(","pooling_allowed":)" +
                     chance.one_of("true", "false") + R"(,"inactive_lapse_days":)" + chance.one_of("5", "40") +
                     R"(,"automatic_cancellation":[)" + chance.one_of("", "\"inactive\"") +
                     R"(],"data_rounding":{"increment":)" + chance.one_of("1", "1000", "1024") + R"(,"per":")" +
                     chance.one_of("session", "session", "day", "month") + "\"}}");
    if (chance.below(4) == 0) scenario.agreement(R"("until":"2026-04-10")");
    scenario.plan(
        R"({"id":"m","access_fee":{"amount":"3.1","volume":[{"from":3,"amount":"2.9"}]},
        "included":{"data":5000,"sms":7},)" +
        rates + R"(,"provisioned":{"triggers":{"data":3000,"days":)" + chance.one_of("3", "20") +
        R"(},"rates":{"data":{"price":"0.02","per":"KB"}}}})");
    scenario.plan(R"({"id":"y","access_fee":{"amount":"9","months":2},"included":{"data":9000},)" + rates + "}");
    scenario.plan(R"({"id":"c","kind":"prepaid","prepaid_packs":[{"id":"five","price":"5","data":8000,"sms":5}]})");
    int record = 0;
    for (int d = 0; d < 5; ++d) {
        const std::string device = "d" + std::to_string(d);
        scenario.device(device, chance.below(2) == 0 ? R"("sim_product":"s")" : "");
        const std::string plan = chance.one_of("m", "m", "y", "c");
        scenario.on("2026-02-01", "set_group " + device + ' ' + chance.one_of("g", "h", "null"));
        scenario.on("2026-02-02", "provision " + device + ' ' + plan);
        if (chance.below(3) != 0) scenario.on("2026-02-02", "activate " + device);
        if (chance.below(3) == 0)
            scenario.on(instant(chance), "change_plan " + device + ' ' + chance.one_of("m", "y", "c"));
        if (chance.below(4) == 0)
            scenario.on(instant(chance), "set_group " + device + ' ' + chance.one_of("g", "h", "null"));
        if (chance.below(4) == 0) scenario.on(instant(chance), "activate " + device);
        if (chance.below(8) == 0) scenario.on("2026-04-15", "cancel " + device);
        if (plan == "c") scenario.on("2026-02-03", "buy_credits " + device + " five");
        for (int i = 0; i < 8; ++i) {
            const bool data = chance.below(3) != 0;
            scenario.uses(device, data ? "data" : chance.one_of("sms", "sms", "voice"), instant(chance),
                          static_cast<int>(chance.below(90'000)), data ? chance.below(4000) : chance.below(6),
                          "r" + std::to_string(++record));
        }
    }
    return scenario.months(chance.one_of("2026-02", "2026-02", "2026-03"), "2026-04");
}

}  // namespace

BOOST_AUTO_TEST_CASE(fleets_are_billed_the_same_in_time_order_and_month_by_month) {
    int billed_fleets = 0;
    int64_t lines = 0, notices = 0;
    for (uint64_t seed = 1; seed <= 300; ++seed) {
        Chance chance(seed);
        BOOST_TEST_CONTEXT("seed " << seed) {
            const Billed billed(fleet(chance));
            if (!billed.problems().empty()) continue;
            ++billed_fleets;
            for (const Bill& bill : billed.run().bills) {
                lines += static_cast<int64_t>(bill.lines.size());
                notices += static_cast<int64_t>(bill.notices.size());
            }
        }
    }
    // Most fleets must come to bills with something on them, or nothing was compared.
    BOOST_TEST(billed_fleets > 150);
    BOOST_TEST(lines > 10 * billed_fleets);
    BOOST_TEST(notices > billed_fleets);
}

BOOST_AUTO_TEST_CASE(a_device_active_all_month_is_steady_and_what_is_due_makes_it_not) {
    const Billed billed(Scenario()
                            .plan(R"({"id":"m","access_fee":{"amount":"3"}})")
                            .plan(R"({"id":"y","access_fee":{"amount":"3","months":2}})")
                            .device("d"));
    const WalkContext context{&billed.run().book, end_of_time, false};
    const WalkMonth month{*parse_instant("2026-03-01T00:00:00Z"), *parse_instant("2026-04-01T00:00:00Z"), true};
    Device device;
    const WalkDevice walked{0, &device, {}};
    DeviceState active;
    active.state = State::active_billed;
    active.plan = 0;
    active.active_since = month.begin;
    BOOST_TEST(is_steady(context, month, walked, active));
    BOOST_TEST(!is_steady({context.book, end_of_time, true}, month, walked, active));
    BOOST_TEST(!is_steady({context.book, month.end - 1, false}, month, walked, active));
    BOOST_TEST(is_steady({context.book, month.end, false}, month, walked, active));
    DeviceState leaving = active, several = active, suspended = active;
    leaving.pending_plan = 1;
    leaving.pending_at = month.end - 1;
    BOOST_TEST(!is_steady(context, month, walked, leaving));
    leaving.pending_at = month.end;
    BOOST_TEST(is_steady(context, month, walked, leaving));
    several.plan = 1;
    BOOST_TEST(!is_steady(context, month, walked, several));
    suspended.state = State::suspended;
    BOOST_TEST(!is_steady(context, month, walked, suspended));
}

BOOST_AUTO_TEST_SUITE_END()
