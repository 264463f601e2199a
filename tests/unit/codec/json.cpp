// SPDX-License-Identifier: MIT
#include "core/codec/json.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/codec/request_text.h"

using namespace request_text;

BOOST_AUTO_TEST_SUITE(json)

namespace {

struct Parsed {
    std::string text;
    bool is_json = false;
    samebill::Document document;
    Strings problems;
    const samebill::Json& root() const { return document.root; }
};

Parsed parse(std::string text) {
    Parsed parsed{std::move(text), false, {}, {}};
    samebill::ProblemList problems;
    parsed.is_json = samebill::parse_json(parsed.text, parsed.document, problems);
    for (const auto& problem : problems.take()) parsed.problems.push_back(problem.code + " " + problem.path);
    return parsed;
}

// The value as JSON, members in the order of the document; texts without escapes.
std::string shown(const samebill::Json& value) {
    std::string text;
    if (value.is_object()) {
        for (const samebill::Member& member : value.members())
            text += (text.empty() ? "\"" : ",\"") + std::string(member.name()) + "\":" + shown(member.value);
        return "{" + text + "}";
    }
    if (value.is_list()) {
        for (const samebill::Json& element : value.elements()) text += (text.empty() ? "" : ",") + shown(element);
        return "[" + text + "]";
    }
    return value.is_text() ? "\"" + std::string(value.text()) + "\"" : std::to_string(value.integer());
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
    BOOST_TEST(shown(parsed.root()) == R"({"a":{"b":1,"c":2},"d":0,"e~/":1})");
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
    BOOST_TEST(shown(parse(R"({"z":1,"a":2,"m":3})").root()) == R"({"z":1,"a":2,"m":3})");
}

BOOST_AUTO_TEST_CASE(integers_are_exact_and_no_other_number_is_one) {
    const Parsed parsed = parse(
        "[9223372036854775807, -9223372036854775808, 18446744073709551615, 18446744073709551616, 1.0, 1e3, 0, -0]");
    const samebill::Json& root = parsed.root();
    BOOST_TEST(root[0].integer() == INT64_MAX);
    BOOST_TEST(root[1].integer() == INT64_MIN);
    BOOST_TEST(root[2].natural() == UINT64_MAX);
    for (size_t i = 0; i < root.size(); ++i) BOOST_TEST_CONTEXT(i) BOOST_TEST(root[i].is_integer() == (i < 3 || i > 5));
    BOOST_TEST(root[6].is_natural());
    BOOST_TEST(root[7].integer() == 0);
    BOOST_TEST(parse("-9223372036854775809").root().is_integer() == false);
}

BOOST_AUTO_TEST_CASE(a_number_above_the_range_of_floats_is_json_at_its_place) {
    const std::string digits(400, '7');
    for (const std::string& number :
         {std::string("1e400"), std::string("-12.5E+999"), digits, "-" + digits, digits + ".5", digits + "e5"}) {
        const Parsed parsed = parse("{\"a\":\"1e400 \\\" 1e999\",\"b\":" + number + "}");
        BOOST_TEST_CONTEXT(number) {
            BOOST_TEST(parsed.is_json);
            BOOST_TEST(!samebill::find_member(parsed.root(), "b")->is_integer());
            BOOST_TEST(samebill::find_member(parsed.root(), "a")->text() == "1e400 \" 1e999");
        }
    }
    BOOST_TEST(!parse("[1e400").is_json);
}

BOOST_AUTO_TEST_CASE(every_character_is_looked_at_wherever_it_stands_in_a_text) {
    for (size_t before = 0; before < 20; ++before) {
        for (size_t after = 0; after < 20; ++after) {
            const std::string front(before, 'a');
            const std::string back(after, 'b');
            BOOST_TEST_CONTEXT(before << " " << after) {
                BOOST_TEST(parse("\"" + front + "\u00e9\u20ac" + back + "\"").root().text() ==
                           front + "\u00e9\u20ac" + back);
                BOOST_TEST(parse("\"" + front + "\\n" + back + "\"").root().text() == front + "\n" + back);
                for (const char* wrong : {"\x1f", "\x80", "\xe2\x82", "\xf5", "\\q"})
                    BOOST_TEST(!parse("\"" + front + wrong + back + "\"").is_json);
                BOOST_TEST(!parse("\"" + front + back).is_json);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(members_given_twice_are_named_by_their_places_within_lists_and_dropped_members) {
    CHECK_PROBLEMS(parse(R"([[1,{"a":[[],{"b":1,"b":2}],"a":{"c":{"d":1,"d":1}}}],{"e":0,"e":0}])").problems,
                   {"schema /0/1/a/1/b", "schema /0/1/a", "schema /0/1/a/c/d", "schema /1/e"});
}

BOOST_AUTO_TEST_CASE(the_message_says_where_the_text_is_no_json) {
    samebill::ProblemList problems;
    samebill::Document document;
    samebill::parse_json("{\n \"a\": 1,\n \"b\" 2}", document, problems);
    BOOST_TEST(problems.take()[0].message.find("line 3, byte 6") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
