// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "core/codec/json.h"
#include "native-server/api/body.h"
#include "native-server/api/media.h"
#include "native-server/api/query.h"
#include "native-server/api/records.h"
#include "native-server/api/route_tree.h"
#include "native-server/text/document_diff.h"

using namespace samebill;
using namespace samebill::api;

namespace {

Operation operation(std::string_view method, std::string_view path) {
    Operation out;
    out.method = method;
    out.path = path;
    out.id = path;
    return out;
}

const Operation table[] = {
    operation("GET", "/v1/things"),
    operation("POST", "/v1/things"),
    operation("POST", "/v1/things:merge"),
    operation("GET", "/v1/things/{thing}"),
    operation("PUT", "/v1/things/{thing}"),
    operation("POST", "/v1/things/{thing}:void"),
    operation("GET", "/v1/things/{thing}/parts/{part}"),
};

struct Tree {
    Tree() {
        for (const Operation& one : table) routes.add(one);
    }
    // The path of the operation found and its parameters; "-" if there is none.
    std::string find(std::string_view method, std::string_view path) const {
        const RouteTree::Found found = routes.find(method, path);
        if (found.operation == nullptr) return "-";
        std::string out(found.operation->path);
        for (const auto& [name, value] : found.parameters) out += " " + name + "=" + value;
        return out;
    }
    RouteTree routes;
};

std::vector<std::pair<std::string, std::string>> query(std::string_view text, Problems& problems) {
    static constexpr QueryParameter parameters[] = {{.name = "month", .form = ValueForm::month}, {.name = "note"}};
    Operation one = operation("GET", "/v1/things");
    one.query = parameters;
    return read_query(text, one, problems);
}

Problems check(std::string_view text, const BodyForm& form) {
    ProblemList problems;
    Document document;
    BOOST_REQUIRE(parse_json(text, document, problems));
    return check_form(document.root, form);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(routes)

BOOST_AUTO_TEST_CASE(an_action_is_what_follows_the_last_colon_of_a_post) {
    const Tree tree;
    BOOST_TEST(tree.find("GET", "/v1/things/a") == "/v1/things/{thing} thing=a");
    BOOST_TEST(tree.find("GET", "/v1/things/a:void") == "/v1/things/{thing} thing=a:void");
    BOOST_TEST(tree.find("POST", "/v1/things/a:void") == "/v1/things/{thing}:void thing=a");
    BOOST_TEST(tree.find("POST", "/v1/things/a:b:void") == "/v1/things/{thing}:void thing=a:b");
    BOOST_TEST(tree.find("POST", "/v1/things/a:void:void") == "/v1/things/{thing}:void thing=a:void");
    BOOST_TEST(tree.find("POST", "/v1/things/a") == "-");
    BOOST_TEST(tree.find("POST", "/v1/things/:void") == "-");
    BOOST_TEST(tree.find("POST", "/v1/things:merge") == "/v1/things:merge");
    BOOST_TEST(tree.find("GET", "/v1/things/a.b/parts/c:d") == "/v1/things/{thing}/parts/{part} thing=a.b part=c:d");
}

BOOST_AUTO_TEST_CASE(paths_are_exact_and_ids_have_the_form_of_ids) {
    const Tree tree;
    for (const char* path : {"/v1/things/", "/v1//things", "/V1/things", "/v1/things/a/", "/v1/things/a/parts",
                             "/v1/things/_a", "/v1/things/a%20b", "/v1/things/a/parts/b/c", "", "v1/things"}) {
        BOOST_TEST(tree.find("GET", path) == "-");
    }
    BOOST_TEST(tree.routes.find("DELETE", "/v1/things").allow == "GET, HEAD, OPTIONS, POST");
    BOOST_TEST(tree.routes.find("GET", "/v1/nothing").allow == "");
}

BOOST_AUTO_TEST_CASE(a_query_has_known_parameters_once_each_and_of_their_form) {
    Problems none;
    const auto read = query("note=a+b%2Bc&month=2026-03", none);
    BOOST_TEST(none.empty());
    BOOST_REQUIRE(read.size() == 2);
    BOOST_TEST(read[0].second == "a b+c");
    for (const char* text : {"month=2026-13", "month=2026-03&month=2026-04", "other=1", "note=%0a", "note=%zz",
                             "note=%ff", "limit=1"}) {
        Problems problems;
        query(text, problems);
        BOOST_TEST(problems.size() == 1, text);
    }
}

BOOST_AUTO_TEST_CASE(bodies_are_held_against_their_form) {
    static constexpr BodyMember part_members[] = {{.name = "id", .form = ValueForm::id, .required = true}};
    static constexpr BodyForm part{"Part", "a part", part_members};
    static constexpr BodyMember members[] = {
        {.name = "why", .required = true, .least = 1, .most = 5},
        {.name = "days", .form = ValueForm::integer, .most = 9},
        {.name = "kind", .form = ValueForm::name, .names = "red green"},
        {.name = "parts", .form = ValueForm::object, .object = &part, .most = 1, .list = true}};
    static constexpr BodyForm form{"Form", "a body", members};
    BOOST_TEST(check(R"({"why":"x","days":9,"kind":"red","parts":[{"id":"a"}]})", form).empty());
    const auto first = [](std::string_view text) {
        const Problems problems = check(text, form);
        return problems.empty() ? std::string("none") : problems.front().code + " " + problems.front().path;
    };
    BOOST_TEST(first(R"({})") == "schema ");
    BOOST_TEST(first(R"({"why":""})") == "schema /why");
    BOOST_TEST(first(R"({"why":"123456"})") == "schema /why");
    BOOST_TEST(first(R"({"why":"x","days":10})") == "schema /days");
    BOOST_TEST(first(R"({"why":"x","days":1.0})") == "schema /days");
    BOOST_TEST(first(R"({"why":"x","kind":"blue"})") == "schema /kind");
    BOOST_TEST(first(R"({"why":"x","more":1})") == "schema /more");
    BOOST_TEST(first(R"({"why":"x","parts":[{"id":"-"}]})") == "schema /parts/0/id");
    BOOST_TEST(first(R"({"why":"x","parts":[{"id":"a"},{"id":"b"}]})") == "schema /parts");
}

BOOST_AUTO_TEST_CASE(csv_is_read_as_rfc_4180_has_it) {
    const auto rows = read_csv("a,b\r\n\"1,\"\"x\"\"\n2\",\n\n3,4");
    BOOST_REQUIRE(rows.size() == 3);
    BOOST_TEST(rows[1][0] == "1,\"x\"\n2");
    BOOST_TEST(rows[1][1] == "");
    BOOST_TEST(rows[2][1] == "4");
    BOOST_CHECK_THROW(read_csv("a\n\"b"), Refused);
    BOOST_CHECK_THROW(read_csv("\"a\"b"), Refused);
}

BOOST_AUTO_TEST_CASE(lists_come_as_accept_prefers) {
    BOOST_TEST((list_form("") == ListForm::json));
    BOOST_TEST((list_form("text/html, text/csv;q=0.9") == ListForm::csv));
    BOOST_TEST((list_form("application/x-ndjson") == ListForm::ndjson));
    BOOST_TEST((list_form("application/json, text/csv") == ListForm::json));
    BOOST_TEST((list_form("*/*") == ListForm::json));
}

BOOST_AUTO_TEST_CASE(documents_differ_where_named_elements_do) {
    using nlohmann::json;
    const json before = json::parse(R"({"plans":[{"id":"a","x":1},{"id":"b"}],"list":[1,2]})");
    const json after = json::parse(R"({"plans":[{"id":"b","y~/z":2},{"id":"a","x":1}],"list":[2,1]})");
    BOOST_TEST(text::differences(before, after).dump() ==
               R"([{"new":[2,1],"old":[1,2],"path":"/list"},{"new":2,"path":"/plans/b/y~0~1z"}])");
    BOOST_TEST(text::differences(before, before).empty());
}

BOOST_AUTO_TEST_SUITE_END()
