// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "native-server/store/billing_inputs.h"
#include "tests/server/parts/usage_shop.h"

using namespace samebill;
using namespace samebill::tests;

namespace {

void check_counts(const json& upload, int64_t accepted, int64_t repeated, int64_t rejected, int64_t suspended) {
    BOOST_TEST(upload.value("state", "") == "stored");
    BOOST_TEST(upload.value("accepted", -1) == accepted);
    BOOST_TEST(upload.value("repeated", -1) == repeated);
    BOOST_TEST(upload.value("rejected", -1) == rejected);
    BOOST_TEST(upload.value("suspended", -1) == suspended);
    BOOST_TEST(upload.value("records", -1) == accepted + repeated + rejected + suspended);
}

std::string many_rows(int64_t first, int64_t count) {
    std::string out = csv_header;
    for (int64_t i = first; i < first + count; ++i) out += row("s" + std::to_string(i), i % 2 == 0 ? "d1" : "d2");
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(usage)

BOOST_AUTO_TEST_CASE(records_go_to_their_accounts_and_months) {
    Shop shop;
    const json upload = shop.sent(csv_header + row("s1", "d1") + row("s2", "g1") + row("s3", "d2", "2026-04-30") +
                                  row("s4", "d1", "2026-03-31"));
    check_counts(upload, 4, 0, 0, 0);
    BOOST_TEST(shop.rows("acme") == row("s1", "d1") + row("s4", "d1", "2026-03-31") + row("s3", "d2", "2026-04-30"));
    BOOST_TEST(shop.rows("globex") == row("s2", "g1"));
    const auto march = samebill::usage::stored_usage(*shop.database, {"acme", "2026-03", "2026-03"});
    BOOST_TEST(march.records == 2);
    BOOST_TEST(march.table.records() == 2);
    BOOST_TEST(march.table.rejected() == 0);
}

BOOST_AUTO_TEST_CASE(what_comes_in_single_bytes_is_the_same) {
    Shop shop;
    const std::string lines =
        R"({"quantity":7,"id":"s1","device":"d1","kind":"sms","start":"2026-03-01T01:00:00+01:00",)"
        R"("end":"2026-03-01T00:00:00Z"})"
        "\n{\"id\":1}\n";
    const json upload = shop.sent(lines, {.type = "application/x-ndjson", .piece = 1});
    check_counts(upload, 1, 0, 1, 0);
    BOOST_TEST(upload.at("bytes") == lines.size());
    BOOST_TEST(shop.rows("acme") == "s1,d1,sms,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,7\n");
}

BOOST_AUTO_TEST_CASE(an_id_counts_once_whatever_upload_brings_it) {
    Shop shop;
    check_counts(shop.sent(csv_header + row("s1", "d1") + row("s1", "d1") + row("s1", "d2")), 1, 1, 1, 0);
    check_counts(shop.sent(csv_header + row("s1", "d1") + row("s2", "d1")), 1, 1, 0, 0);
    const json conflict = shop.sent(csv_header + row("s1", "d1", "2026-03-01", 1001) + row("s1", "d1", "2026-03-02"));
    check_counts(conflict, 0, 0, 2, 0);
    const json rejects = shop.items("/v1/uploads/" + conflict.value("id", "") + "/rejects");
    BOOST_TEST(rejects.size() == 2U);
    BOOST_TEST(rejects[0].value("code", "") == "conflicting_record");
    BOOST_TEST(shop.rows("acme") == row("s1", "d1") + row("s2", "d1"));
}

BOOST_AUTO_TEST_CASE(one_bad_record_stops_no_other) {
    Shop shop;
    const std::string nul(1, '\0');
    const json upload = shop.sent(csv_header + row("s1", "d1") + "nonsense\n" + row("s2", "d" + nul + "1") +
                                  "\xff\xfe,d1,data,x,y,z\n" + row("s3", "d1", "2026-02-30") + row("s4", "d1"));
    check_counts(upload, 2, 0, 4, 0);
    const json rejects = shop.items("/v1/uploads/" + upload.value("id", "") + "/rejects");
    BOOST_TEST(rejects.size() == 4U);
    BOOST_TEST(rejects[0].value("record", 0) == 1);
    BOOST_TEST(rejects[0].value("line", 0) == 3);
    BOOST_TEST(rejects[3].value("line", 0) == 6);
    BOOST_TEST(rejects[3].value("column", 0) == 12);  // s3,d1,data, are 11 bytes
    const api::Response csv = shop.get("/v1/uploads/" + upload.value("id", "") + "/rejects", "auditor", "text/csv");
    BOOST_TEST(csv.body->starts_with("id,record,line,column,code,message,text,state"));
}

BOOST_AUTO_TEST_CASE(a_header_of_other_columns_refuses_the_file) {
    Shop shop;
    const api::Response response = shop.send("id,device,kind,start,end,quantity,text\n" + row("s1", "d1"));
    BOOST_TEST(response.status == 422);
    BOOST_TEST(shop.send("", {.type = "text/csv"}).status == 422);
    BOOST_TEST(shop.send("{}", {.type = "application/json"}).status == 415);
    BOOST_TEST(shop.number("SELECT count(*) FROM uploads") == 0);
    check_counts(shop.sent("", {.type = "application/x-ndjson"}), 0, 0, 0, 0);
}

BOOST_AUTO_TEST_CASE(what_broke_off_is_not_there) {
    Shop shop;
    const std::string body = csv_header + row("s1", "d1") + row("s2", "d1");
    BOOST_TEST(shop.send(body, {.breaks_after = 80}).status == 400);
    BOOST_TEST(shop.rows("acme").empty());
    BOOST_TEST(shop.number("SELECT count(*) FROM usage_records") == 0);
    check_counts(shop.sent(body), 2, 0, 0, 0);
}

BOOST_AUTO_TEST_CASE(an_idempotency_key_gives_the_same_answer) {
    Shop shop;
    const std::string body = csv_header + row("s1", "d1");
    const api::Response first = shop.send(body, {.key = "k1"});
    const api::Response second = shop.send(body, {.key = "k1"});
    BOOST_TEST(first.status == 201);
    BOOST_TEST(second.status == 201);
    BOOST_TEST(*first.body == *second.body);
    BOOST_TEST(shop.send(csv_header + row("s2", "d1"), {.key = "k1"}).status == 422);
    BOOST_TEST(shop.number("SELECT count(*) FROM uploads") == 1);
}

BOOST_AUTO_TEST_CASE(a_feed_shows_what_is_missing) {
    Shop shop;
    const auto send = [&](int sequence, const std::string& id) {
        return shop.send(csv_header + row(id, "d1"),
                         {.target = "/v1/feeds/gate/usage?file=x.csv&sequence=" + std::to_string(sequence)});
    };
    for (const int sequence : {3, 4, 7, 9}) BOOST_TEST(send(sequence, "s" + std::to_string(sequence)).status == 201);
    BOOST_TEST(shop.items("/v1/feeds/gate/gaps") == json::parse(R"([{"from":5,"through":6},{"from":8,"through":8}])"));
    const json feed = shop.items("/v1/feeds").at(0);
    BOOST_TEST(feed.value("missing", 0) == 3);
    BOOST_TEST(feed.value("uploads", 0) == 4);
    const api::Response again = send(4, "s4");
    BOOST_TEST(again.status == 201);
    BOOST_TEST(again.headers.back().name == "Idempotency-Replayed");
    BOOST_TEST(json::parse(*again.body).value("sequence", 0) == 4);
    BOOST_TEST(shop.number("SELECT count(*) FROM uploads") == 4);
    BOOST_TEST(send(4, "s5").status == 409);
    BOOST_TEST(send(5, "s5").status == 201);
    BOOST_TEST(shop.items("/v1/feeds/gate/gaps").size() == 2U);
    BOOST_TEST(shop.get("/v1/feeds/other/gaps").status == 404);
    BOOST_TEST(shop.count_rows("acme") == 5);
}

BOOST_AUTO_TEST_CASE(records_of_unknown_devices_wait_for_them) {
    Shop shop;
    const json upload = shop.sent(csv_header + row("s1", "new") + row("s2", "new", "2026-04-01") + row("s3", "newer"));
    check_counts(upload, 0, 0, 0, 3);
    BOOST_TEST(shop.items("/v1/suspense").size() == 2U);
    BOOST_TEST(shop.items("/v1/suspense").at(0).value("records", 0) == 2);
    BOOST_TEST(shop.items("/v1/suspense/new").at(1).value("start", "") == "2026-04-01T00:00:00Z");
    shop.add_device("new", "acme");
    BOOST_TEST(shop.rows("acme") == row("s1", "new") + row("s2", "new", "2026-04-01"));
    BOOST_TEST(shop.get("/v1/suspense/new").status == 404);
    check_counts(shop.sent(csv_header + row("s1", "new")), 0, 1, 0, 0);
    BOOST_TEST(shop.post("/v1/suspense/newer:dismiss", {{"why", "a trial device"}}).status == 200);
    shop.add_device("newer", "acme");
    BOOST_TEST(shop.count_rows("acme") == 2);
}

BOOST_AUTO_TEST_CASE(a_reject_is_corrected_or_given_up) {
    Shop shop;
    const json upload = shop.sent(csv_header + row("s1", "d1", "2026-02-30") + "x\n" + "y\n" + row("s4", "d1"));
    const std::string path = "/v1/uploads/" + upload.value("id", "") + "/rejects";
    const std::string first = shop.items(path).at(0).value("id", "");
    const json record = {{"id", "s1"},
                         {"device", "d1"},
                         {"kind", "data"},
                         {"start", "2026-02-28T00:00:00Z"},
                         {"end", "2026-02-28T00:00:00Z"},
                         {"quantity", 5}};
    const api::Response resubmitted = shop.post(path + "/" + first + ":resubmit", record);
    BOOST_TEST(resubmitted.status == 201);
    BOOST_TEST(json::parse(*resubmitted.body).value("format", "") == "correction");
    BOOST_TEST(shop.post(path + "/" + first + ":resubmit", record).status == 409);
    BOOST_TEST(shop.post(path + "/" + first + ":dismiss", {{"why", "x"}}).status == 409);
    BOOST_TEST(shop.items(path).at(0).value("state", "") == "resubmitted");
    BOOST_TEST(shop.number("SELECT count(*) FROM audit WHERE action = 'usage.reject.resubmit' AND account = 'acme'") ==
               1);
    json conflict = record;
    conflict["id"] = "s4";
    const std::string second = shop.items(path).at(1).value("id", "");
    BOOST_TEST(shop.post(path + "/" + second + ":resubmit", conflict).status == 409);
    conflict["end"] = "2026-02-27T00:00:00Z";
    BOOST_TEST(shop.post(path + "/" + second + ":resubmit", conflict).status == 422);
    BOOST_TEST(shop.items(path + "?state=open").size() == 2U);
    BOOST_TEST(json::parse(*shop.post(path + ":dismiss", {{"why", "noise"}}).body).value("dismissed", 0) == 2);
    BOOST_TEST(shop.items(path + "?state=open").empty());
    BOOST_TEST(shop.count_rows("acme") == 2);
    BOOST_TEST(shop.post(path + "/999:dismiss", {{"why", "x"}}).status == 404);
}

BOOST_AUTO_TEST_CASE(keys_are_held_to_their_feed_account_and_uploads) {
    Shop shop;
    const std::string body = csv_header + row("s1", "d1") + row("s2", "g1") + row("s3", "nobody");
    const json own = shop.sent(body, {.who = "ingest acme"});
    check_counts(own, 1, 0, 2, 0);
    BOOST_TEST(shop.items("/v1/uploads/" + own.value("id", "") + "/rejects").at(1).value("code", "") ==
               "unknown_device");
    BOOST_TEST(shop.rows("globex").empty());
    BOOST_TEST(shop.get("/v1/uploads/" + own.value("id", ""), "ingest").status == 404);
    BOOST_TEST(shop.get("/v1/uploads/" + own.value("id", ""), "ingest acme").status == 200);
    BOOST_TEST(json::parse(*shop.get("/v1/uploads", "ingest").body).at("items").empty());
    BOOST_TEST(shop.send(body, {.target = "/v1/feeds/feed-b/usage", .who = "ingest feed-a"}).status == 403);
    BOOST_TEST(shop.sent(body, {.who = "ingest feed-a"}).value("feed", "") == "feed-a");
    BOOST_TEST(shop.send(body, {.who = "customer_admin acme"}).status == 403);
    BOOST_TEST(shop.send(body, {.target = "/v1/usage?sequence=1"}).status == 400);
}

BOOST_AUTO_TEST_CASE(events_become_records) {
    Shop shop;
    const auto event = [](const std::string& id, const std::string& source) {
        return json{{"specversion", "1.0"},
                    {"type", "samebill.usage"},
                    {"source", source},
                    {"id", id},
                    {"subject", "d1"},
                    {"time", "2026-03-01T00:01:00Z"},
                    {"data",
                     {{"kind", "voice"},
                      {"start", "2026-03-01T00:00:00Z"},
                      {"end", "2026-03-01T00:01:00Z"},
                      {"quantity", 60}}}};
    };
    json extended = event("e9", "/a");
    extended["traceparent"] = "00-1";
    json content = event("e9", "/a");
    content["data"]["message"] = "hello";
    json kind = event("e8", "/a");
    kind["data"]["kind"] = "video";
    const json batch = {event("e1", "/a"), extended, event("e1", "/b"), event("e1", "/a"), content, kind, 5};
    const json upload = shop.sent(batch.dump(), {.type = "application/cloudevents-batch+json"});
    check_counts(upload, 2, 1, 4, 0);
    json numbers = json::array();
    for (const json& reject : shop.items("/v1/uploads/" + upload.value("id", "") + "/rejects")) {
        numbers.push_back(reject.at("record"));
    }
    std::sort(numbers.begin(), numbers.end());
    BOOST_TEST(numbers == json({1, 4, 5, 6}));
    check_counts(shop.sent(event("e1", "/b").dump(), {.type = "application/cloudevents+json"}), 0, 1, 0, 0);
    BOOST_TEST(shop.send("[", {.type = "application/cloudevents-batch+json"}).status == 400);
    BOOST_TEST(shop.send("{}", {.type = "application/cloudevents-batch+json"}).status == 422);
    BOOST_TEST(shop.send(std::string(size_t{17} << 20, ' '), {.type = "application/cloudevents+json"}).status == 413);
    BOOST_TEST(shop.count_rows("acme") == 2);
}

BOOST_AUTO_TEST_CASE(a_large_upload_is_there_as_a_whole) {
    Shop shop;
    const int64_t count = samebill::usage::records_at_once + 5;
    check_counts(shop.sent(many_rows(0, count)), count, 0, 0, 0);
    BOOST_TEST(shop.count_rows("acme") == count);
    check_counts(shop.sent(many_rows(1, count)), 1, count - 1, 0, 0);
    BOOST_TEST(shop.count_rows("acme") == count + 1);
    BOOST_TEST(shop.number("SELECT sum(records) FROM usage_days") == count + 1);
}

BOOST_AUTO_TEST_CASE(a_large_upload_that_does_not_end_is_not_there) {
    Shop shop;
    const int64_t count = samebill::usage::records_at_once + 5;
    shop.sent(csv_header + row("s7", "d2"));
    const auto incoming = [&] {
        auto out = std::make_unique<samebill::usage::IncomingUpload>(
            shop.receiver->around(), samebill::usage::UploadHead{.id = "upload_x", .format = "csv", .by = "test"},
            UsageTable::Format::csv);
        out->feed(many_rows(0, count));
        out->end();
        return out;
    };
    struct Lost {};
    const auto broken = incoming();
    BOOST_CHECK_THROW(shop.receiver->store(*broken, [](const auto&) { throw Lost(); }), Lost);
    BOOST_TEST(shop.number("SELECT count(*) FROM usage_records") == 1);
    BOOST_TEST(shop.number("SELECT count(*) FROM usage_chunks") == 1);
    shop.run("DELETE FROM uploads WHERE id = 'upload_x'");

    // The process is killed in the middle: the next one takes it out at its start.
    const auto killed = incoming();
    samebill::usage::Deposit deposit(*killed, shop.receiver->late());
    shop.database->write([&](Transaction& t) { deposit.begin(t); });
    deposit.store_records(*shop.database);
    BOOST_TEST(shop.rows("acme") == row("s7", "d2"));  // nothing of it is seen
    BOOST_TEST(shop.number("SELECT count(*) FROM usage_records") == count);
    shop.reopen();
    BOOST_TEST(shop.number("SELECT count(*) FROM usage_records") == 1);
    BOOST_TEST(json::parse(*shop.get("/v1/uploads/upload_x").body).value("state", "") == "broken_off");
    check_counts(shop.sent(many_rows(0, count)), count - 1, 1, 0, 0);
}

BOOST_AUTO_TEST_CASE(a_record_of_an_unfinished_upload_is_not_yet_repeated) {
    Shop shop;
    samebill::usage::IncomingUpload large(shop.receiver->around(), {.id = "upload_x", .format = "csv", .by = "test"},
                                          UsageTable::Format::csv);
    large.feed(many_rows(0, 100));
    large.end();
    samebill::usage::Deposit deposit(large, shop.receiver->late());
    shop.database->write([&](Transaction& t) { deposit.begin(t); });
    deposit.store_records(*shop.database);
    // Nobody stores it any more, so the small one takes it out and is stored itself.
    check_counts(shop.sent(csv_header + row("s1", "d2")), 1, 0, 0, 0);
    BOOST_TEST(shop.rows("acme") == row("s1", "d2"));
}

// An account is first billed for the first month it has anything of, so that must be there to stay.
BOOST_AUTO_TEST_CASE(months_of_an_unfinished_upload_are_not_an_accounts_months) {
    Shop shop;
    shop.sent(csv_header + row("s1", "d1", "2026-03-01"));
    samebill::usage::IncomingUpload large(shop.receiver->around(), {.id = "upload_x", .format = "csv", .by = "test"},
                                          UsageTable::Format::csv);
    large.feed(csv_header + row("s2", "d1", "2026-01-31") + row("s3", "d1", "2026-05-01") + row("s4", "g1"));
    large.end();
    samebill::usage::Deposit deposit(large, shop.receiver->late());
    const auto months = [&](const char* account) {
        return shop.database->read([&](Transaction& t) {
            return store::billing::first_month_with_inputs(t, account).value_or("none") + " " +
                   store::billing::last_month_with_inputs(t, account).value_or("none");
        });
    };
    shop.database->write([&](Transaction& t) { deposit.begin(t); });
    deposit.store_records(*shop.database);
    BOOST_TEST(shop.number("SELECT count(*) FROM usage_chunks") == 4);
    BOOST_TEST(months("acme") == "2026-03 2026-03");
    BOOST_TEST(months("globex") == "none none");
    shop.database->write([&](Transaction& t) { deposit.finish(t); });
    BOOST_TEST(months("acme") == "2026-01 2026-05");
    BOOST_TEST(months("globex") == "2026-03 2026-03");
}

BOOST_AUTO_TEST_CASE(many_small_uploads_are_put_together) {
    Shop shop;
    std::string expected;
    for (int i = 0; i < 100; ++i) {
        const std::string text = row("s" + std::to_string(1000 + i), "d1");
        shop.sent(csv_header + text);
        expected += text;
    }
    BOOST_TEST(shop.number("SELECT count(*) FROM usage_chunks") < 20);
    std::string rows = shop.rows("acme");
    BOOST_TEST(rows.size() == expected.size());
    BOOST_TEST(shop.count_rows("acme") == 100);
    const auto bound = samebill::usage::stored_usage(*shop.database, {"acme", "2026-03", "2026-03"}).bound;
    shop.sent(csv_header + row("later", "d1"));
    BOOST_TEST(samebill::usage::stored_usage(*shop.database, {"acme", "2026-03", "2026-03", bound}).records == 100);
    // A reader of long keeps them as they are.
    const auto reading = shop.receiver->read();
    const int64_t before = shop.number("SELECT count(*) FROM usage_chunks");
    for (int i = 0; i < 20; ++i) shop.sent(csv_header + row("t" + std::to_string(i), "d1"));
    BOOST_TEST(shop.number("SELECT count(*) FROM usage_chunks") == before + 20);
}

BOOST_AUTO_TEST_CASE(a_customer_sees_sums_and_records_of_its_own) {
    Shop shop;
    shop.sent(csv_header + row("s1", "d1") + row("s2", "d2") + row("s3", "d1", "2026-03-02", 9007199254740991) +
              row("s4", "d1", "2026-03-02", 9007199254740991) + row("s5", "g1"));
    const auto ask = [&](const std::string& path, const std::string& accept = "") {
        return *shop.get("/v1/accounts/acme/usage" + path, "customer_viewer acme", accept).body;
    };
    BOOST_TEST(json::parse(ask("?month=2026-03")).at("items") ==
               json::parse(R"([{"day":"2026-03-01","kind":"data","quantity":"2000","records":2},
                               {"day":"2026-03-02","kind":"data","quantity":"18014398509481982","records":2}])"));
    BOOST_TEST(ask("/devices?month=2026-03&limit=1", "text/csv") ==
               "device,kind,records,quantity\r\nd1,data,3,18014398509482982\r\n");
    const std::string csv = "\r\n";
    const api::Response download = shop.get("/v1/accounts/acme/usage/records?from=2026-03&through=2026-03&device=d2",
                                            "customer_viewer acme", "text/csv");
    std::string text;
    while (download.pieces(text)) continue;
    BOOST_TEST(text == csv_header + row("s2", "d2"));
    BOOST_TEST(shop.get("/v1/accounts/acme/usage?month=2026-03", "customer_viewer globex").status == 404);
    BOOST_TEST(shop.get("/v1/accounts/acme/usage", "customer_viewer acme").status == 400);
    BOOST_TEST(shop.get("/v1/accounts/acme/usage?month=2026-03", "ingest").status == 403);
}

BOOST_AUTO_TEST_CASE(days_are_counted_over_all_uploads) {
    Shop shop;
    const json first = shop.sent(csv_header + row("s1", "d1") + row("s2", "new", "2026-03-02"));
    shop.sent(csv_header + row("s3", "g1") + row("s4", "d1", "2026-03-05"));
    BOOST_TEST(shop.items("/v1/uploads/" + first.value("id", "") + "/days").size() == 2U);
    const json days = shop.items("/v1/usage/days?from=2026-03-01&through=2026-03-04");
    BOOST_TEST(days == json::parse(R"([{"day":"2026-03-01","kind":"data","quantity":"2000","records":2},
                                       {"day":"2026-03-02","kind":"data","quantity":"1000","records":1}])"));
}

BOOST_AUTO_TEST_SUITE_END()
