// SPDX-License-Identifier: MIT
#include <arpa/inet.h>
#include <netinet/in.h>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "native-server/alerts/rule.h"
#include "native-server/alerts/webhook.h"

using namespace samebill::alerts;
using nlohmann::json;
using samebill::Problems;

namespace {

Rule rule(const char* text) {
    Problems problems;
    Rule out = read_rule(json::parse(text), problems);
    BOOST_TEST(problems.empty());
    return out;
}

std::string problem_of(const char* text) {
    Problems problems;
    read_rule(json::parse(text), problems);
    return problems.empty() ? "" : problems.front().code + " " + problems.front().path;
}

const json bill = json::parse(R"({"currency": "EUR", "total": "49.99", "allowances": [
    {"device": "d1", "plan": "own", "kind": "data", "included": 1000, "used": 799, "overage": 0},
    {"device": "d2", "plan": "own", "kind": "data", "included": 1000, "used": 1200, "overage": 200},
    {"device": "d4", "plan": "credit", "kind": "data", "included": 500, "used": 450, "overage": 0},
    {"device": "d3", "group": "g", "plan": "shared", "kind": "sms", "included": 10, "used": 10},
    {"group": "g", "plan": "shared", "kind": "sms", "included": 20, "used": 16, "overage": 0}]})");
const std::vector<std::string> prepaid = {"credit"};

std::vector<std::string> thresholds(const Rule& rule) {
    std::vector<std::string> out;
    for (const Reached& one : reached(rule, bill, prepaid)) {
        out.push_back(one.subject.value("device", one.subject.value("group", "")) + " " + one.threshold);
    }
    return out;
}

bool is_public(const char* text) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) return is_public_address(reinterpret_cast<sockaddr*>(&v4));
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    BOOST_TEST(inet_pton(AF_INET6, text, &v6.sin6_addr) == 1);
    return is_public_address(reinterpret_cast<sockaddr*>(&v6));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(alerts)

