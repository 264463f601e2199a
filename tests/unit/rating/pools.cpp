// SPDX-License-Identifier: MIT
// Rules: G1, G2, G3, G4, G5
#include <boost/test/unit_test.hpp>

#include "core/rating/pool_buckets.h"
#include "tests/unit/support/billed.h"

using namespace samebill;

BOOST_AUTO_TEST_SUITE(pools)

namespace {

std::string plan(int months, const std::string& pooling = "true") {
    return R"({"id":"p","access_fee":{"amount":"0","months":)" + std::to_string(months) +
           R"(},"included":{"sms":100,"voice":600},"overage":{"sms":{"price":"0.10","per":"message"},
        "voice":{"price":"1","per":"min"}},
              "terms":{"suspension_allowed":true,"plan_change":"next_day","pooling_allowed":)" +
           pooling + "}}";
}

// d and e in the group g, active from 1 March.
Scenario pool_of_two(int months, const std::string& pooling = "true") {
    return Scenario()
        .plan(plan(months, pooling))
        .device("d")
        .device("e")
        .on("03-01", "set_group d g")
        .on("03-01", "set_group e g")
        .active("d", "p", "03-01")
        .active("e", "p", "03-01");
}

Texts sms_of(const Billed& billed, size_t bill = 0) {
    Texts rows;
    for (const std::string& row : billed.allowances(bill))
        if (row.find(" sms ") != row.npos) rows.push_back(row);
    return rows;
}

}  // namespace

BOOST_AUTO_TEST_CASE(devices_of_a_group_share_what_they_include) {
    const Billed at(pool_of_two(1).uses("d", "sms", "03-02", 0, 150).uses("e", "sms", "03-02", 0, 50));
    CHECK_TEXTS(at.lines(0, LineType::pool_overage), {});
    const Billed above(pool_of_two(1).uses("d", "sms", "03-02", 0, 150).uses("e", "sms", "03-02", 0, 51));
    CHECK_TEXTS(above.lines(0, LineType::pool_overage), {"pool_overage g p sms 1 0.10"});
    CHECK_TEXTS(sms_of(above), {"d in g p sms 100 150", "e in g p sms 100 51", "g p sms 200 201 1"});
}

BOOST_AUTO_TEST_CASE(voice_is_not_shared) {
    const Billed billed(pool_of_two(1).uses("d", "voice", "03-02", 660, 660));
    CHECK_TEXTS(billed.lines(0, LineType::overage), {"overage d p voice 60 1.00"});
}

BOOST_AUTO_TEST_CASE(without_the_terms_each_stands_alone) {
    const Billed billed(pool_of_two(1, "false").uses("d", "sms", "03-02", 0, 110));
    CHECK_TEXTS(billed.lines(0, LineType::overage), {"overage d p sms 10 1.00"});
    CHECK_TEXTS(sms_of(billed), {"d p sms 100 110 10", "e p sms 100 0 0"});
}

BOOST_AUTO_TEST_CASE(a_pool_of_one_is_a_pool_and_no_group_is_none) {
    const Billed billed(Scenario()
                            .plan(plan(1))
                            .device("d")
                            .device("e")
                            .on("03-01", "set_group d g")
                            .active("d", "p", "03-01")
                            .active("e", "p", "03-01")
                            .uses("d", "sms", "03-02", 0, 101)
                            .uses("e", "sms", "03-02", 0, 102));
    CHECK_TEXTS(billed.lines(0, LineType::overage), {"overage e p sms 2 0.20"});
    CHECK_TEXTS(billed.lines(0, LineType::pool_overage), {"pool_overage g p sms 1 0.10"});
}

BOOST_AUTO_TEST_CASE(a_member_contributes_what_its_days_include) {
    // e is active from 17 March: 15 of 31 days, 48.4, 49 messages; 100 + 49 = 149.
    const Billed billed(Scenario()
                            .plan(plan(1))
                            .device("d")
                            .device("e")
                            .on("03-01", "set_group d g")
                            .on("03-01", "set_group e g")
                            .active("d", "p", "03-01")
                            .active("e", "p", "03-17")
                            .uses("d", "sms", "03-02", 0, 150));
    CHECK_TEXTS(sms_of(billed), {"d in g p sms 100 150", "e in g p sms 49 0", "g p sms 149 150 1"});
}

