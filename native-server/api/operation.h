// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "native-server/api/body.h"
#include "native-server/api/message.h"
#include "native-server/security/roles.h"

// One row of the route table. The dispatcher obeys it, and the OpenAPI description is made from it: what is not here
// does not exist, and a role that is not named has no access.

namespace samebill::api {

using security::Role;
using security::Roles;

class Call;

// Whose data a route shows.
enum class Tenant : uint8_t {
    none,     // nobody's in particular; handlers of lists keep a principal that has an account to that account
    account,  // that of `{account}` in the path: others' accounts and unknown ones get the same 404
};

enum class BodyKind : uint8_t {
    none,
    form,      // JSON, checked against `form` before the handler runs
    document,  // JSON, a document of the engine, as text for the engine to read; `document` names its schema
    records,   // CSV, NDJSON or JSON, read by the handler; streamed if `max_body` is -1
};

struct QueryParameter {
    std::string_view name;
    ValueForm form = ValueForm::text;
    std::string_view description = {};
    std::string_view names = {};
    bool required = false;
};

struct Operation {
    std::string_view method;   // GET (also answers HEAD), POST, PUT, PATCH, DELETE
    // Segments are literal or `{name}`; the last may end with an action, `{event}:void`, which only POST may have.
    std::string_view path;
    std::string_view id;       // "voidEvent"; scopes of keys name it
    std::string_view tag;      // the subject: "events"
    std::string_view summary;  // a sentence
    Roles roles = {};
    bool anonymous = false;    // open to all, and to every role
    Tenant tenant = Tenant::none;

    BodyKind body = BodyKind::none;
    const BodyForm* form = nullptr;
    std::string_view document = {};
    int64_t max_body = 0;      // bytes; 0: the server's limit; -1: any size (records only)
    std::span<const QueryParameter> query = {};

    int status = 200;                       // of success
    int other_status = 0;                   // of another, with the same answer: 201 of a PUT that made it, 200 of a
                                            // POST that was sent before; 0: none
    const BodyForm* answer = nullptr;       // form of the answer, of each item if `list`
    std::string_view answer_document = {};  // or a document of the engine
    std::string_view answer_type = "application/json";
    bool list = false;      // takes `limit` and `cursor`; JSON, NDJSON or CSV as Accept asks
    bool stores = false;    // takes an Idempotency-Key (POST)
    bool if_match = false;  // wants If-Match: 428 without
    bool all_accounts = false;  // shows data of many accounts: the audit log tells which of the staff read it
    bool open_catalog = false;  // open to all where the server has its catalogs open
    bool computes = false;  // runs the engine: takes a turn at the processors first

    // Refuses who may not see the account that is meant, where the path does not name it: before an answer that was
    // kept under an Idempotency-Key is given again.
    void (*require)(const Call& call) = nullptr;

    bool metered = true;    // counts for the rates of its key or address

    Response (*handle)(Call& call) = nullptr;
};

using Operations = std::span<const Operation>;

}  // namespace samebill::api