BOOST_AUTO_TEST_CASE(an_allowance_is_reached_at_its_percent_and_not_before) {
    const Rule both = rule(R"({"watches": "allowance", "kind": "data", "percents": [80, 100]})");
    const std::vector<std::string> expected = {"d2 80 %", "d2 100 %"};  // d1: 79.9 %
    BOOST_TEST(thresholds(both) == expected, boost::test_tools::per_element());
    const Rule exact = rule(R"({"watches": "allowance", "device": "d2", "percents": [120, 121]})");
    const std::vector<std::string> one = {"d2 120 %"};
    BOOST_TEST(thresholds(exact) == one, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_pool_is_watched_as_a_whole_and_its_members_are_not) {
    const std::vector<std::string> expected = {"g 80 %"};  // 16 of 20
    BOOST_TEST(thresholds(rule(R"({"watches": "pool", "percents": [80, 81]})")) == expected,
               boost::test_tools::per_element());
    BOOST_TEST(thresholds(rule(R"({"watches": "allowance", "kind": "sms", "percents": [1]})")).empty());
}

BOOST_AUTO_TEST_CASE(a_prepaid_balance_is_watched_by_what_is_left) {
    const std::vector<std::string> expected = {"d4 50 left"};
    BOOST_TEST(thresholds(rule(R"({"watches": "prepaid_balance", "left": [50, 49]})")) == expected,
               boost::test_tools::per_element());
    BOOST_TEST(thresholds(rule(R"({"watches": "prepaid_balance", "kind": "voice", "left": [50]})")).empty());
}

BOOST_AUTO_TEST_CASE(an_amount_is_reached_exactly) {
    const std::vector<std::string> expected = {" 49.99"};
    BOOST_TEST(
        thresholds(rule(R"({"watches": "amount", "currency": "EUR", "amounts": ["49.99", "50.00"]})")) == expected,
        boost::test_tools::per_element());
    BOOST_TEST(thresholds(rule(R"({"watches": "amount", "currency": "USD", "amounts": ["1.00"]})")).empty());
}

BOOST_AUTO_TEST_CASE(a_rule_has_the_thresholds_that_go_with_what_it_watches) {
    BOOST_TEST(problem_of(R"({"watches": "allowance", "percents": []})") == "schema ");
    BOOST_TEST(problem_of(R"({"watches": "allowance", "percents": [1], "left": [2]})") == "schema /left");
    BOOST_TEST(problem_of(R"({"watches": "amount", "amounts": ["1.00"]})") == "schema /currency");
    BOOST_TEST(problem_of(R"({"watches": "amount", "currency": "JPY", "amounts": ["1.00"]})") == "amount /amounts/0");
    BOOST_TEST(problem_of(R"({"watches": "pool", "device": "d", "percents": [1]})") == "schema /device");
}

BOOST_AUTO_TEST_CASE(a_plan_that_an_attachment_makes_prepaid_is_prepaid) {
    const json request = json::parse(R"({"catalog": {"plans": [{"id": "a", "access_fee": {"amount": "1"}},
        {"id": "b", "kind": "prepaid"}]}, "account": {"pricing_attachments": [{"plan": "a",
        "overrides": {"kind": "prepaid", "access_fee": null}}]}})");
    const std::vector<std::string> expected = {"a", "b"};
    BOOST_TEST(prepaid_plans(request) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(webhooks_go_to_listed_hosts_by_https_only) {
    const WebhookOptions options{.hosts = {"hooks.example.com"}};
    BOOST_TEST(check_url("https://hooks.example.com/a?b=c", options) == "");
    BOOST_TEST(check_url("https://HOOKS.example.com:8443/", options) == "");
    for (const char* url : {"http://hooks.example.com/", "https://example.com/", "https://hooks.example.com.evil.org/",
                            "https://hooks.example.com@evil.org/", "https://user:pw@hooks.example.com/",
                            "file:///etc/passwd", "ftp://hooks.example.com/", "nonsense", ""}) {
        BOOST_TEST(check_url(url, options) != "", url);
    }
    BOOST_TEST(check_url("http://hooks.example.com/", {.hosts = {"hooks.example.com"}, .private_addresses = true}) ==
               "");
}

BOOST_AUTO_TEST_CASE(private_addresses_are_told_from_public_ones) {
    for (const char* text :
         {"8.8.8.8", "172.15.0.1", "172.32.0.1", "192.167.1.1", "100.63.0.1", "223.255.255.254", "2606:4700::1111"}) {
        BOOST_TEST(is_public(text), text);
    }
    for (const char* text : {"127.0.0.1",
                             "10.1.2.3",
                             "172.16.0.1",
                             "172.31.255.255",
                             "192.168.1.1",
                             "169.254.169.254",
                             "100.64.0.1",
                             "0.0.0.0",
                             "224.0.0.1",
                             "255.255.255.255",
                             "::1",
                             "::",
                             "fe80::1",
                             "fc00::1",
                             "::ffff:127.0.0.1",
                             "::ffff:8.8.8.8",
                             "64:ff9b::7f00:1",
                             "2002:7f00:1::",
                             "2001::1",
                             "2001:db8::1",
                             "ff02::1"}) {
        BOOST_TEST(!is_public(text), text);
    }
}

BOOST_AUTO_TEST_CASE(each_wait_is_twice_the_one_before_up_to_the_longest) {
    const WebhookOptions options{.hosts = {}, .first_wait = 10, .longest_wait = 65};
    BOOST_TEST(wait_after(1, options) == 10);
    BOOST_TEST(wait_after(2, options) == 20);
    BOOST_TEST(wait_after(3, options) == 40);
    BOOST_TEST(wait_after(4, options) == 65);
    BOOST_TEST(wait_after(1000, options) == 65);
}

BOOST_AUTO_TEST_SUITE_END()
