// SPDX-License-Identifier: MIT
#include "native-server/api/call.h"

#include <utility>

#include "core/base/assert.h"
#include "native-server/api/problem.h"
#include "native-server/store/idempotency.h"

namespace samebill::api {

namespace idempotency = store::idempotency;

namespace {

Response replayed(const idempotency::Answer& answer, const std::string& request) {
    if (answer.request != request) {
        return problem(422, {{"idempotency_key", "", "This Idempotency-Key was used for another request."}});
    }
    if (!answer.body) {
        return problem(409, "This was done before; its answer held a secret, which is shown once.");
    }
    Response out = make_response(answer.status, answer.content_type, *answer.body);
    const nlohmann::json headers = nlohmann::json::parse(answer.headers);
    for (const auto& [name, value] : headers.items()) out.headers.push_back({name, value.get<std::string>()});
    out.headers.push_back({"Idempotency-Replayed", "true"});
    return out;
}

idempotency::Answer kept(const Response& response, std::string request) {
    nlohmann::json headers = nlohmann::json::object();
    for (const Header& header : response.headers) headers[header.name] = header.value;
    idempotency::Answer out{std::move(request), response.status, response.content_type, headers.dump(), std::nullopt};
    if (!response.secret) out.body = *response.body;
    return out;
}

}  // namespace

Call::Call(App& app_, const Operation& operation_, const Request& request_, const security::Principal& principal_,
           const Parameters& path, const Parameters& query, const Key& key)
    : app(app_),
      operation(operation_),
      request(request_),
      principal(principal_),
      now(app_.clock->now()),
      path_(path),
      query_(query),
      key_(key) {}

const std::string& Call::parameter(std::string_view name) const {
    for (const auto& [known, value] : path_) {
        if (known == name) return value;
    }
    SAMEBILL_ASSERT(false);
    return path_.front().second;
}

const std::string* Call::query(std::string_view name) const {
    for (const auto& [known, value] : query_) {
        if (known == name) return &value;
    }
    return nullptr;
}

std::optional<Response> Call::replay(store::Transaction& transaction) {
    if (key_.text.empty()) return std::nullopt;
    const auto before = idempotency::find(transaction, principal.id, key_.text);
    if (!before) return std::nullopt;
    return replayed(*before, key_.request());
}

std::optional<Response> Call::replay() {
    if (key_.text.empty()) return std::nullopt;
    return read([&](store::Transaction& transaction) { return replay(transaction); });
}

Response Call::write(const std::function<Response(store::Transaction&)>& work) {
    return app.database->write([&](store::Transaction& transaction) {
        if (auto before = replay(transaction)) return std::move(*before);
        Response out = work(transaction);
        if (!key_.text.empty() && out.status < 400) {
            idempotency::keep(transaction, principal.id, key_.text, kept(out, key_.request()), now);
        }
        return out;
    });
}

store::audit::Entry Call::entry(std::string action, std::string subject) const {
    store::audit::Entry out;
    out.at = now;
    out.by = principal.id;
    out.action = std::move(action);
    out.subject = std::move(subject);
    return out;
}

void Call::take_turn() const {
    if (request.take_turn && !request.take_turn()) refuse(503);
}

std::optional<std::string> Call::own_account() const {
    return principal.account.empty() ? std::nullopt : std::optional(principal.account);
}

std::optional<std::string> Call::seen_accounts() const {
    if (!principal.account.empty()) return nlohmann::json::array({principal.account}).dump();
    return principal.accounts ? std::optional(nlohmann::json(*principal.accounts).dump()) : std::nullopt;
}

std::string entity_tag(int64_t revision) {
    return "\"" + std::to_string(revision) + "\"";
}

void require_match(const Call& call, std::string_view tag) {
    const std::string_view wanted = call.request.header("if-match");
    if (wanted.empty()) refuse(428);
    if (wanted != tag && wanted != "*") refuse(412);
}

void require_match(const Call& call, int64_t revision) {
    require_match(call, entity_tag(revision));
}

Response json_response(int status, const nlohmann::json& document) {
    return make_response(status, "application/json", document.dump());
}

Response json_text_response(int status, std::string text) {
    return make_response(status, "application/json", std::move(text));
}

Response created(const std::string& location, const nlohmann::json& document) {
    Response out = json_response(201, document);
    out.headers.push_back({"Location", location});
    return out;
}

}  // namespace samebill::api