BOOST_AUTO_TEST_CASE(the_group_is_the_one_at_the_first_active_instant_events_of_it_included) {
    const Billed billed(Scenario()
                            .plan(plan(1))
                            .device("d")
                            .device("e")
                            .active("d", "p", "03-05")
                            .on("03-05", "set_group d g")
                            .active("e", "p", "03-05")
                            .on("03-05T00:00:01", "set_group e g"));
    CHECK_TEXTS(sms_of(billed), {"e p sms 88 0 0", "d in g p sms 88 0", "g p sms 88 0 0"});  // 100 × 27 / 31 = 87.1
}

BOOST_AUTO_TEST_CASE(a_change_of_group_counts_from_the_next_month) {
    const Billed billed(pool_of_two(1).on("03-02", "set_group e h").months("2026-03", "2026-04"));
    CHECK_TEXTS(sms_of(billed, 0), {"d in g p sms 100 0", "e in g p sms 100 0", "g p sms 200 0 0"});
    CHECK_TEXTS(sms_of(billed, 1), {"d in g p sms 100 0", "e in h p sms 100 0", "g p sms 100 0 0", "h p sms 100 0 0"});
}

BOOST_AUTO_TEST_CASE(leaving_the_group_at_midnight_of_the_first_counts_for_that_month) {
    const Billed billed(pool_of_two(1).on("04-01", "set_group e null").months("2026-03", "2026-04"));
    CHECK_TEXTS(sms_of(billed, 1), {"e p sms 100 0 0", "d in g p sms 100 0", "g p sms 100 0 0"});
}

BOOST_AUTO_TEST_CASE(devices_of_one_group_on_two_plans_are_two_pools) {
    const Billed billed(Scenario()
                            .plan(plan(1))
                            .plan(R"({"id":"q","access_fee":{"amount":"0"},"included":{"sms":100},"overage":{"sms":
        {"price":"1","per":"message"}},"terms":{"pooling_allowed":true}})")
                            .device("d")
                            .device("e")
                            .on("03-01", "set_group d g")
                            .on("03-01", "set_group e g")
                            .active("d", "p", "03-01")
                            .active("e", "q", "03-01")
                            .uses("d", "sms", "03-02", 0, 101)
                            .uses("e", "sms", "03-02", 0, 50));
    CHECK_TEXTS(billed.lines(0, LineType::pool_overage), {"pool_overage g p sms 1 0.10"});
}

BOOST_AUTO_TEST_CASE(buckets_of_several_months_are_drawn_by_all_the_one_that_ends_first_first) {
    // e's bucket ends in April, d's in February: e's 100 go first, whoever draws.
    const Billed billed(Scenario()
                            .plan(plan(2))
                            .device("d")
                            .device("e")
                            .on("03-01", "set_group d g")
                            .on("03-01", "set_group e g")
                            .active("d", "p", "03-05")
                            .active("e", "p", "03-01")
                            .uses("d", "sms", "03-06", 0, 90)
                            .uses("e", "sms", "03-07", 0, 30)
                            .uses("d", "sms", "04-02", 0, 81)
                            .months("2026-03", "2026-04"));
    // 120 used in March: e's 100 and 20 of d's. April: 81 of the 80 that d has left.
    CHECK_TEXTS(sms_of(billed, 1),
                {"d in g p sms 80 81 until 05-31", "e in g p sms 0 0 until 04-30", "g p sms 80 81 1"});
    CHECK_TEXTS(billed.lines(1, LineType::pool_overage), {"pool_overage g p sms 1 0.10"});
}

BOOST_AUTO_TEST_CASE(of_buckets_that_end_together_the_smaller_device_id_is_drawn_first) {
    const Billed billed(pool_of_two(2).uses("e", "sms", "03-02", 0, 60).months("2026-03", "2026-04"));
    CHECK_TEXTS(sms_of(billed, 1),
                {"d in g p sms 40 0 until 04-30", "e in g p sms 100 0 until 04-30", "g p sms 140 0 0"});
}

