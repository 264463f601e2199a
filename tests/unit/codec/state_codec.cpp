// SPDX-License-Identifier: MIT
#include "core/codec/state_codec.h"

#include <boost/test/unit_test.hpp>

#include "core/codec/canonical.h"
#include "tests/unit/codec/request_text.h"

using namespace request_text;
using namespace samebill;
using request_text::Json;

BOOST_AUTO_TEST_SUITE(state_codec)

namespace {

constexpr Instant march = 1'772'323'200;  // 2026-03-01T00:00:00Z

// pump-1 suspended with everything a state can hold, pump-2 cancelled; the closing state of February.
AccountState full_state() {
    DeviceState pump;
    pump.state = State::suspended;
    pump.cause = Cause::customer;
    pump.activated = true;
    pump.noticed = bit_of(LapseReason::inactive);
    pump.plan = 1;
    pump.group = 0;
    pump.pending_plan = 0;
    pump.pending_at = march;
    pump.stay_entry = march - 86'400;
    pump.stay_counts = {1024, 2, 0};
    pump.active_since = march - 172'800;
    pump.periods = {{1, 20'600, {5, 0, INT64_MAX}}, {2, 20'700, {}}};
    DeviceState gone;
    gone.state = State::cancelled;
    gone.cause = Cause::inactive;
    gone.plan = 1;  // not written
    AccountState state;
    state.period = 2026 * 12 + 1;
    state.devices = {pump, gone};
    return state;
}

Request february() {
    Request request;
    request.catalog.id = "acme";
    request.catalog.plans.resize(2);
    request.catalog.plans[0].id = "credit";
    request.catalog.plans[1].id = "meter";
    request.gone_plans = {"old"};
    request.account.id = "harbour";
    request.account.devices.resize(2);
    request.account.devices[0].id = "pump-1";
    request.account.devices[1].id = "pump-2";
    request.groups = {"north"};
    return request;
}

// The text sealed anew after a change.
std::string resealed(const std::string& text) {
    Document document;
    ProblemList problems;
    BOOST_REQUIRE(parse_json(text, document, problems));
    auto root = request_text::Json::parse(text);
    root["digest"] = *canonical_digest(document.root, "digest");
    return root.dump();
}

std::string full_text() {
    return write_state(full_state(), february());
}

Strings opened_with(const std::string& state) {
    return problems_of(with(sound_request(), "/opening", state));
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_state_is_canonical_and_leaves_out_what_is_usual) {
    const std::string text = full_text();
    const std::string pump_1 =
        R"({"activated":true,"active_since":1772150400,"cause":"customer","group":"north","id":"pump-1",)"
        R"("noticed":["inactive"],)"
        R"("pending":{"at":1772323200,"plan":"credit"},)"
        R"("periods":[{"left":{"data":5,"voice":9223372036854775807},"paid_through":20600,"plan":"meter"},)"
        R"({"paid_through":20700,"plan":"old"}],)"
        R"("plan":"meter","state":"suspended","stay":{"counts":{"data":1024,"sms":2},"entry":1772236800}})";
    const std::string head = R"({"account":"harbour","catalog":"acme","devices":[)" + pump_1 +
                             R"(,{"cause":"inactive","id":"pump-2","state":"cancelled"}],"digest":"sha256:)";
    BOOST_TEST(text.substr(0, head.size()) == head);
    BOOST_TEST(text.substr(head.size() + 64) == R"(","period":"2026-02","rules":"1","schema":"samebill/state/1"})");
    BOOST_TEST(resealed(text) == text);
}

BOOST_AUTO_TEST_CASE(a_state_read_and_written_again_is_the_same) {
    const Decoded decoded = decode(with(sound_request(), "/opening", full_text()));
    CHECK_PROBLEMS(decoded.problems, {});
    BOOST_TEST(decoded.request.gone_plans.at(0) == "old");
    BOOST_TEST(decoded.request.opening->devices.at(0)->periods.at(1).plan == 2u);
    BOOST_TEST(write_state(*decoded.request.opening, decoded.request) == full_text());
}

