// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "tests/unit/codec/request_text.h"
#include "tests/unit/support/jobs.h"

using namespace request_text;

BOOST_AUTO_TEST_SUITE(streamed_lists)

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

namespace {

// Everything of a request that comes from its lists, in words.
Strings lists_of(const samebill::Request& request) {
    Strings words;
    for (const samebill::Device& device : request.account.devices) {
        words.push_back(device.id + " " + device.carrier_technology + " " + device.service_area + " " +
                        std::to_string(device.shipped_on.value_or(-1)) + (device.lapses ? " lapses" : ""));
    }
    for (const samebill::Event& event : request.events) {
        words.push_back(std::to_string(event.at) + " " + std::to_string(event.position) + " " +
                        std::to_string(event.device) + " " + std::to_string(event.plan) + " " +
                        std::to_string(event.group) + " " + std::string(name_of(event.type)) +
                        (event.by_provider ? " provider " : " ") + event.pack);
    }
    words.insert(words.end(), request.groups.begin(), request.groups.end());
    words.push_back(request.hashed_head);
    return words;
}

// The request, read by the fast way and, the names of the lists written with escapes, by the general one.
Decoded request_both(const std::string& text, const samebill::RunJobs* run_jobs = nullptr) {
    samebill::RequestOptions options;
    options.run_jobs = run_jobs;
    Decoded fast = decode(text, options);
    const Decoded general =
        decode(replaced(replaced(text, "\"devices\"", "\"devic\\u0065s\""), "\"events\"", "\"\\u0065vents\""), options);
    BOOST_TEST_CONTEXT(text.substr(0, 3000)) {
        BOOST_TEST(fast.problems == general.problems, boost::test_tools::per_element());
        if (fast.problems != Strings{"parse "})
            BOOST_TEST(fast.messages == general.messages, boost::test_tools::per_element());
        if (fast.problems.empty() && general.problems.empty())
            BOOST_TEST(lists_of(fast.request) == lists_of(general.request), boost::test_tools::per_element());
    }
    return fast;
}

std::string with_lists(const std::string& devices, const std::string& events) {
    const std::string text = with(with(sound_request(), "/account/devices", "[]"), "/events", "[]").dump();
    return replaced(replaced(text, "\"devices\":[]", "\"devices\":" + devices), "\"events\":[]",
                    "\"events\":" + events);
}

const std::string few_devices = R"([{"id":"pump-2"},{"id":"pump-1","sim_product":"sim-a"}])";

std::string event(const std::string& at, const std::string& type, const std::string& more) {
    return "{\"at\":\"2026-03-" + at + ":00Z\",\"type\":\"" + type + "\",\"device\":\"pump-1\"" + more + "}";
}

}  // namespace

BOOST_AUTO_TEST_CASE(usual_and_unusual_elements_give_the_same_request_as_the_general_way) {
    const std::string devices =
        "[ {\"id\":\"z-9\", \"carrier_technology\":\"lte\",\"service_area\":\"north\" "
        ",\"shipped_on\":\"2026-01-31\"}\n,"
        "{\"msisdn\":\"+49 1\",\"imsi\":\"2\",\"iccid\":\"3\",\"sim_product\":\"sim-a\",\"id\":\"pump-1\"},"
        "{\"id\":\"pump-10\",\"service_area\":\"s\xC3\xBC"
        "d\"},{\"id\":\"pump-\\u0032\"} ]";
    const std::string events =
        "[" + event("02T08:00", "suspend", "") + "," + event("01T08:00", "provision", ",\"plan\":\"meter\"") + " ,\n" +
        event("01T08:00", "set_group", ",\"group\":\"west\"") + "," +
        event("01T08:00", "set_group", ",\"group\":null") + "," +
        event("03T08:00", "set_group", ",\"group\":\"east\"") + "," +
        event("03T08:00", "cancel", ",\"by\":\"provider\",\"reason\":\"}, {\\\"x\\\": 1\"") + "," +
        event("03T08:00", "cancel", ",\"reason\":\"gr\xC3\xBCn\",\"by\":\"customer\"") + "," +
        R"({"device":"z-9","type":"provision","at":"2026-03-01T09:00:00+01:00"})" + "," +
        R"({"type":"buy_credits","pack":"ten","device":"pump-10","at":"2026-03-01T09:00:00Z"})" + "]";
    const Decoded decoded = request_both(with_lists(devices, events));
    CHECK_PROBLEMS(decoded.problems, {});
    BOOST_TEST(decoded.request.account.devices.at(0).id == "pump-1");
    BOOST_TEST(decoded.request.account.devices.at(0).lapses);
    BOOST_TEST(decoded.request.events.size() == 9u);
    BOOST_TEST(decoded.request.events.front().position == 1u);
    BOOST_TEST(decoded.request.groups.at(1) == "west");
    CHECK_PROBLEMS(request_both(with_lists("[]", " [ ] ")).problems, {});
}

