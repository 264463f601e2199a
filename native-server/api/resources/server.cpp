// SPDX-License-Identifier: MIT
#include "native-server/api/resources/server.h"

#include <string>
#include <utility>

#include "core/api.h"
#include "native-server/api/call.h"
#include "native-server/api/problem.h"
#include "native-server/version.h"

namespace samebill::api {

namespace {

constexpr BodyMember health_members[] = {
    {.name = "rules", .required = true, .description = "version of the billing rules"},
    {.name = "status", .form = ValueForm::name, .required = true, .names = "ok"},
    {.name = "version", .required = true, .description = "of this program"}};
constexpr BodyForm health_form{"Health", "that the server answers", health_members};

Response healthz(Call&) {
    return json_text_response(200, R"({"rules":")" + std::string(rules_version) + R"(","status":"ok","version":")" +
                                       std::string(version) + R"("})");
}

Response preview(Call& call) {
    if (!call.app.limits.open_preview && !call.principal.signed_in()) refuse(401);
    Inputs inputs;
    inputs.request = call.request.body;
    Outcome outcome = run(inputs);
    if (!outcome.ok) return problem_of(outcome.text);
    return json_text_response(200, std::move(outcome.text));
}

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/healthz",
     .id = "getHealth",
     .tag = "server",
     .summary = "Whether the server answers, its version and that of the rules.",
     .anonymous = true,
     .answer = &health_form,
     .metered = false,
     .handle = healthz},
    {.method = "POST",
     .path = "/v1/bills:preview",
     .id = "previewBills",
     .tag = "bills",
     .summary = "The bills of a full request, stored nowhere: the exact bytes of its result.",
     .anonymous = true,
     .body = BodyKind::document,
     .document = "request",
     .answer_document = "result",
     .computes = true,
     .handle = preview},
};

}  // namespace

Operations server_operations() {
    return operations;
}

}  // namespace samebill::api