BOOST_AUTO_TEST_CASE(an_opening_is_hashed_by_its_digest) {
    const auto request = decode(with(sound_request(), "/opening", full_text())).request;
    const std::string text = full_text();
    Document document;
    ProblemList problems;
    BOOST_REQUIRE(parse_json(text, document, problems));
    const std::string digest = *canonical_digest(document.root);
    BOOST_TEST(request.hashed_head.find("\"opening\":\"" + digest + "\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_damaged_state_is_one_problem) {
    CHECK_PROBLEMS(opened_with("{}"), {"state /opening"});
    CHECK_PROBLEMS(opened_with(replaced(full_text(), "1024", "1025")), {"state /opening"});
    CHECK_PROBLEMS(opened_with(replaced(full_text(), "1772236800", "1772236800.0")), {"state /opening"});
    CHECK_PROBLEMS(opened_with(resealed(replaced(full_text(), "\"activated\"", "\"activatad\""))), {"state /opening"});
    CHECK_PROBLEMS(opened_with(resealed(replaced(full_text(), "\"rules\":\"1\"", "\"rules\":\"2\""))),
                   {"state /opening"});
    CHECK_PROBLEMS(opened_with(resealed(replaced(full_text(), "samebill/state/1", "samebill/state/2"))),
                   {"state /opening"});
}

BOOST_AUTO_TEST_CASE(a_state_that_contradicts_itself_is_damaged) {
    CHECK_PROBLEMS(opened_with(resealed(replaced(full_text(), "\"suspended\"", "\"active_billed\""))),
                   {"state /opening"});
    CHECK_PROBLEMS(opened_with(resealed(replaced(full_text(), "\"pump-2\"", "\"pump-0\""))), {"state /opening"});
    CHECK_PROBLEMS(opened_with(resealed(replaced(full_text(), "\"entry\":1772236800", "\"entry\":1772323200"))),
                   {"state /opening"});
    CHECK_PROBLEMS(opened_with(resealed(replaced(full_text(), "\"plan\":\"old\"", "\"plan\":\"meter\""))),
                   {"state /opening"});
}

BOOST_AUTO_TEST_CASE(a_state_of_another_account_or_catalog_is_refused) {
    CHECK_PROBLEMS(opened_with(resealed(replaced(full_text(), "harbour", "quay"))), {"state /opening"});
    CHECK_PROBLEMS(opened_with(resealed(replaced(full_text(), "acme", "other"))), {"state /opening"});
}

BOOST_AUTO_TEST_CASE(a_state_not_of_the_month_before_is_out_of_the_period) {
    const std::string january = resealed(replaced(full_text(), "2026-02", "2026-01"));
    const std::string sound_january =
        resealed(replaced(january, "1772236800", "1769817600"));  // the stay began on 31 January
    CHECK_PROBLEMS(opened_with(sound_january), {"period /opening"});
    CHECK_PROBLEMS(opened_with(resealed(replaced(sound_january, "harbour", "quay"))),
                   {"period /opening", "state /opening"});
}

BOOST_AUTO_TEST_CASE(a_present_or_pending_plan_that_is_gone_is_refused_for_devices_still_there) {
    const std::string gone = resealed(replaced(full_text(), "\"plan\":\"credit\"", "\"plan\":\"away\""));
    CHECK_PROBLEMS(opened_with(gone), {"state /opening"});
    const std::string stranger =
        resealed(replaced(replaced(gone, "\"pump-1\"", "\"aaa-1\""), "\"pump-2\"", "\"pump-1\""));
    const Decoded decoded = decode(with(with(sound_request(), "/opening", stranger), "/events", "[]"));
    CHECK_PROBLEMS(decoded.problems, {});
    BOOST_TEST(decoded.request.gone_plans.empty());
    BOOST_TEST(decoded.request.groups.empty());
    BOOST_TEST((decoded.request.opening->devices.at(0)->state == State::cancelled));
    BOOST_TEST(!decoded.request.opening->devices.at(1).has_value());
}

BOOST_AUTO_TEST_CASE(events_before_from_are_refused_with_an_opening_state_and_sessions_are_not) {
    request_text::Json document = with(sound_request(), "/opening", full_text());
    document = with(document, "/events/1/at", "\"2026-02-28T23:59:59Z\"");
    document = with(document, "/usage/0/start", "\"2026-02-28T23:59:59Z\"");
    CHECK_PROBLEMS(problems_of(document), {"before_period /events/1"});
}

BOOST_AUTO_TEST_CASE(a_member_given_twice_in_a_state_is_a_problem_of_shape) {
    CHECK_PROBLEMS(problems_of_text(replaced(with(sound_request(), "/opening", full_text()).dump(),
                                             "\"group\":\"north\"", "\"group\":\"north\",\"group\":\"south\"")),
                   {"schema /opening/devices/0/group"});
}

BOOST_AUTO_TEST_SUITE_END()
