// SPDX-License-Identifier: MIT
// Rules: U3
#include "core/usage/account_usage.h"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

using namespace samebill;

namespace {

constexpr Instant march = 1772323200;  // 2026-03-01T00:00:00Z

struct Written {
    std::string id;
    Instant start;
};

// One device's sessions in U3's order: "id second", seconds from the month's beginning.
std::vector<std::string> sorted(const std::vector<Written>& sessions) {
    SessionTable table;
    uint32_t number = 0;
    for (const Written& session : sessions)
        table.add({session.id, "d", Kind::data, session.start, session.start + 1, 1}, number++);
    table.seal();
    const std::vector<std::string_view> ids{"d"};
    const AccountUsage usage({&table, ids, month_at(march), month_at(march), false});
    std::vector<Session> list;
    usage.sorted_sessions(0, 0, list);
    std::vector<std::string> shown;
    for (const Session& session : list)
        shown.push_back(std::string(table.record_id(session.record)) + " " + std::to_string(session.start - march));
    return shown;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(account_usage)

// Each of 40 has to go before all that came ahead of it: 780 moves, where 320 are made before all are sorted at once.
// The last three start in one second.
BOOST_AUTO_TEST_CASE(sessions_in_the_wrong_order_are_sorted_those_of_one_second_by_id) {
    std::vector<Written> sessions;
    std::vector<std::string> expected{"a 10", "b 10", "c 10"};
    for (int i = 0; i < 37; ++i) sessions.push_back({"s" + std::to_string(i), march + 1000 - 10 * i});
    for (int i = 36; i >= 0; --i) expected.push_back("s" + std::to_string(i) + " " + std::to_string(1000 - 10 * i));
    for (const char* id : {"c", "a", "b"}) sessions.push_back({id, march + 10});
    BOOST_TEST((sorted(sessions) == expected));
}

BOOST_AUTO_TEST_CASE(sessions_nearly_in_order_are_sorted) {
    std::vector<Written> sessions;
    std::vector<std::string> expected;
    for (int i = 0; i < 40; ++i) {
        const int swapped = i ^ 1;
        sessions.push_back({"s" + std::to_string(swapped), march + swapped});
        expected.push_back("s" + std::to_string(i) + " " + std::to_string(i));
    }
    BOOST_TEST((sorted(sessions) == expected));
    BOOST_TEST((sorted({{"s", march}}) == std::vector<std::string>{"s 0"}));
    BOOST_TEST(sorted({}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
