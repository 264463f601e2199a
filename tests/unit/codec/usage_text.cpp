// SPDX-License-Identifier: MIT
#include "core/codec/usage_text.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/codec/request_text.h"

using namespace request_text;

BOOST_AUTO_TEST_SUITE(usage_text)

namespace {

const std::string usual = R"({"id":"a","device":"pump-1","kind":"data","start":"2026-03-03T10:00:00Z",)"
                          R"("end":"2026-03-03T10:05:00Z","quantity":7})";

// Every session of a sealed table, in words.
Strings sessions_of(const samebill::SessionTable& table) {
    Strings sessions;
    for (uint32_t device = 0; device < table.device_count(); ++device) {
        const auto range = table.sessions_of(device);
        for (uint64_t i = range.begin; i < range.end; ++i) {
            const samebill::Session session = table.session(i);
            sessions.push_back(std::string(table.device_id(device)) + " " +
                               std::string(table.record_id(session.record)) + " " + std::to_string(session.record) +
                               " " + std::string(name_of(session.kind)) + " " + std::to_string(session.start) + " " +
                               std::to_string(session.end) + " " + std::to_string(session.quantity));
        }
    }
    return sessions;
}

// The request with this text as its list, by the fast way and, the name of the member written with an escape, by the
// general one. Both must give the same.
Decoded decode_both(const std::string& list) {
    const std::string text =
        replaced(with(sound_request(), "/usage", "[]").dump(), "\"usage\":[]", "\"usage\":" + list);
    const std::string escaped = replaced(text, "\"usage\"", "\"us\\u0061ge\"");
    Decoded fast = decode(text);
    const Decoded general = decode(escaped);
    BOOST_TEST_CONTEXT(list.substr(0, 300)) {
        BOOST_TEST(fast.problems == general.problems, boost::test_tools::per_element());
        if (fast.problems != Strings{"parse "})
            BOOST_TEST(fast.messages == general.messages, boost::test_tools::per_element());
        if (fast.problems.empty() && general.problems.empty())
            BOOST_TEST(sessions_of(fast.sessions) == sessions_of(general.sessions), boost::test_tools::per_element());
    }
    return fast;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_list_is_found_at_the_top_of_the_document_only) {
    const std::string text = R"({"a":"usage","b":{"usage":[1]},"c":["usage"],"usage" : [ {} ] ,"d":1})";
    const auto span = samebill::find_usage(text);
    BOOST_REQUIRE(span.has_value());
    BOOST_TEST(text.substr(span->begin, span->end - span->begin) == "[ {} ]");
    for (const char* other : {R"({"usage":{}})", R"({"usage":[[]]})", R"({"usage":[{"a":{}}]})", R"({"usage":[{})",
                              R"(["usage",[]])", R"({"usage")", "", R"({"usage":[1]})"})
        BOOST_TEST_CONTEXT(other) BOOST_TEST(!samebill::find_usage(other).has_value());
}

BOOST_AUTO_TEST_CASE(usual_records_in_any_spelling_give_the_same_sessions_as_the_general_way) {
    const Decoded decoded = decode_both(
        "[" + usual + " ,\n\t" +
        R"({ "quantity" : 0, "end":"2026-03-03T10:05:00.5Z", "start":"2026-03-03T12:00:00+02:00", "id":"b",)"
        R"( "kind":"sms", "device":"x" })" +
        ",{\"id\":\"\\u0063\",\"device\":\"pump-1\",\"kind\":\"voice\",\n\"start\":\"2026-03-03T10:00:00Z\",\"end\":"
        "\"2026-03-03T10:05:00Z\",\"quantity\":-0}," +
        usual + " ]");
    CHECK_PROBLEMS(decoded.problems, {});
    CHECK_PROBLEMS(sessions_of(decoded.sessions),
                   {"pump-1 a 0 data 1772532000 1772532300 7", "pump-1 c 2 voice 1772532000 1772532300 0",
                    "x b 1 sms 1772532000 1772532300 0"});
}

BOOST_AUTO_TEST_CASE(wrong_records_have_the_same_problems_by_both_ways) {
    const auto changed = [](const std::string& from, const std::string& to) { return replaced(usual, from, to); };
    const Strings records{
        changed(":7", ":7.0"),
        changed(":7", ":1e400"),
        changed(":7", ":\"7\""),
        changed(":7", ":-1"),
        changed(":7", ":9007199254740992"),
        changed("\"a\"", "\"a b\""),
        changed("\"a\"", "\"\""),
        changed("\"a\"", "null"),
        changed("\"a\"", "\"\xC3\xA9\""),
        changed("data", "Data"),
        changed("10:05", "09:05"),
        changed("10:05", "10:65"),
        changed("\"id\"", "\"Id\""),
        changed("\"id\"", "\"device\""),
        changed("\"quantity\"", "\"zone\":1,\"quantity\""),
        changed(",\"quantity\":7", ""),
        "{}",
        "5",
        "[]",
        "null",
        "\"x\"",
        changed("7}", "{\"a\":1}}"),
        changed("7}", "[7]}"),
    };
    for (const std::string& record : records) {
        const Decoded decoded = decode_both("[" + usual + "," + record + "," + usual + "]");
        BOOST_TEST_CONTEXT(record) BOOST_TEST(!decoded.problems.empty());
    }
}

BOOST_AUTO_TEST_CASE(lists_that_are_no_json_are_refused_by_both_ways) {
    for (const std::string& list :
         {"[" + usual + ",]", "[," + usual + "]", "[" + usual + " " + usual + "]", "[" + usual,
          "[" + replaced(usual, "7}", "07}") + "]", "[" + replaced(usual, "7}", "7,}") + "]",
          "[" + replaced(usual, "\"a\"", "\"\xFF\"") + "]", "[" + replaced(usual, "\"a\"", "\"\\ud800\"") + "]",
          "[" + replaced(usual, "\"a\"", "\"a\tb\"") + "]", "[" + usual + "]]",
          "[" + replaced(usual, "\"a\"", std::string("\"a\0\"", 4)) + "]"}) {
        CHECK_PROBLEMS(decode_both(list).problems, {"parse "});
    }
}

BOOST_AUTO_TEST_CASE(conflicts_periods_and_duplicates_are_the_same_by_both_ways) {
    const std::string late = replaced(replaced(usual, "03-03T10:00", "04-03T10:00"), "03-03T10:05", "04-03T10:05");
    const Decoded decoded =
        decode_both("[" + usual + "," + usual + "," + late + "," + replaced(late, "\"a\"", "\"b\"") + "," +
                    replaced(late, "\"a\"", "\"\\u0062\"") + "," + replaced(usual, ":7", ":8") + "]");
    CHECK_PROBLEMS(decoded.problems, {"conflicting_record /usage/2", "period /usage/2", "period /usage/3",
                                      "conflicting_record /usage/5"});
}

BOOST_AUTO_TEST_CASE(long_lists_run_over_many_batches) {
    std::string list = "[";
    for (int i = 0; i < 1000; ++i)
        list += replaced(usual, "\"a\"", "\"r" + std::to_string(i) + (i % 97 == 0 ? "\\u002d" : "") + "\"") + ",";
    list += replaced(usual, "\"a\"", "\"r998\"") + "," +
            replaced(usual, "\"a\",\"device\":\"pump-1\"", "\"r999\",\"device\":\"pump-2\"") + "]";
    CHECK_PROBLEMS(decode_both(list).problems, {"conflicting_record /usage/1001"});
}

BOOST_AUTO_TEST_CASE(a_list_given_twice_is_a_problem_and_the_first_counts) {
    const std::string text = replaced(with(sound_request(), "/usage", "[]").dump(), "\"usage\":[]",
                                      "\"usage\":[" + usual + "],\"usage\":[5]");
    CHECK_PROBLEMS(problems_of_text(text), {"schema /usage"});
    CHECK_PROBLEMS(problems_of_text(replaced(text, "\"usage\"", "\"us\\u0061ge\"")), {"schema /usage"});
}

BOOST_AUTO_TEST_SUITE_END()
