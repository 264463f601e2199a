// SPDX-License-Identifier: MIT
#include "core/usage/csv_reader.h"

#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "tests/unit/usage/readers.h"

using namespace samebill;
using namespace samebill::readers;

namespace {

const std::string header = "id,device,kind,start,end,quantity\n";
const std::string good = "s1,d1,data,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,1024\n";

UsageTable read_csv(const std::string& text, size_t part = 0) {
    return read(text, UsageTable::Format::csv, part);
}

const std::vector<Reject>& rejects_of(UsageTable& table) {
    return table.impl().rejects.first;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(csv_reader)

BOOST_AUTO_TEST_CASE(records_are_read_field_by_field) {
    UsageTable usage = read_csv(header + good +
                                "s2,d1,voice,2026-03-01T01:00:00+01:00,2026-03-01T00:00:30.999Z,0\n"
                                "s3,d2,sms,1970-01-01T00:00:00Z,2189-12-31T23:59:59Z,9007199254740991\n");
    BOOST_TEST(usage.records() == 3);
    BOOST_TEST(usage.rejected() == 0);
    const SessionTable& table = usage.impl().sessions;
    BOOST_REQUIRE(table.size() == 3u);
    const Session first = table.session(0);
    BOOST_TEST(first.start == 1772323200);
    BOOST_TEST(first.end == 1772323260);
    BOOST_TEST(first.quantity == 1024);
    BOOST_TEST((first.kind == Kind::data));
    const Session second = table.session(1);
    BOOST_TEST(second.start == 1772323200);  // 01:00 at +01:00
    BOOST_TEST(second.end == 1772323230);    // the fraction is dropped (M1)
    BOOST_TEST((second.kind == Kind::voice));
    BOOST_TEST(table.record_id(second.record) == "s2");
    const Session third = table.session(2);
    BOOST_TEST(third.quantity == 9007199254740991);
    BOOST_TEST(third.end - third.start == 6942585599);
    BOOST_TEST(table.device_id(1) == "d2");
}

BOOST_AUTO_TEST_CASE(columns_are_found_by_name_in_any_order_and_may_be_quoted) {
    const std::string rows =
        "\xEF\xBB\xBF\"quantity\",end,start,\"kind\",device,id\r\n"
        "7,2026-03-01T00:01:00Z,2026-03-01T00:00:00Z,\"sms\",\"d\"\"1\",s1\r\n"
        "\"7\",2026-03-01T00:01:00Z,\"2026-03-01T00:00:00Z\",sms,d1,\"s2\"\r\n"
        "8,2026-03-01T00:01:00Z,2026-03-01T00:00:00Z,sms,d1,s3";
    UsageTable usage = read_csv(rows);
    BOOST_TEST(usage.records() == 3);
    BOOST_REQUIRE(rejects_of(usage).size() == 1u);
    BOOST_TEST(rejects_of(usage)[0].line == 2);
    BOOST_TEST(rejects_of(usage)[0].column == 51);  // after `7,`, two instants with commas and `"sms",`
    const SessionTable& table = usage.impl().sessions;
    BOOST_REQUIRE(table.size() == 2u);
    BOOST_TEST(table.record_id(1) == "s2");
    BOOST_TEST(table.session(0).quantity == 7);
    BOOST_TEST(table.session(1).quantity == 8);
    BOOST_TEST((table.session(1).kind == Kind::sms));
}

BOOST_AUTO_TEST_CASE(a_header_that_is_not_the_columns_refuses_the_whole_input) {
    struct Case {
        std::string text;
        int64_t column;
    };
    const std::vector<Case> cases{{"id,device,kind,start,stop,quantity\n" + good, 22},  // unknown
                                  {"id,device,kind,start,id,quantity\n" + good, 22},    // twice
                                  {"id,device,kind,start,end\n" + good, 25},            // one missing: after the last
                                  {"id,device,kind,start,end,quantity,cell\n" + good, 35},  // one too many
                                  {"ID,device,kind,start,end,quantity\n" + good, 1},
                                  {good, 1},
                                  {"", 1},
                                  {"\xEF\xBB\xBF", 4},
                                  {"\"id,device,kind,start,end,quantity\n" + good, 1},  // a quote that is never closed
                                  {std::string(70'000, 'x'), 1}};
    for (const Case& c : cases) {
        for (const size_t part : {size_t{0}, size_t{1}}) {
            UsageTable usage = read_csv(c.text, part);
            const int64_t records = c.text.size() > good.size() && c.text.ends_with(good)
                                        ? 2
                                        : 1;  // the header, and what it takes down with it
            BOOST_TEST(usage.records() == records);
            BOOST_TEST(usage.rejected() == records);
            BOOST_TEST(rejects_of(usage).size() == 1u);
            BOOST_TEST(usage.impl().sessions.size() == 0u);
            BOOST_REQUIRE(rejects_of(usage).size() == 1u);
            BOOST_TEST(rejects_of(usage)[0].line == 1);
            BOOST_TEST(rejects_of(usage)[0].column == c.column);
            BOOST_TEST(rejects_of(usage)[0].code == "schema");
            BOOST_TEST(rejects_of(usage)[0].file == "usage");
        }
    }
}

BOOST_AUTO_TEST_CASE(each_wrong_record_is_rejected_at_its_wrong_field_and_the_next_goes_on) {
    struct Case {
        std::string row;
        int64_t column;
        std::string_view word;
    };
    const std::string a = "2026-03-01T00:00:00Z", long_id(129, 'x');
    const std::vector<Case> cases{
        {"x1,d1,data," + a + "," + a, 53, "fewer than 6"},
        {"x1,d1,data," + a + "," + a + ",1,1", 56, "more than 6"},
        {"x1", 3, "fewer than 6"},
        {",d1,data," + a + "," + a + ",1", 1, "id must be"},
        {"-x1,d1,data," + a + "," + a + ",1", 1, "id must be"},
        {"x 1,d1,data," + a + "," + a + ",1", 1, "id must be"},
        {"x\xC3\xA9,d1,data," + a + "," + a + ",1", 1, "id must be"},
        {"x\xC3,d1,data," + a + "," + a + ",1", 1, "not valid UTF-8"},
        {std::string("x\0,d1,data,", 11) + a + "," + a + ",1", 1, "id must be"},
        {long_id + ",d1,data," + a + "," + a + ",1", 1, "id must be"},
        {"x1,_d,data," + a + "," + a + ",1", 4, "device must be"},
        {"x1,,data," + a + "," + a + ",1", 4, "device must be"},
        {"x1,d1,Data," + a + "," + a + ",1", 7, "kind must be"},
        {"x1,d1,smss," + a + "," + a + ",1", 7, "kind must be"},
        {"x1,d1,data,2026-02-29T00:00:00Z," + a + ",1", 12, "start must be"},
        {"x1,d1,data,2026-03-01T24:00:00Z," + a + ",1", 12, "start must be"},
        {"x1,d1,data,2026-03-01T00:60:00Z," + a + ",1", 12, "start must be"},
        {"x1,d1,data,2026-03-01T00:00:60Z," + a + ",1", 12, "start must be"},
        {"x1,d1,data,2026-13-01T00:00:00Z," + a + ",1", 12, "start must be"},
        {"x1,d1,data,2026-00-01T00:00:00Z," + a + ",1", 12, "start must be"},
        {"x1,d1,data,2026-03-00T00:00:00Z," + a + ",1", 12, "start must be"},
        {"x1,d1,data,1969-12-31T23:59:59Z," + a + ",1", 12, "start must be"},
        {"x1,d1,data,2190-01-01T00:00:00Z,2190-01-01T00:00:00Z,1", 12, "start must be"},
        {"x1,d1,data,2026-03-01T00:00:00z," + a + ",1", 12, "start must be"},
        {"x1,d1,data,2026-03-01 00:00:00Z," + a + ",1", 12, "start must be"},
        {"x1,d1,data,2026-03-01T00:00:00," + a + ",1", 12, "start must be"},
        {"x1,d1,data," + a + ",soon,1", 33, "end must be"},
        {"x1,d1,data," + a + ",2026-02-28T23:59:59Z,1", 33, "end is before start"},
        {"x1,d1,data," + a + "," + a + ",", 54, "quantity must be"},
        {"x1,d1,data," + a + "," + a + ",-1", 54, "quantity must be"},
        {"x1,d1,data," + a + "," + a + ",+1", 54, "quantity must be"},
        {"x1,d1,data," + a + "," + a + ",01", 54, "quantity must be"},
        {"x1,d1,data," + a + "," + a + ",00", 54, "quantity must be"},
        {"x1,d1,data," + a + "," + a + ",1.0", 54, "quantity must be"},
        {"x1,d1,data," + a + "," + a + ",1e3", 54, "quantity must be"},
        {"x1,d1,data," + a + "," + a + ",1 ", 54, "quantity must be"},
        {"x1,d1,data," + a + "," + a + ",9007199254740992", 54, "quantity must be"},
        {"x1,d1,data," + a + "," + a + ",9999999999999999", 54, "quantity must be"},
        {"x1,d1,data," + a + "," + a + ",90071992547409910", 54, "quantity must be"},
        {"x1,d1,data," + a + "," + a + ",1\r", 54, "quantity must be"},  // only one \r belongs to the line end
        {"\"x1\"x,d1,data," + a + "," + a + ",1", 1, "quote must begin and end"},
        {"x\"1,d1,data," + a + "," + a + ",1", 1, "quote must begin and end"},
        {"x1,\"d1\" ,data," + a + "," + a + ",1", 4, "quote must begin and end"},
        {" ", 2, "fewer than 6"}};
    for (const Case& c : cases) {
        UsageTable usage = read_csv(header + good + c.row + "\r\n" + "s2,d1,data," + a + "," + a + ",1\n");
        BOOST_TEST_CONTEXT(c.row) {
            BOOST_TEST(usage.records() == 3);
            BOOST_TEST(usage.impl().sessions.size() == 2u);
            BOOST_REQUIRE(rejects_of(usage).size() == 1u);
            const Reject& reject = rejects_of(usage)[0];
            BOOST_TEST(reject.record == 1);
            BOOST_TEST(reject.line == 3);
            BOOST_TEST(reject.column == c.column);
            BOOST_TEST(reject.code == "schema");
            BOOST_TEST(reject.message.find(c.word) != std::string::npos, reject.message);
            BOOST_TEST(reject.text == shown_text(c.row));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_shown_text_ends_at_a_character_after_at_most_2000_bytes) {
    const std::string ninety_nine_and_one = std::string(1999, 'x') + "\xC3\xA9" + "rest";
    BOOST_TEST(shown_text(ninety_nine_and_one) == std::string(1999, 'x'));
    BOOST_TEST(shown_text(std::string(1998, 'x') + "\xC3\xA9" + "rest") == std::string(1998, 'x') + "\xC3\xA9");
    BOOST_TEST(shown_text("a\xFF\xC3") == "a\xEF\xBF\xBD\xEF\xBF\xBD");
    BOOST_TEST(shown_text("\xED\xA0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // a surrogate is no character
}

BOOST_AUTO_TEST_CASE(a_quoted_line_break_belongs_to_its_record_and_lines_are_counted_on) {
    UsageTable usage = read_csv(header +
                                "\"s\n1\",d1,data,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,1\n"
                                "s2,\"d\r\n\r\n1\",\"da\nta\",2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,1\n"
                                "s3,d1,data,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,\"\n1\"\n"
                                "s4,d1,data,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,x\n" +
                                good);
    BOOST_TEST(usage.records() == 5);
    BOOST_REQUIRE(rejects_of(usage).size() == 4u);
    BOOST_TEST(rejects_of(usage)[0].line == 2);
    BOOST_TEST(rejects_of(usage)[0].column == 1);
    BOOST_TEST(rejects_of(usage)[1].line == 4);
    BOOST_TEST(rejects_of(usage)[1].column == 4);
    BOOST_TEST(rejects_of(usage)[2].line == 8);
    BOOST_TEST(rejects_of(usage)[2].column == 54);
    BOOST_TEST(rejects_of(usage)[3].line == 10);
    BOOST_TEST(usage.impl().intake.place_of(4).line == 11);
    // A wrong field after the break is given by its own line.
    UsageTable second = read_csv(header + "s1,\"d1\",data,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,1,\"\n\",\"x\"\n" +
                                 "\"s1\",d1,data,\"2026-03-01T00:00:00Z\",2026-03-01T00:00:00Z,1");
    BOOST_REQUIRE(rejects_of(second).size() == 1u);
    BOOST_TEST(rejects_of(second)[0].line == 2);
    BOOST_TEST(second.impl().intake.place_of(1).line == 4);
}

BOOST_AUTO_TEST_CASE(empty_lines_hold_no_record_but_count_as_lines) {
    UsageTable usage = read_csv("\n\r\n" + header + "\n\r\n" + good + "\n\nx\n\n\r\n\r\n");
    BOOST_TEST(usage.records() == 2);
    BOOST_TEST(usage.impl().intake.place_of(0).line == 6);
    BOOST_REQUIRE(rejects_of(usage).size() == 1u);
    BOOST_TEST(rejects_of(usage)[0].line == 9);
}

BOOST_AUTO_TEST_CASE(a_quote_that_is_never_closed_costs_one_record) {
    UsageTable usage = read_csv(header + "\"s0,d1,data,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,1\n" + good + "s2,d1");
    BOOST_TEST(usage.records() == 3);
    BOOST_TEST(usage.impl().sessions.size() == 1u);
    BOOST_REQUIRE(rejects_of(usage).size() == 2u);
    BOOST_TEST(rejects_of(usage)[0].line == 2);
    BOOST_TEST(rejects_of(usage)[0].message.find("not closed") != std::string::npos);
    BOOST_TEST(rejects_of(usage)[0].text == "\"s0,d1,data,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,1");
    BOOST_TEST(rejects_of(usage)[1].line == 4);
    BOOST_TEST(rejects_of(usage)[1].record == 2);
    UsageTable last = read_csv(header + good + "s2,\"d1");
    BOOST_REQUIRE(rejects_of(last).size() == 1u);
    BOOST_TEST(rejects_of(last)[0].line == 3);
    // A later quote closes the field: all lines up to that record's end are one wrong record.
    UsageTable closed = read_csv(header + "\"s0,d1\n" + good + "s2,\"d1\n" + good);
    BOOST_TEST(closed.records() == 2);
    BOOST_REQUIRE(rejects_of(closed).size() == 1u);
    BOOST_TEST(rejects_of(closed)[0].message.find("quote must begin and end") != std::string::npos);
    BOOST_TEST(closed.impl().intake.place_of(1).line == 5);
}

BOOST_AUTO_TEST_CASE(a_record_longer_than_64_kib_costs_one_record) {
    const std::string limit(65'536, 'x');
    for (const size_t part : {size_t{0}, size_t{4096}, size_t{1}}) {
        UsageTable usage = read_csv(header + limit + "\n" + limit + "x\n" + good + limit + limit + limit, part);
        BOOST_TEST(usage.records() == 4);
        BOOST_TEST(usage.impl().sessions.size() == 1u);
        BOOST_REQUIRE(rejects_of(usage).size() == 3u);
        BOOST_TEST(rejects_of(usage)[0].message.find("fewer than 6") != std::string::npos);
        BOOST_TEST(rejects_of(usage)[1].message.find("longer than 65536") != std::string::npos);
        BOOST_TEST(rejects_of(usage)[1].line == 3);
        BOOST_TEST(rejects_of(usage)[2].line == 5);
    }
    // A stray quote: the lines after it are read once the limit is reached.
    std::string many = header + "\"oops\n";
    for (int i = 0; i < 2000; ++i)
        many += "s" + std::to_string(i) + ",d1,data,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,1\n";
    for (const size_t part : {size_t{0}, size_t{1000}}) {
        UsageTable usage = read_csv(many, part);
        BOOST_TEST(usage.records() == 2001);
        BOOST_TEST(usage.impl().sessions.size() == 2000u);
        BOOST_REQUIRE(rejects_of(usage).size() == 1u);
        BOOST_TEST(rejects_of(usage)[0].text == "\"oops");
        BOOST_TEST(usage.impl().intake.place_of(2000).line == 2002);
    }
}

BOOST_AUTO_TEST_CASE(conflicts_are_rejects_and_the_first_record_stands) {
    UsageTable usage = read_csv(
        "device,kind,start,end,quantity,id\n"
        "d1,data,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,1,s1\n"
        "d1,data,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,1,s1\n"
        "d1,data,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,2,s1\n"
        "d1,data,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,2,\"s1\"\n"
        "d1,data,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,2,s3\n");
    BOOST_TEST(usage.records() == 5);
    BOOST_TEST(usage.rejected() == 2);
    BOOST_REQUIRE(rejects_of(usage).size() == 2u);
    const Reject& reject = rejects_of(usage)[0];
    BOOST_TEST(reject.code == "conflicting_record");
    BOOST_TEST(reject.record == 2);
    BOOST_TEST(reject.line == 4);
    BOOST_TEST(reject.column == 53);
    BOOST_TEST(reject.text == "d1,data,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,2,s1");
    BOOST_TEST(rejects_of(usage)[1].line == 5);
    BOOST_TEST(usage.impl().rejects.counts.at("conflicting_record") == 2);
    BOOST_TEST(usage.impl().sessions.size() == 2u);
    BOOST_TEST(usage.impl().sessions.session(0).quantity == 1);
    BOOST_TEST(usage.impl().sessions.session(1).record == 4u);
    BOOST_REQUIRE(usage.impl().sessions.duplicates().size() == 1u);
    BOOST_TEST(usage.impl().sessions.duplicates()[0].count == 1);
}

BOOST_AUTO_TEST_CASE(the_first_1000_rejects_are_kept_and_all_are_counted) {
    std::string text = header;
    for (int i = 0; i < 1500; ++i) text += i % 3 == 0 ? good : "bad\n";
    UsageTable usage = read_csv(text);
    BOOST_TEST(usage.records() == 1500);
    BOOST_TEST(usage.rejected() == 1000);
    BOOST_TEST(rejects_of(usage).size() == 1000u);
    BOOST_TEST(rejects_of(usage)[999].record == 1499);
    text += "bad\n" + good + "bad\n";
    UsageTable more = read_csv(text);
    BOOST_TEST(more.rejected() == 1002);
    BOOST_TEST(more.impl().rejects.counts.at("schema") == 1002);
    BOOST_TEST(rejects_of(more).size() == 1000u);
}

BOOST_AUTO_TEST_CASE(records_of_several_inputs_are_numbered_on_and_lines_begin_anew) {
    UsageTable usage;
    usage.begin(UsageTable::Format::csv, "one.csv");
    usage.feed(header + good + "bad");
    usage.begin(UsageTable::Format::csv, "two.csv");
    usage.feed(header + "bad\ns2,d2,data,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,1024\n");
    usage.end();
    usage.begin(UsageTable::Format::csv, "three.csv");
    usage.feed(good + good);
    usage.seal();
    BOOST_TEST(usage.records() == 6);
    BOOST_REQUIRE(rejects_of(usage).size() == 3u);
    BOOST_TEST(rejects_of(usage)[0].record == 1);
    BOOST_TEST(rejects_of(usage)[0].line == 3);
    BOOST_TEST(rejects_of(usage)[0].file == "one.csv");
    BOOST_TEST(rejects_of(usage)[1].record == 2);
    BOOST_TEST(rejects_of(usage)[1].line == 2);
    BOOST_TEST(rejects_of(usage)[1].file == "two.csv");
    BOOST_TEST(rejects_of(usage)[2].record == 4);
    BOOST_TEST(rejects_of(usage)[2].file == "three.csv");
    const auto place = usage.impl().intake.place_of(3);
    BOOST_TEST(place.line == 3);
    BOOST_TEST(place.file == "two.csv");
}

BOOST_AUTO_TEST_CASE(records_of_devices_that_nobody_claims_are_listed_in_input_order) {
    std::string text = header;
    for (int i = 0; i < 3000; ++i)
        text += "s" + std::to_string(i) + ",d" + std::to_string(i % 3) +
                ",data,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,1\n";
    UsageTable usage = read_csv(text);
    const std::vector<std::string_view> ids{"d1", "d9"};
    const std::vector<uint32_t> claimed = usage.impl().sessions.find_devices(ids);
    BOOST_TEST((claimed == std::vector<uint32_t>{1, UINT32_MAX}));
    usage.impl().claim("acc-1", claimed);
    const Rejects list = usage.impl().unclaimed_records();
    BOOST_TEST(list.records == 3000);
    BOOST_TEST(list.rejected == 2000);
    BOOST_TEST(list.counts.at("unknown_device") == 2000);
    BOOST_REQUIRE(list.first.size() == 1000u);
    BOOST_TEST(list.first[0].record == 0);
    BOOST_TEST(list.first[1].record == 2);
    BOOST_TEST(list.first[1].line == 4);
    BOOST_TEST(list.first[1].text == "s2,d2,data,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,1");
    BOOST_TEST(list.first[999].record == 1499);
    const std::vector<uint64_t> positions{usage.impl().sessions.sessions_of(1).begin};
    const Rejects both = merged(usage.impl().listed(positions, "period", "late"), list);
    BOOST_TEST(both.rejected == 2001);
    BOOST_TEST(both.first.size() == 1000u);
    BOOST_TEST(both.first[1].record == 1);
    BOOST_TEST(both.first[1].code == "period");
}

BOOST_AUTO_TEST_CASE(an_input_split_anywhere_gives_the_same_table_and_rejects) {
    const std::string text =
        "\xEF\xBB\xBF"
        "id,\"device\",kind,start,end,quantity\r\n"
        "s1,d1,data,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,1024\r\n"
        "\r\n"
        "\"s2\",d1,voice,2026-03-01T00:00:00+01:00,2026-03-01T00:01:00Z,7\n"
        "s3,\"d\"\"\r\n\xC3\xA9\",sms,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,1\n"
        "s1,d1,data,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,1024\n"
        "s1,d1,data,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,1025\n\n"
        "s4,\xE2\x82\xAC,sms,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,1\r\n"
        "s5,d2,sms,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,\"1\"\r\n"
        "s6,d2,sms,2026-03-01T00:00:00Z,2026-03-01T00:01:00Z,\"1\n"
        "s7,d2,sms,2026-03-02T00:00:00Z,2026-03-02T00:01:00Z,12";
    UsageTable whole = read_csv(text);
    const std::string expected = all_of(whole);
    BOOST_TEST(whole.records() == 9);
    BOOST_TEST(whole.rejected() == 4);
    for (size_t split = 0; split <= text.size(); ++split) {
        UsageTable usage;
        usage.begin(UsageTable::Format::csv);
        usage.feed(std::string_view(text).substr(0, split));
        usage.feed({});
        usage.feed(std::string_view(text).substr(split));
        usage.seal();
        BOOST_TEST(all_of(usage) == expected);
    }
    for (size_t part = 1; part < 100; ++part) {
        UsageTable usage = read_csv(text, part);
        BOOST_TEST(all_of(usage) == expected);
    }
}

BOOST_AUTO_TEST_SUITE_END()