BOOST_AUTO_TEST_CASE(a_bucket_is_there_from_its_fee_on_for_all_sessions_of_that_instant) {
    const Scenario late = Scenario()
                              .plan(plan(2))
                              .device("d")
                              .device("e")
                              .on("03-01", "set_group d g")
                              .on("03-01", "set_group e g")
                              .active("d", "p", "03-01")
                              .active("e", "p", "03-10T12:00");
    // 150 before e has paid: 50 over, although e's bucket comes later. At the very instant: nothing over.
    CHECK_TEXTS(Billed(Scenario(late).uses("d", "sms", "03-10T11:59:59", 0, 150)).lines(0, LineType::pool_overage),
                {"pool_overage g p sms 50 5.00"});
    CHECK_TEXTS(Billed(Scenario(late).uses("d", "sms", "03-10T12:00", 0, 150)).lines(0, LineType::pool_overage), {});
}

// e is made active by its own session at the instant at which d's other session starts: d comes first by id, and the
// bucket of e's fee serves it all the same.
BOOST_AUTO_TEST_CASE(a_session_that_activates_a_device_serves_another_of_the_pool_that_starts_with_it) {
    const Billed billed(Scenario()
                            .plan(plan(3))
                            .device("d")
                            .device("e")
                            .on("03-01", "set_group d g")
                            .on("03-01", "set_group e g")
                            .active("d", "p", "03-01")
                            .on("03-01", "provision e p")
                            .uses("d", "sms", "03-02", 0, 150)
                            .uses("e", "sms", "03-02", 0, 20));
    // 100 of d and 100 of e for 170.
    CHECK_TEXTS(billed.lines(0, LineType::pool_overage), {});
    CHECK_TEXTS(sms_of(billed),
                {"d in g p sms 100 150 until 05-31", "e in g p sms 100 20 until 06-30", "g p sms 200 170 0"});
}

// The same device: one session activates it, another of its own starts at the same instant, before and after it by id.
BOOST_AUTO_TEST_CASE(a_session_that_activates_a_device_of_a_pool_serves_its_other_session_of_that_instant) {
    const auto used = [](const char* other) {
        return Billed(Scenario()
                          .plan(plan(3))
                          .device("d")
                          .on("03-01", "set_group d g")
                          .on("03-01", "provision d p")
                          .uses("d", "sms", "03-02", 0, 60, "m")
                          .uses("d", "sms", "03-02", 0, 50, other));
    };
    for (const char* other : {"a", "z"}) {
        const Billed billed = used(other);
        CHECK_TEXTS(billed.usage(), {"d p active_billed sms 2 110 110"});
        CHECK_TEXTS(billed.lines(0, LineType::pool_overage), {"pool_overage g p sms 10 1.00"});
    }
}

BOOST_AUTO_TEST_CASE(the_bucket_of_a_suspended_member_that_was_active_this_month_is_drawn_from) {
    const Billed billed(pool_of_two(2).on("03-02", "suspend e").uses("d", "sms", "03-03", 0, 200));
    CHECK_TEXTS(billed.lines(0, LineType::pool_overage), {});
}

BOOST_AUTO_TEST_CASE(the_bucket_of_a_member_suspended_all_month_is_not) {
    const Billed billed(
        pool_of_two(3).on("03-02", "suspend e").uses("d", "sms", "04-03", 0, 101).months("2026-03", "2026-04"));
    CHECK_TEXTS(billed.lines(1, LineType::pool_overage), {"pool_overage g p sms 1 0.10"});
}

BOOST_AUTO_TEST_CASE(draws_of_one_instant_are_taken_together_up_to_the_largest_quantity) {
    const int64_t most = INT64_MAX;
    std::vector<Draw> draws{{20, 0, 0, Kind::sms, 3},  {10, 0, 0, Kind::sms, 4},   {20, 0, 0, Kind::data, 5},
                            {20, 0, 0, Kind::sms, 40}, {20, 0, 1, Kind::sms, 6},   {20, 1, 0, Kind::sms, 7},
                            {30, 0, 0, Kind::sms, 1},  {30, 0, 0, Kind::sms, most}};
    merge_draws(draws);
    std::vector<std::string> shown;
    for (const Draw& d : draws) {
        shown.push_back(std::to_string(d.group) + " " + std::to_string(d.plan) + " " + std::string(name_of(d.kind)) +
                        " " + std::to_string(d.start) + ": " + std::to_string(d.wanted));
    }
    std::sort(shown.begin(), shown.end());
    CHECK_TEXTS(shown, {"0 0 data 20: 5", "0 0 sms 10: 4", "0 0 sms 20: 43", "0 0 sms 30: 1",
                        "0 0 sms 30: 9223372036854775807", "0 1 sms 20: 7", "1 0 sms 20: 6"});
}

