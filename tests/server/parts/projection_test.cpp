// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "native-server/runs/projection.h"

using namespace samebill;
using namespace samebill::runs;

namespace {

const Month march = *parse_month("2026-03");

Instant at(const char* text) {
    return *parse_instant(text);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(projection)

BOOST_AUTO_TEST_CASE(whole_days_that_passed_are_repeated_until_the_month_ends) {
    const std::vector<std::string> chunks = {
        "a,d1,data,2026-03-05T08:00:00Z,2026-03-05T08:10:00Z,700\n"
        "b,d2,sms,2026-03-01T08:00:00Z,2026-03-01T08:00:00Z,1\n",
        "c,d1,data,2026-03-11T09:00:00Z,2026-03-11T09:00:00Z,5\n"};  // of today: not of a whole day
    const Projection found = project(chunks, march, at("2026-03-11T12:00:00Z"));
    BOOST_TEST(found.days == 10);
    BOOST_TEST(found.sessions == 2);
    BOOST_TEST(found.added == 4);
    BOOST_TEST(found.rows ==
               "samebill.projected:1,d1,data,2026-03-15T08:00:00Z,2026-03-15T08:10:00Z,700\n"
               "samebill.projected:2,d1,data,2026-03-25T08:00:00Z,2026-03-25T08:10:00Z,700\n"
               "samebill.projected:3,d2,sms,2026-03-21T08:00:00Z,2026-03-21T08:00:00Z,1\n"
               "samebill.projected:4,d2,sms,2026-03-31T08:00:00Z,2026-03-31T08:00:00Z,1\n");
}

BOOST_AUTO_TEST_CASE(the_rest_of_today_is_projected_from_the_present_instant_on) {
    const std::vector<std::string> chunks = {"a,d,data,2026-03-01T12:00:00Z,2026-03-01T12:00:00Z,1\n"};
    BOOST_TEST(project(chunks, march, at("2026-03-30T12:00:00Z")).added == 1);  // 29 days: the 30th at 12:00
    BOOST_TEST(project(chunks, march, at("2026-03-30T12:00:01Z")).added == 0);
}

BOOST_AUTO_TEST_CASE(without_a_whole_day_or_beyond_the_month_nothing_is_projected) {
    const std::vector<std::string> chunks = {"a,d,data,2026-03-01T01:00:00Z,2026-03-01T01:00:00Z,1\n"};
    for (const char* now : {"2026-02-28T00:00:00Z", "2026-03-01T00:00:00Z", "2026-03-01T23:59:59Z",
                            "2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z"}) {
        BOOST_TEST(project(chunks, march, at(now)).added == 0, now);
    }
    BOOST_TEST(project(chunks, march, at("2026-03-02T00:00:00Z")).added == 30);  // each day from the 2nd to the 31st
}

BOOST_AUTO_TEST_CASE(more_sessions_than_can_be_handled_are_not_projected_at_all) {
    std::string rows;
    for (int i = 0; i < 40'000; i++)
        rows += "r" + std::to_string(i) + ",d,sms,2026-03-01T01:00:00Z,2026-03-01T01:00:00Z,1\n";
    const Projection found = project({rows}, march, at("2026-03-02T00:00:00Z"));  // 40,000 * 30
    BOOST_TEST(found.too_many);
    BOOST_TEST(found.rows.empty());
    BOOST_TEST(found.added == 0);
}

BOOST_AUTO_TEST_SUITE_END()