BOOST_AUTO_TEST_CASE(wrong_elements_have_the_same_problems_by_both_ways) {
    const std::string sound = event("01T08:00", "provision", ",\"plan\":\"meter\"");
    const Strings events{
        event("01T08:00", "provision", ",\"plan\":\"none\""),
        event("01T08:00", "provision", ",\"group\":\"a\""),
        event("01T08:00", "change_plan", ""),
        event("01T08:00", "set_group", ""),
        event("01T08:00", "set_group", ",\"group\":nul"),
        event("01T08:00", "cancel", ",\"by\":\"nobody\""),
        event("01T08:00", "activate", ",\"device\":\"pump-1\""),
        event("01T08:60", "activate", ""),
        event("01T08:00", "wait", ""),
        replaced(event("01T08:00", "activate", ""), "2026-03", "2026-04"),
        replaced(event("01T08:00", "activate", ""), "pump-1", "pump-3"),
        replaced(event("01T08:00", "activate", ""), "pump-1", "-pump"),
        event("01T08:00", "activate", ","),
        "{}",
        "7",
        "",
    };
    for (const std::string& one : events) {
        const Decoded decoded = request_both(with_lists(few_devices, "[" + sound + "," + one + "," + sound + "]"));
        BOOST_TEST_CONTEXT(one) BOOST_TEST(!decoded.problems.empty());
    }
    for (const char* devices : {R"([{"id":"pump-1"},{"id":"pump-1"}])", R"([{"id":"pump-1","sim_product":"none"}])",
                                R"([{"sim_product":"a"}])", R"([{"id":"pump-1","shipped_on":"2026-02-30"}])",
                                R"([{"id":"pump-1","zone":"a"}])", R"([{"id":"pump-1"})", R"([{"id":"pump-1"},])",
                                R"([{"id":"pump-1"}{"id":"pump-2"}])", R"({"id":"pump-1"})"}) {
        const Decoded decoded = request_both(with_lists(devices, "[" + sound + "]"));
        BOOST_TEST_CONTEXT(devices) BOOST_TEST(!decoded.problems.empty());
    }
}

BOOST_AUTO_TEST_CASE(long_lists_are_read_in_parts_with_the_same_result) {
    std::string devices = "[";
    std::string events = "[";
    for (int i = 0; i < 30'000; ++i) {
        const std::string id = "d" + std::to_string(i * 7919 % 30'011);
        devices += (i > 0 ? ",{\"id\":\"" : "{\"id\":\"") + id + "\",\"iccid\":\"" + std::string(80, '7') + "\"}";
        events += (i > 0 ? ",\n{" : "{") + std::string("\"at\":\"2026-03-0") + std::to_string(1 + i * 13 % 9) +
                  "T00:00:00Z\",\"type\":\"provision\",\"device\":\"" + id + "\",\"plan\":\"meter\"}" +
                  (i % 1000 != 7 ? ""
                                 : ",{\"at\":\"2026-03-10T00:00:00Z\",\"type\":\"cancel\",\"device\":\"" + id +
                                       "\",\"reason\":\"\xC3\xA9 },{ \"}");
    }
    const std::string text = with_lists(devices + "]", events + "]");
    const samebill::RunJobs last_first = samebill::backwards();
    const Decoded decoded = request_both(text, &last_first);
    CHECK_PROBLEMS(decoded.problems, {});
    BOOST_TEST((lists_of(decoded.request) == lists_of(decode(text).request)));
    // Wherever a list breaks off, it is no JSON.
    const std::string broken = replaced(text, "\"d29000\",\"plan\"", "\"d29000\" \"plan\"");
    CHECK_PROBLEMS(request_both(broken, &last_first).problems, {"parse "});
}

BOOST_AUTO_TEST_SUITE_END()