BOOST_AUTO_TEST_CASE(draw_pool_leaves_in_the_states_what_no_session_took) {
    std::vector<PlanMonth> rows(2);
    std::vector<DeviceState> states(2);
    for (Index i = 0; i < 2; ++i) {
        rows[i].device = i;
        rows[i].plan = rows[i].group = 0;
        rows[i].bucket_from = 0;
        rows[i].paid_through = 100 - static_cast<Date>(i);  // the second ends first
        states[i].periods = {{0, rows[i].paid_through, {0, 50, 0}}};
    }
    const std::vector<const PlanMonth*> members{&rows[0], &rows[1]};
    const std::vector<Draw> later{{20, 0, 0, Kind::sms, 30}}, earlier{{10, 0, 0, Kind::sms, 30}};
    const std::vector<std::span<const Draw>> draws{later, earlier};
    bool overflow = false;
    const Quantities uncovered = draw_pool(members, draws, states, overflow);
    BOOST_TEST(uncovered[1] == 0);
    BOOST_TEST(states[1].periods[0].left[1] == 0);   // 50 taken: it ends first
    BOOST_TEST(states[0].periods[0].left[1] == 40);  // 10 of its 50
    BOOST_TEST(!overflow);
}

namespace {

// Members of one pool with SMS in their buckets, by device.
struct Pool {
    std::vector<PlanMonth> rows;
    std::vector<DeviceState> states;

    void add(Instant from, Date through, int64_t left) {
        PlanMonth& row = rows.emplace_back();
        row.device = static_cast<Index>(states.size());
        row.plan = row.group = 0;
        row.bucket_from = from;
        row.paid_through = through;
        states.emplace_back().periods = {{0, through, {0, left, 0}}};
    }
    // The SMS that no bucket covered.
    int64_t draw(const std::vector<std::vector<Draw>>& draws, bool& overflow) {
        std::vector<const PlanMonth*> members;
        for (const PlanMonth& row : rows) members.push_back(&row);
        const std::vector<std::span<const Draw>> stretches(draws.begin(), draws.end());
        return draw_pool(members, stretches, states, overflow)[1];
    }
    int64_t left(size_t device) const { return states[device].periods[0].left[1]; }
};

}  // namespace

// Before 0: 3 and nothing there. At 49: 15 for device 0's 10. At 50: 12 of device 1's 20, which ends first.
BOOST_AUTO_TEST_CASE(a_draw_finds_the_buckets_of_its_instant_whatever_order_draws_come_in) {
    Pool pool;
    pool.add(0, 200, 10);
    pool.add(50, 100, 20);
    bool overflow = false;
    const int64_t uncovered =
        pool.draw({{{50, 0, 0, Kind::sms, 12}}, {{49, 0, 0, Kind::sms, 15}, {-1, 0, 0, Kind::sms, 3}}}, overflow);
    BOOST_TEST(uncovered == 8);
    BOOST_TEST(pool.left(0) == 0);
    BOOST_TEST(pool.left(1) == 8);
    BOOST_TEST(!overflow);
}

BOOST_AUTO_TEST_CASE(what_no_bucket_covers_overflows_above_the_largest_quantity) {
    for (const int64_t left : {1, 0}) {
        Pool pool;
        pool.add(0, 200, left);
        bool overflow = false;
        const int64_t uncovered = pool.draw({{{1, 0, 0, Kind::sms, INT64_MAX}, {2, 0, 0, Kind::sms, 1}}}, overflow);
        BOOST_TEST(overflow == (left == 0));
        if (left == 1) BOOST_TEST(uncovered == INT64_MAX);
        BOOST_TEST(pool.left(0) == 0);
    }
}

BOOST_AUTO_TEST_SUITE_END()
