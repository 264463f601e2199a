// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "native-server/store/inspection.h"
#include "tests/server/parts/usage_shop.h"

using namespace samebill;
using namespace samebill::tests;

BOOST_AUTO_TEST_SUITE(late_usage)

BOOST_AUTO_TEST_CASE(usage_of_finalised_months_is_late) {
    Shop shop;
    shop.run("UPDATE accounts SET billed_through = '2026-03' WHERE id = 'acme'");
    const json upload = shop.sent(csv_header + row("s1", "d1", "2026-03-31") + row("s2", "d1", "2026-04-01") +
                                  row("s3", "g1", "2026-03-31") + row("s4", "new", "2026-02-01"));
    BOOST_TEST(upload.value("late", 0) == 1);
    BOOST_TEST(upload.value("accepted", 0) == 3);
    BOOST_TEST(shop.late.size() == 1U);
    BOOST_TEST(shop.late.at(0).second == "2026-03");
    shop.add_device("new", "acme");
    BOOST_TEST(shop.late.at(1).second == "2026-02");
    BOOST_TEST(shop.number("SELECT sum(records) FROM usage_chunks WHERE late = 1") == 2);
}

BOOST_AUTO_TEST_CASE(what_waited_for_its_device_until_it_was_too_late_becomes_rejects) {
    Shop shop;
    shop.run("UPDATE accounts SET billed_through = '2026-05' WHERE id = 'acme'");
    // Of the three months that can be corrected (March, April, May) the first is March.
    const json upload = shop.sent(csv_header + row("s1", "new", "2026-02-28") + row("s2", "new", "2026-03-01") +
                                  row("s3", "old", "2026-01-31"));
    BOOST_TEST(upload.value("suspended", 0) == 3);
    shop.add_device("new", "acme");
    shop.add_device("old", "acme");
    BOOST_TEST(shop.number("SELECT sum(records) FROM usage_chunks") == 1);
    BOOST_TEST(shop.late.size() == 1U);
    BOOST_TEST(shop.late.at(0).second == "2026-03");
    const json rejects = shop.items("/v1/uploads/" + upload.at("id").get<std::string>() + "/rejects");
    BOOST_TEST(rejects.size() == 2U);
    BOOST_TEST(rejects.at(0).at("code") == "too_late");
    BOOST_TEST(rejects.at(0).at("text").get<std::string>().starts_with("s1,new,"));
    BOOST_TEST(rejects.at(1).at("text").get<std::string>().starts_with("s3,old,"));
    BOOST_TEST(shop.items("/v1/suspense").empty());
    std::vector<std::string> wrong;
    shop.database->read([&](Transaction& t) {
        store::inspection::check_usage(t, [&](const std::string& what, const std::string&) { wrong.push_back(what); });
    });
    BOOST_TEST(wrong.empty(), (wrong.empty() ? "" : wrong.front()));
}

BOOST_AUTO_TEST_SUITE_END()
