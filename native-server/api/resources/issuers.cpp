// SPDX-License-Identifier: MIT
#include "native-server/api/call.h"
#include "native-server/api/listing.h"
#include "native-server/api/resources/bills.h"
#include "native-server/runs/billing.h"
#include "native-server/runs/kept.h"

namespace samebill::api {

using nlohmann::json;
using store::Transaction;

namespace {

constexpr Roles readers = {Role::operator_, Role::approver, Role::auditor};

constexpr BodyMember issuer_members[] = {
    {.name = "id", .form = ValueForm::id, .required = true},
    {.name = "next_number", .form = ValueForm::integer, .required = true},
    {.name = "last_digest", .form = ValueForm::digest, .description = "of the last final bill"}};
constexpr BodyForm issuer_form{"Issuer", "whose numbers bills have", issuer_members};

constexpr BodyMember problem_members[] = {{.name = "code", .required = true},
                                          {.name = "path", .required = true, .description = "the bill's number"},
                                          {.name = "message", .required = true}};
constexpr BodyForm problem_form{"ChainProblem", "what is wrong with a bill of a chain", problem_members};

constexpr BodyMember chain_members[] = {
    {.name = "issuer", .form = ValueForm::id, .required = true},
    {.name = "bills", .form = ValueForm::integer, .required = true, .description = "that were looked at"},
    {.name = "good", .form = ValueForm::boolean, .required = true},
    {.name = "problems", .form = ValueForm::object, .required = true, .object = &problem_form, .list = true}};
constexpr BodyForm chain_form{"Chain", "whether numbers, digests and signatures of an issuer's bills hold",
                              chain_members};

Response list_issuers(Call& call) {
    Listing list(call);
    const auto issuers = call.read([](Transaction& t) { return store::bills::issuers(t); });
    for (const store::bills::Issuer& issuer : issuers) {
        if (list.after() && issuer.id <= *list.after()) continue;
        json item = {{"id", issuer.id}, {"next_number", issuer.next_number}};
        if (issuer.last_digest) item["last_digest"] = *issuer.last_digest;
        if (!list.add(item, issuer.id)) break;
    }
    return list.finish();
}

Response check_issuer(Call& call) {
    const std::string& issuer = call.parameter("issuer");
    int64_t bills = 0;
    const Problems problems = runs::check_chain(*call.app.database, call.app.billing->keys(), issuer, bills);
    if (bills == 0 && problems.empty()) refuse(404);
    json list = json::array();
    for (const Problem& problem : problems) {
        list.push_back({{"code", problem.code}, {"path", problem.path}, {"message", problem.message}});
    }
    return json_response(200, {{"issuer", issuer}, {"bills", bills}, {"good", problems.empty()}, {"problems", list}});
}

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/issuers",
     .id = "listIssuers",
     .tag = "bills",
     .summary = "Issuers, and the number that each has next.",
     .roles = readers,
     .answer = &issuer_form,
     .list = true,
     .handle = list_issuers},
    {.method = "GET",
     .path = "/v1/issuers/{issuer}/chain",
     .id = "checkChain",
     .tag = "bills",
     .summary = "Checks all final bills of an issuer: numbers, chain of digests, signatures.",
     .roles = readers,
     .answer = &chain_form,
     .computes = true,
     .handle = check_issuer},
};

}  // namespace

Operations issuer_operations() {
    return operations;
}

}  // namespace samebill::api
