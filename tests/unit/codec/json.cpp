// SPDX-License-Identifier: MIT
#include "core/codec/json.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/codec/request_text.h"

using namespace request_text;

BOOST_AUTO_TEST_SUITE(json)

namespace {

struct Parsed {
    bool is_json = false;
    samebill::Json root;
    Strings problems;
};

Parsed parse(const std::string& text) {
    Parsed parsed;
    samebill::ProblemList problems;
    parsed.is_json = samebill::parse_json(text, parsed.root, problems);
    for (const auto& problem : problems.take()) parsed.problems.push_back(problem.code + " " + problem.path);
    return parsed;
}

std::string nested(size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_document_may_be_32_levels_deep_and_no_deeper) {
    BOOST_TEST(parse(nested(32)).is_json);
    CHECK_PROBLEMS(parse(nested(33)).problems, {"parse "});
    std::string objects = "1";
    for (int i = 0; i < 32; ++i) objects = "{\"a\":" + objects + "}";
    BOOST_TEST(parse(objects).is_json);
    BOOST_TEST(!parse("[" + objects + "]").is_json);
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_brackets_are_an_error_and_no_crash) {
    CHECK_PROBLEMS(parse(nested(100'000)).problems, {"parse "});
    CHECK_PROBLEMS(parse(std::string(100'000, '[')).problems, {"parse "});
    std::string objects;
    for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
    CHECK_PROBLEMS(parse(objects).problems, {"parse "});
}

BOOST_AUTO_TEST_CASE(a_text_that_is_not_strict_json_is_refused) {
    using namespace std::string_literals;
    for (const std::string& text : {""s,
                                    " "s,
                                    "{"s,
                                    "[1,]"s,
                                    "{\"a\":1,}"s,
                                    "[1] x"s,
                                    "[1][2]"s,
                                    "// c\n1"s,
                                    "01"s,
                                    "+1"s,
                                    "1."s,
                                    "'a'"s,
                                    "NaN"s,
                                    "\"a\nb\""s,
                                    "\"\\x41\""s,
                                    "\"\\ud800\""s,
                                    "\"\\udc00\""s,
                                    "\xEF\xBB\xBF[]"s,
                                    "[]\0"s,
                                    "\"\xC0\xAF\""s,
                                    "\"\xED\xA0\x80\""s,
                                    "\"\xF4\x90\x80\x80\""s,
                                    "\"\xFF\""s}) {
        BOOST_TEST_CONTEXT(text) CHECK_PROBLEMS(parse(text).problems, {"parse "});
    }
}

BOOST_AUTO_TEST_CASE(a_member_given_twice_is_named_and_the_first_one_kept) {
    const Parsed parsed = parse(R"({"a":{"b":1,"c":2,"b":[3]},"d":0,"a":5,"e~/":1,"e~/":1})");
    BOOST_TEST(parsed.is_json);
    CHECK_PROBLEMS(parsed.problems, {"schema /a/b", "schema /a", "schema /e~0~1"});
    BOOST_TEST(parsed.root.dump() == R"({"a":{"b":1,"c":2},"d":0,"e~/":1})");
}

BOOST_AUTO_TEST_CASE(a_member_given_twice_by_an_escape_is_found) {
    CHECK_PROBLEMS(parse(R"([{"name":1,"n\u0061me":2}])").problems, {"schema /0/name"});
}

BOOST_AUTO_TEST_CASE(a_member_given_twice_is_found_among_many) {
    std::string text = "{";
    for (int i = 0; i < 50'000; ++i) text += "\"m" + std::to_string(i) + "\":0,";
    CHECK_PROBLEMS(parse(text + "\"m17\":1,\"m49999\":1}").problems, {"schema /m17", "schema /m49999"});
}

BOOST_AUTO_TEST_CASE(members_keep_the_order_of_the_text) {
    BOOST_TEST(parse(R"({"z":1,"a":2,"m":3})").root.dump() == R"({"z":1,"a":2,"m":3})");
}

BOOST_AUTO_TEST_CASE(integers_are_exact_and_every_other_number_is_a_float) {
    const auto root =
        parse("[9223372036854775807, -9223372036854775808, 18446744073709551615, 18446744073709551616, 1.0, 1e3, 0]")
            .root;
    BOOST_TEST(root[0].get<int64_t>() == INT64_MAX);
    BOOST_TEST(root[1].get<int64_t>() == INT64_MIN);
    BOOST_TEST(root[2].get<uint64_t>() == UINT64_MAX);
    for (size_t i = 3; i < 6; ++i) BOOST_TEST(root[i].is_number_float());
    BOOST_TEST(root[6].is_number_integer());
}

BOOST_AUTO_TEST_CASE(a_number_above_the_range_of_floats_is_json_at_its_place) {
    const std::string digits(400, '7');
    for (const std::string& number :
         {std::string("1e400"), std::string("-12.5E+999"), digits, "-" + digits, digits + ".5", digits + "e5"}) {
        const Parsed parsed = parse("{\"a\":\"1e400 \\\" 1e999\",\"b\":" + number + "}");
        BOOST_TEST_CONTEXT(number) {
            BOOST_TEST(parsed.is_json);
            BOOST_TEST(parsed.root["b"].is_number_float());
            BOOST_TEST(parsed.root["a"].get<std::string>() == "1e400 \" 1e999");
        }
    }
    BOOST_TEST(!parse("[1e400").is_json);
}

BOOST_AUTO_TEST_CASE(the_message_says_where_the_text_is_no_json) {
    samebill::ProblemList problems;
    samebill::Json root;
    samebill::parse_json("{\n \"a\": 1,\n \"b\" 2}", root, problems);
    BOOST_TEST(problems.take()[0].message.find("line 3, byte 6") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
