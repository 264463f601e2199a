// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/api/app.h"
#include "native-server/api/operation.h"
#include "native-server/api/refusal.h"
#include "native-server/store/audit.h"

namespace samebill::api {

using Parameters = std::vector<std::pair<std::string, std::string>>;

// One request that was let in, as its handler sees it: who asks, for what, and the way to write.
class Call {
public:
    App& app;
    const Operation& operation;
    const Request& request;
    const security::Principal& principal;
    const int64_t now;    // seconds
    nlohmann::json body;  // of routes with a form, checked against it

    // A part of the path; it is there if the template names it.
    const std::string& parameter(std::string_view name) const;
    // A value of the query, of the form that the table says; null if it was not given.
    const std::string* query(std::string_view name) const;

    // Runs `work` in a transaction and keeps its answer under the request's Idempotency-Key, if there is one, in the
    // same transaction; a key that was used meanwhile gives the answer of then, and `work` does not run.
    Response write(const std::function<Response(store::Transaction&)>& work);
    // The answer that was given under this request's key before, if there is one; 422 if another request had the key.
    // The dispatcher looks before the handler runs, but for streamed bodies: their handlers do, once they have read
    // all.
    std::optional<Response> replay();
    template <class Work>
    auto read(Work&& work) const {
        return app.database->read(std::forward<Work>(work));
    }

    // An entry of the audit log by this call's principal, at this instant.
    store::audit::Entry entry(std::string action, std::string subject) const;

    // What runs the engine takes a turn at the processors before; 503 if none comes free in time.
    void take_turn() const;

    // The account that the principal is kept to; nothing for staff.
    std::optional<std::string> own_account() const;
    // The accounts that lists show to it, as a JSON list of ids for the store; nothing: all. A customer's own, or those
    // that are assigned to it.
    std::optional<std::string> seen_accounts() const;

    struct Key {
        std::string text;                      // empty: none was given
        std::function<std::string()> request;  // digest of what was asked; of a streamed body once it is read
    };

    Call(App& app, const Operation& operation, const Request& request, const security::Principal& principal,
         const Parameters& path, const Parameters& query, const Key& key);

private:
    std::optional<Response> replay(store::Transaction& transaction);

    const Parameters& path_;
    const Parameters& query_;
    const Key& key_;
};

// "\"7\"": the entity tag of a revision.
std::string entity_tag(int64_t revision);
// 412 unless If-Match names this tag, or "*"; 428 if the header is missing.
void require_match(const Call& call, std::string_view tag);
void require_match(const Call& call, int64_t revision);

// JSON answers.
Response json_response(int status, const nlohmann::json& document);
Response json_text_response(int status, std::string text);
// 201 with Location.
Response created(const std::string& location, const nlohmann::json& document);

}  // namespace samebill::api
