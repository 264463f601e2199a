// SPDX-License-Identifier: MIT
#include "native-server/api/dispatcher.h"

#include <boost/test/unit_test.hpp>

#include "core/api.h"
#include "native-server/api/problem.h"
#include "native-server/api/resources/server.h"
#include "native-server/api/static_files.h"
#include "native-server/http/head.h"

using namespace samebill;
using namespace samebill::api;

namespace {

// The interface without a store.
struct Interface {
    Interface() { app.clock = &clock; }

    Response ask(Request request) const {
        const Admission admission = dispatcher.admit(request);
        return admission.reply ? *admission.reply : dispatcher.answer(admission, request);
    }

    SystemClock clock;
    App app;
    Router files;
    Dispatcher dispatcher{app, {server_operations()}, files};
};

Request post(std::string body, std::string content_type = "application/json") {
    Request out;
    out.method = "POST";
    out.path = "/v1/bills:preview";
    out.headers = {{"content-type", std::move(content_type)}};
    out.body = std::move(body);
    return out;
}

Response preview(Request request) {
    return Interface().ask(std::move(request));
}

// Two plans' worth of nothing: a device that was never provisioned, so the bill is empty and all sums are 0.00.
const std::string empty_bill_request =
    R"({"schema":"samebill/request/1","catalog":{"schema":"samebill/catalog/1","id":"c","currency":"EUR","plans":[]},)"
    R"("account":{"schema":"samebill/account/1","id":"a","agreement":{"from":"2026-01-01"},"devices":[{"id":"d"}]},)"
    R"("events":[],"usage":[],"from":"2026-03","through":"2026-03"})";

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(handlers)

BOOST_AUTO_TEST_CASE(preview_is_the_door_and_nothing_else) {
    Inputs inputs;
    inputs.request = empty_bill_request;
    const Outcome outcome = run(inputs);
    const Response response = preview(post(empty_bill_request));
    BOOST_TEST(outcome.ok);
    BOOST_TEST(response.status == 200);
    BOOST_TEST(response.content_type == "application/json");
    BOOST_TEST(*response.body == outcome.text);
    BOOST_TEST(contains(*response.body, R"("amount_due":"0.00")"));
}

BOOST_AUTO_TEST_CASE(preview_refuses_with_the_errors_of_the_document) {
    const Response no_json = preview(post("{"));
    BOOST_TEST(no_json.status == 400);
    BOOST_TEST(no_json.content_type == "application/problem+json");
    BOOST_TEST(contains(*no_json.body, R"("code":"parse")"));
    const Response invalid = preview(post(R"({"schema":"samebill/request/1"})"));
    BOOST_TEST(invalid.status == 422);
    BOOST_TEST(contains(*invalid.body, R"("code":"schema")"));
    BOOST_TEST(preview(post(empty_bill_request, "text/json")).status == 415);
    BOOST_TEST(preview(post(empty_bill_request, "")).status == 415);
}

BOOST_AUTO_TEST_CASE(a_problem_keeps_code_path_and_message) {
    const Response response = problem_of(
        R"({"errors":[{"code":"period","message":"Too late.","path":"/usage/0"}],"schema":"samebill/error/1"})");
    BOOST_TEST(response.status == 422);
    BOOST_TEST(*response.body ==
               R"({"errors":[{"code":"period","message":"Too late.","path":"/usage/0"}],"status":422,)"
               R"("title":"The document is not valid","type":"urn:samebill:problem:invalid"})");
}

BOOST_AUTO_TEST_CASE(routes_are_exact) {
    const Interface interface;
    const auto status = [&](std::string method, std::string path) {
        Request request;
        request.method = std::move(method);
        request.path = std::move(path);
        return interface.ask(request).status;
    };
    BOOST_TEST(status("GET", "/healthz") == 200);
    for (const char* path : {"/", "/healthz/", "/healthzz", "/Healthz", "/v1/bills"}) {
        BOOST_TEST(status("GET", path) == 404);
    }
    BOOST_TEST(status("POST", "/healthz") == 405);
    BOOST_TEST(status("GET", "/v1/bills:preview") == 405);
    BOOST_TEST(status("OPTIONS", "/healthz") == 204);
}

BOOST_AUTO_TEST_CASE(only_assets_with_a_hash_may_be_kept_for_ever) {
    BOOST_TEST(has_hash("/assets/index-DiwrgT4a.js"));
    BOOST_TEST(has_hash("/assets/engine.3f9a1c2b.wasm"));
    BOOST_TEST(!has_hash("/assets/index.js"));
    BOOST_TEST(!has_hash("/assets/some-template.js"));
    BOOST_TEST(!has_hash("/index-DiwrgT4a.js"));
    BOOST_TEST(mime_type("/a.wasm") == "application/wasm");
    BOOST_TEST(mime_type("/a.exe") == "");
}

BOOST_AUTO_TEST_CASE(the_head_states_length_policy_and_end_of_connection) {
    const std::string kept = http::head_of(make_response(200, "application/json", "{}"), {});
    BOOST_TEST(kept.starts_with("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"));
    BOOST_TEST(contains(kept, "\r\nContent-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"));
    BOOST_TEST(contains(kept, "\r\nX-Content-Type-Options: nosniff\r\n"));
    BOOST_TEST(!contains(kept, "Connection:"));
    BOOST_TEST(kept.ends_with("\r\n\r\n"));
    Response unchanged;
    unchanged.status = 304;
    unchanged.kind = Response::Kind::file;
    http::Framing closing;
    closing.close = true;
    const std::string closed = http::head_of(unchanged, closing);
    BOOST_TEST(contains(closed, "\r\nConnection: close\r\n"));
    BOOST_TEST(!contains(closed, "Content-Length"));
    BOOST_TEST(contains(closed, "'wasm-unsafe-eval'"));
    BOOST_TEST(!contains(closed, "Strict-Transport-Security"));
    BOOST_TEST(!contains(closed, "X-Request-Id"));
}

BOOST_AUTO_TEST_CASE(the_head_tells_of_tls_and_of_pieces) {
    Response long_one = make_response(200, "text/csv", "");
    long_one.pieces = [](std::string&) { return false; };
    long_one.headers = {{"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2"}};
    http::Framing framing;
    framing.chunked = true;
    framing.behind_tls = true;
    framing.request_id = "3f9a-1";
    const std::string head = http::head_of(long_one, framing);
    BOOST_TEST(contains(head, "\r\nTransfer-Encoding: chunked\r\n"));
    BOOST_TEST(!contains(head, "Content-Length"));
    BOOST_TEST(contains(head, "\r\nStrict-Transport-Security: max-age=31536000; includeSubDomains\r\n"));
    BOOST_TEST(contains(head, "\r\nX-Request-Id: 3f9a-1\r\n"));
    BOOST_TEST(contains(head, "\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"));
    BOOST_TEST(contains(head, "\r\nCache-Control: no-store\r\n"));
}

BOOST_AUTO_TEST_SUITE_END()
