// SPDX-License-Identifier: MIT
#include "core/usage/ndjson_reader.h"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "tests/unit/usage/readers.h"

using namespace samebill;
using namespace samebill::readers;

namespace {

const std::string good =
    R"({"id":"s1","device":"d1","kind":"data","start":"2026-03-01T00:00:00Z","end":"2026-03-01T00:01:00Z","quantity":1024})"
    "\n";

UsageTable read_lines(const std::string& text, size_t part = 0) {
    return read(text, UsageTable::Format::ndjson, part);
}

const std::vector<Reject>& rejects_of(UsageTable& table) {
    return table.impl().rejects.first;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ndjson_reader)

BOOST_AUTO_TEST_CASE(members_may_stand_in_any_order_with_white_space_and_escapes) {
    UsageTable usage = read_lines(
        good +
        "\t{ \"quantity\" : 7 , \"id\":\"s2\",\r\"end\":\"2026-03-01T00:01:00+00:01\", \"start\": "
        "\"2026-03-01T00:00:00Z\","
        "\"device\":\"d1\", \"kind\":\"sms\" } \r\n"
        R"({"\u0069d":"s\u0033","device":"\u0064\u002d1","kind":"\u0076oice","start":"2026-03-01T00:00:00.5Z","end":"2026-03-01T00:00:00Z","quantity":0})");
    BOOST_TEST(usage.records() == 3);
    BOOST_TEST(usage.rejected() == 0);
    const SessionTable& table = usage.impl().sessions;
    BOOST_REQUIRE(table.size() == 3u);
    BOOST_TEST(table.session(0).quantity == 1024);
    BOOST_TEST(table.session(0).end == 1772323260);
    BOOST_TEST(table.session(1).quantity == 7);
    BOOST_TEST(table.session(1).end == 1772323200);
    BOOST_TEST((table.session(1).kind == Kind::sms));
    BOOST_TEST(table.device_id(1) == "d-1");
    BOOST_TEST(table.record_id(2) == "s3");
    BOOST_TEST((table.session(2).kind == Kind::voice));
}

BOOST_AUTO_TEST_CASE(each_wrong_line_is_rejected_at_its_wrong_place_and_the_next_goes_on) {
    struct Case {
        std::string line;
        int64_t column;
        std::string_view word;
    };
    const std::string ids = R"("id":"x1","device":"d1",)";                                        // 24 bytes
    const std::string times = R"("start":"2026-03-01T00:00:00Z","end":"2026-03-01T00:00:00Z",)";  // 60 bytes
    const std::string start = "{" + ids + R"("kind":"data",)" + times;                            // 99 bytes
    const std::vector<Case> cases{
        {"null", 1, "one JSON object"},
        {"[]", 1, "one JSON object"},
        {" ", 2, "one JSON object"},
        {"\xEF\xBB\xBF" + start + "\"quantity\":1}", 1, "one JSON object"},
        {"{}", 1, "must have"},
        {"  {}", 3, "must have"},
        {start.substr(0, start.size() - 1) + "}", 1, "must have"},
        {start + "\"quantity\":1", 112, "closing brace"},
        {start + "\"quantity\":1}}", 113, "follows the object"},
        {start + "\"quantity\":1,}", 113, "name of a member"},
        {start + "\"quantity\":1 \"id\":\"x\"}", 113, "comma"},
        {start + "\"quantity\"=1}", 110, "colon"},
        {start + "quantity:1}", 100, "name of a member"},
        {start + "\"quantity\":1,\"quantity\":1}", 113, "twice"},
        {start + "\"quantity\":1,\"cell\":1}", 113, "unknown"},
        {"{\"cell\":{\"id\":[[[[" + start, 2, "unknown"},
        {start + "\"quantity\":\"1\"}", 111, "JSON number"},
        {start + "\"quantity\":null}", 111, "JSON number"},
        {start + "\"quantity\":[1]}", 111, "JSON number"},
        {start + "\"quantity\":01}", 112, "comma"},
        {start + "\"quantity\":+1}", 111, "JSON number"},
        {start + "\"quantity\":.5}", 111, "JSON number"},
        {start + "\"quantity\":1.}", 111, "JSON number"},
        {start + "\"quantity\":1e}", 111, "JSON number"},
        {start + "\"quantity\":1.0}", 111, "quantity must be a whole number"},
        {start + "\"quantity\":1e2}", 111, "quantity must be a whole number"},
        {start + "\"quantity\":9007199254740992}", 111, "quantity must be a whole number"},
        {"{\"id\":1,", 7, "must be JSON strings"},
        {"{\"id\":{\"id\":1}}", 7, "must be JSON strings"},
        {"{\"id\":\"x", 7, "string is not valid"},
        {"{\"id\":\"x\\", 7, "string is not valid"},
        {"{\"id\":\"x\\x\"", 7, "string is not valid"},
        {"{\"id\":\"x\\u12g4\"", 7, "string is not valid"},
        {"{\"id\":\"x\\u12\"", 7, "string is not valid"},
        {"{\"id\":\"\\ud800\"", 7, "string is not valid"},
        {"{\"id\":\"\\ud800\\u0041\"", 7, "string is not valid"},
        {"{\"id\":\"\\udc00\"", 7, "string is not valid"},
        {"{\"id\":\"x\x01\"", 7, "string is not valid"},
        {std::string("{\"id\":\"x\0\"", 10), 7, "string is not valid"},
        {"{\"id\":\"x\xC3\"", 7, "string is not valid"},
        {"{\"id\":\"x\xED\xA0\x80\"", 7, "string is not valid"},
        {"{\"i\\u0064\":\"x\",\"id\":\"x\"", 16, "twice"},
        {"{\"id\":\"\\ud83d\\ude00\",\"device\":\"d1\",\"kind\":\"data\"," + times + "\"quantity\":1}", 7,
         "id must be"},
        {"{\"id\":\"x1\",\"device\":\"d\xC3\xA9\",\"kind\":\"data\"," + times + "\"quantity\":1}", 21,
         "device must be"},
        {"{" + ids + R"("kind":"Data",)" + times + "\"quantity\":1}", 33, "kind must be"},
        {"{" + ids + R"("kind":"sms","start":"2026-03-01","end":"2026-03-01T00:00:00Z","quantity":1})", 47,
         "start must be"},
        {"{" + ids + R"("kind":"sms","end":"2026-03-01T00:00:00Z","start":"2026-03-01T00:00:01Z","quantity":1})", 45,
         "end is before start"}};
    for (const Case& c : cases) {
        const std::string last = "{\"id\":\"s2\"" + good.substr(10);
        UsageTable usage = read_lines(good + c.line + "\n" + last);
        BOOST_TEST_CONTEXT(c.line) {
            BOOST_TEST(usage.records() == 3);
            BOOST_TEST(usage.impl().sessions.size() == 2u);
            BOOST_REQUIRE(rejects_of(usage).size() == 1u);
            const Reject& reject = rejects_of(usage)[0];
            BOOST_TEST(reject.record == 1);
            BOOST_TEST(reject.line == 2);
            BOOST_TEST(reject.column == c.column);
            BOOST_TEST(reject.code == "schema");
            BOOST_TEST(reject.message.find(c.word) != std::string::npos, reject.message);
            BOOST_TEST(reject.text == shown_text(c.line));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_brackets_are_one_reject) {
    UsageTable usage =
        read_lines("{\"id\":" + std::string(30'000, '[') + "\n" + std::string(100'000, '[') + "\n" + good);
    BOOST_TEST(usage.records() == 3);
    BOOST_TEST(usage.rejected() == 2);
    BOOST_TEST(rejects_of(usage)[1].message.find("longer than 65536") != std::string::npos);
    BOOST_TEST(usage.impl().intake.place_of(2).line == 3);
}

BOOST_AUTO_TEST_CASE(conflicts_name_the_column_of_the_id) {
    UsageTable usage = read_lines(
        good + good +
        R"({"device":"d1", "id":"s1","kind":"data","start":"2026-03-01T00:00:00Z","end":"2026-03-01T00:01:00Z","quantity":1})");
    BOOST_TEST(usage.records() == 3);
    BOOST_REQUIRE(rejects_of(usage).size() == 1u);
    BOOST_TEST(rejects_of(usage)[0].code == "conflicting_record");
    BOOST_TEST(rejects_of(usage)[0].column == 22);
    BOOST_TEST(rejects_of(usage)[0].line == 3);
    BOOST_TEST(usage.impl().sessions.duplicates().size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_input_split_anywhere_gives_the_same_table_and_rejects) {
    const std::string text = good + good + "\r\n{\"id\":\"s\\u0032\"" + good.substr(10) + "\n{\"id\":\"\xC3\xA9\"" +
                             good.substr(10) + "{\"id\":\"s1\" " + good.substr(10) + "{\"id\":\"s3\",  " +
                             good.substr(11) + "nonsense\r\n" + "{\"id\":\"s4\"" + good.substr(10, good.size() - 11);
    UsageTable whole = read_lines(text);
    const std::string expected = all_of(whole);
    BOOST_TEST(whole.records() == 8);
    BOOST_TEST(whole.rejected() == 2);
    for (size_t split = 0; split <= text.size(); ++split) {
        UsageTable usage;
        usage.begin(UsageTable::Format::ndjson);
        usage.feed(std::string_view(text).substr(0, split));
        usage.feed(std::string_view(text).substr(split));
        usage.seal();
        BOOST_TEST(all_of(usage) == expected);
    }
    for (size_t part = 1; part < 100; ++part) {
        UsageTable usage = read_lines(text, part);
        BOOST_TEST(all_of(usage) == expected);
    }
}

BOOST_AUTO_TEST_SUITE_END()
