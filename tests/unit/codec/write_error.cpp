// SPDX-License-Identifier: MIT
#include "core/codec/write_error.h"

#include <boost/test/unit_test.hpp>

using namespace samebill;

BOOST_AUTO_TEST_SUITE(write_error_documents)

BOOST_AUTO_TEST_CASE(computation_problems_stand_by_position_then_container_then_code) {
    Problems problems{{"no_default_plan", "/events/10", "c"},
                      {"plan_not_available", "/events/2/plan", "b"},
                      {"not_permitted", "/events/2", "a"},
                      {"invalid_transition", "/events/2", "a"}};
    sort_by_path(problems);
    BOOST_TEST(problems[0].code == "invalid_transition");
    BOOST_TEST(problems[1].code == "not_permitted");
    BOOST_TEST(problems[2].path == "/events/2/plan");
    BOOST_TEST(problems[3].path == "/events/10");
}

BOOST_AUTO_TEST_CASE(an_error_document_is_canonical_and_names_a_code_once_a_place) {
    const Problems problems{{"schema", "/a\"b", "first"}, {"schema", "/a\"b", "again"}, {"period", "/a\"b", "other"}};
    BOOST_TEST(write_error(problems) ==
               R"({"errors":[{"code":"schema","message":"first","path":"/a\"b"},)"
               R"({"code":"period","message":"other","path":"/a\"b"}],"schema":"samebill/error/1"})");
}

BOOST_AUTO_TEST_CASE(an_error_document_holds_the_first_hundred) {
    Problems problems;
    for (int i = 0; i < 101; ++i) problems.push_back({"schema", "/events/" + std::to_string(i), "m"});
    const std::string text = write_error(problems);
    BOOST_TEST(text.find("\"/events/99\"") != text.npos);
    BOOST_TEST(text.find("\"/events/100\"") == text.npos);
}

BOOST_AUTO_TEST_SUITE_END()
