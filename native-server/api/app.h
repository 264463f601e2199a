// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "native-server/api/message.h"
#include "native-server/clock.h"
#include "native-server/limits/rates.h"
#include "native-server/security/roles.h"
#include "native-server/store/database.h"

namespace samebill {
class Metrics;
}

namespace samebill::usage {
class Receiver;
}

namespace samebill::alerts {
class Sender;
}

namespace samebill::runs {
class Billing;
class Comparisons;
}  // namespace samebill::runs

namespace samebill::api {

// Who is asking: by an API key, a session, or nothing.
struct Authentication {
    security::Principal principal;
    std::optional<Response> refusal = {};  // wrong credentials (401), a request from another site's page (403)
};

class Authenticator {
public:
    virtual ~Authenticator() = default;
    virtual Authentication authenticate(const Request& head) const = 0;
};

struct Limits {
    int64_t max_body = int64_t{1} << 20;  // bytes of a JSON body
    bool open_preview = true;             // POST /v1/bills:preview without credentials
    bool open_catalogs = false;           // published catalogs without credentials
    bool read_reasons = false;            // staff says why it reads customers' data
};

class Barred;
class Credentials;
class Reads;

// What handlers work with. Parts of the server that have state of their own are members, made in serve.cpp.
struct App {
    store::Database* database = nullptr;  // null: nothing is stored, and only routes that need nothing exist
    const Clock* clock = nullptr;
    const Authenticator* authenticator = nullptr;
    Rates* rates = nullptr;               // null: anybody may ask as often as they like
    Credentials* credentials = nullptr;   // null without a store
    Barred* barred = nullptr;             // null without a store
    Reads* reads = nullptr;               // likewise
    usage::Receiver* receiver = nullptr;  // of usage; null without a store
    alerts::Sender* sender = nullptr;     // of webhooks
    runs::Billing* billing = nullptr;     // likewise
    Limits limits;
    std::string description;                   // OpenAPI
    runs::Comparisons* comparisons = nullptr;  // of catalog versions; null without a store
    Metrics* metrics = nullptr;                // null: nobody counts
};

}  // namespace samebill::api
