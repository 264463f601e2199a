// SPDX-License-Identifier: MIT
#include "native-server/api/resources/description.h"

#include <string>

#include "core/api.h"
#include "native-server/api/call.h"
#include "native-server/api/docs_page.h"
#include "native-server/api/engine.h"
#include "native-server/version.h"

namespace samebill::api {

namespace {

constexpr BodyMember index_members[] = {
    {.name = "version", .required = true},
    {.name = "rules", .required = true, .description = "version of the billing rules"},
    {.name = "description", .required = true, .description = "path of the OpenAPI description"},
    {.name = "page", .required = true, .description = "path of a page that shows it"}};
constexpr BodyForm index_form{"Index", "where to read on", index_members};

Response index(Call&) {
    return json_response(
        200, {{"version", version}, {"rules", rules_version}, {"description", "/openapi.json"}, {"page", "/docs"}});
}

Response file(std::string type, std::string_view text) {
    Response out = make_response(200, std::move(type), std::string(text));
    out.kind = Response::Kind::file;
    out.headers = {{"ETag", "\"" + digest_of_text(text).substr(7, 32) + "\""}, {"Cache-Control", "no-cache"}};
    return out;
}

Response openapi(Call& call) {
    Response out = json_text_response(200, call.app.description);
    out.headers.push_back({"ETag", "\"" + digest_of_text(call.app.description).substr(7, 32) + "\""});
    return out;
}

Response docs(Call&) {
    return file("text/html; charset=utf-8", docs_html);
}

Response docs_js(Call&) {
    return file("text/javascript; charset=utf-8", docs_script);
}

Response docs_css(Call&) {
    return file("text/css; charset=utf-8", docs_style);
}

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1",
     .id = "getIndex",
     .tag = "server",
     .summary = "Where to read on.",
     .anonymous = true,
     .answer = &index_form,
     .handle = index},
    {.method = "GET",
     .path = "/openapi.json",
     .id = "getDescription",
     .tag = "server",
     .summary = "This description.",
     .anonymous = true,
     .handle = openapi},
    {.method = "GET",
     .path = "/docs",
     .id = "getPage",
     .tag = "server",
     .summary = "A page that shows this description.",
     .anonymous = true,
     .answer_type = "text/html",
     .handle = docs},
    {.method = "GET",
     .path = "/docs.js",
     .id = "getPageScript",
     .tag = "server",
     .summary = "The page's script.",
     .anonymous = true,
     .answer_type = "text/javascript",
     .handle = docs_js},
    {.method = "GET",
     .path = "/docs.css",
     .id = "getPageStyle",
     .tag = "server",
     .summary = "The page's style.",
     .anonymous = true,
     .answer_type = "text/css",
     .handle = docs_css},
};

}  // namespace

Operations description_operations() {
    return operations;
}

}  // namespace samebill::api
