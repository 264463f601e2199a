// SPDX-License-Identifier: MIT
#include "native-server/api/dispatcher.h"

#include <utility>

#include "core/base/assert.h"
#include "core/base/sha256.h"
#include "native-server/api/barred.h"
#include "native-server/api/call.h"
#include "native-server/api/media.h"
#include "native-server/api/problem.h"
#include "native-server/api/query.h"
#include "native-server/api/reads.h"
#include "native-server/api/records.h"
#include "native-server/store/accounts.h"
#include "native-server/store/idempotency.h"

namespace samebill::api {

struct Dispatcher::Admitted {
    const Operation& operation;
    security::Principal principal;
    Parameters path;
    Parameters query;
    std::string key;     // Idempotency-Key
    std::string reason;  // of the staff for reading customers' data
};

namespace {

constexpr size_t longest_key = 200;

Admission replied(Admission admission, Response response) {
    admission.reply = std::move(response);
    return admission;
}

bool may(const Operation& operation, const security::Principal& principal, const Limits& limits) {
    if (operation.anonymous || (operation.open_catalog && limits.open_catalogs)) return true;
    if (!operation.roles.meets(principal.roles)) return false;
    if (principal.scopes.empty()) return true;
    for (const std::string& scope : principal.scopes) {
        if (scope == operation.id) return true;
    }
    return false;
}

// Whom a limit counts for: all keys of a customer together, so that more keys give no more.
std::string rate_name(const security::Principal& principal) {
    return principal.account.empty() ? "principal " + principal.id : "account " + principal.account;
}

Response too_many(int wait) {
    Response out = problem(429);
    out.headers.push_back({"Retry-After", std::to_string(wait)});
    return out;
}

bool is_key(std::string_view text) {
    if (text.size() > longest_key) return false;
    for (const char c : text) {
        if (c < 0x21 || c > 0x7e) return false;
    }
    return true;
}

std::string head_digest_text(const Request& request) {
    return request.method + "\n" + request.path + "\n" + request.query + "\n";
}

// Read strictly first (no member twice, nothing unknown), then as handlers like it.
nlohmann::json read_form(const std::string& text, const BodyForm& form) {
    ProblemList problems;
    Document document;
    if (!parse_json(text, document, problems)) refuse(400, problems.take());
    if (!problems.empty()) refuse(422, problems.take());
    if (const Problems wrong = check_form(document.root, form); !wrong.empty()) refuse(422, wrong);
    return parsed(text);
}

// A request that was sent twice at once may be refused for what its twin has done meanwhile: it gets the twin's answer.
Response handled(Call& call, bool streams) {
    try {
        return call.operation.handle(call);
    } catch (const Refused&) {
        // Of a body that was not read to its end there is no digest to know the twin by.
        if (streams) throw;
        if (auto before = call.replay()) return *before;
        throw;
    }
}

}  // namespace

Dispatcher::Dispatcher(App& app, const std::vector<Operations>& tables, const Router& files)
    : app_(app), files_(files) {
    for (const Operations& table : tables) {
        for (const Operation& operation : table) {
            routes_.add(operation);
            operations_.push_back(&operation);
        }
    }
}

Admission Dispatcher::admit(const Request& head) const {
    RouteTree::Found found = routes_.find(head.method, head.path);
    if (found.allow.empty()) {
        return files_.admit(head);
    }
    if (found.operation == nullptr) {
        Admission out;
        out.reply = head.method == "OPTIONS" ? Response() : problem(405);
        if (head.method == "OPTIONS") out.reply->status = 204;
        out.reply->headers.push_back({"Allow", found.allow});
        return out;
    }
    return admitted(head, *found.operation, found);
}

Admission Dispatcher::admitted(const Request& head, const Operation& operation, RouteTree::Found& found) const {
    Admission out;
    out.name = operation.path;
    Authentication who;
    if (app_.authenticator != nullptr) who = app_.authenticator->authenticate(head);
    const bool anonymous = !who.principal.signed_in();
    out.principal = who.principal.id;
    if (const int wait = wait_of(head, operation, who.principal)) return replied(out, too_many(wait));
    if (who.refusal) return replied(out, *who.refusal);
    if (app_.barred != nullptr && app_.barred->has(who.principal.account)) {
        return replied(out, problem(403, "The provider has barred the use of this account."));
    }
    if (!may(operation, who.principal, app_.limits)) return replied(out, problem(anonymous ? 401 : 403));
    auto admitted = std::make_shared<Admitted>(Admitted{operation, std::move(who.principal), {}, {}, {}, {}});
    for (auto& [name, value] : found.parameters) {
        if (name == "account" && operation.tenant == Tenant::account) {
            if (!admitted->principal.sees(value) || !known_account(value)) return replied(out, problem(404));
        }
        admitted->path.emplace_back(name, std::move(value));
    }
    Problems problems;
    admitted->query = read_query(head.query, operation, problems);
    if (!problems.empty()) return replied(out, problem(400, problems));
    if (operation.if_match && head.header("if-match").empty()) return replied(out, problem(428));
    if (operation.stores) admitted->key = head.header("idempotency-key");
    if (!is_key(admitted->key))
        return replied(out, problem(400, "Idempotency-Key is not 1 to 200 visible characters."));
    if (is_staff_read(operation, admitted->principal)) {
        admitted->reason = head.header(reason_header);
        if (!is_reason(admitted->reason) || (app_.limits.read_reasons && admitted->reason.empty())) {
            return replied(out, problem(400, "X-Samebill-Reason says in up to 200 characters of ASCII why."));
        }
    }
    if (const int refusal = check_media(head, operation)) return replied(out, problem(refusal));
    out.takes_body = operation.body != BodyKind::none;
    out.max_body = operation.max_body != 0 ? operation.max_body : app_.limits.max_body;
    out.streams = operation.body == BodyKind::records && operation.max_body < 0;
    out.work = std::move(admitted);
    return out;
}

// Seconds until this one may ask again. What came with wrong credentials counts for its address.
int Dispatcher::wait_of(const Request& head, const Operation& operation, const security::Principal& principal) const {
    if (app_.rates == nullptr || !operation.metered) return 0;
    return principal.signed_in() ? app_.rates->of_key(rate_name(principal)) : app_.rates->of_address(head.peer);
}

bool Dispatcher::known_account(const std::string& account) const {
    {
        const std::lock_guard lock(accounts_mutex_);
        if (accounts_.contains(account)) return true;
    }
    const bool there =
        app_.database->read([&](store::Transaction& t) { return store::accounts::get(t, account).has_value(); });
    const std::lock_guard lock(accounts_mutex_);
    if (there) accounts_.insert(account);
    return there;
}

Response Dispatcher::answer(const Admission& admission, Request& request) const {
    const auto& admitted = *static_cast<const Admitted*>(admission.work.get());
    const Operation& operation = admitted.operation;
    Sha256 seen;
    Call::Key key{admitted.key, {}};
    if (!key.text.empty()) {
        seen.update(head_digest_text(request));
        if (admission.streams) {
            request.read_body = [&seen, read = request.read_body](char* bytes, size_t size) {
                const int64_t count = read(bytes, size);
                if (count > 0) seen.update({bytes, static_cast<size_t>(count)});
                return count;
            };
        } else {
            seen.update(request.body);
        }
        key.request = [&seen, text = std::string()]() mutable {
            if (text.empty()) text = "sha256:" + seen.finish_hex();
            return text;
        };
    }
    try {
        Call call(app_, operation, request, admitted.principal, admitted.path, admitted.query, key);
        if (operation.body == BodyKind::form) call.body = read_form(request.body, *operation.form);
        if (operation.require != nullptr) operation.require(call);
        if (!admission.streams) {
            if (auto before = call.replay()) return *before;
        }
        if (app_.reads != nullptr && is_staff_read(operation, call.principal)) app_.reads->note(call, admitted.reason);
        if (operation.computes) call.take_turn();
        return conditional(request, handled(call, admission.streams));
    } catch (const Refused& refused) {
        return refused.response;
    } catch (const store::Full&) {
        return problem(507);
    }
}

}  // namespace samebill::api
