// SPDX-License-Identifier: MIT
#include "native-server/api/resources/sessions.h"

#include "core/base/calendar.h"
#include "native-server/api/credentials.h"
#include "native-server/api/listing.h"
#include "native-server/api/problem.h"
#include "native-server/api/resources/access_rules.h"
#include "native-server/limits/rates.h"
#include "native-server/security/random.h"
#include "native-server/security/session.h"

namespace samebill::api {

using nlohmann::json;
using security::Lockout;
using security::Passwords;
namespace people = store::people;

namespace {

constexpr int64_t browser_cookie_seconds = 400 * 24 * 60 * 60;  // the longest that browsers keep one

constexpr BodyMember login_members[] = {
    {.name = "login", .required = true, .most = 100},
    {.name = "password", .required = true, .most = 1024},
};
constexpr BodyForm login_form{"Login", "who logs in", login_members};

constexpr BodyMember session_members[] = {
    {.name = "kind",
     .form = ValueForm::name,
     .required = true,
     .description = "how the request came in",
     .names = "key session"},
    {.name = "id", .required = true, .description = "of the key or the person"},
    {.name = "name", .required = true},
    {.name = "roles", .required = true, .list = true},
    {.name = "account", .form = ValueForm::id},
    {.name = "accounts", .form = ValueForm::id, .description = "of sales, those assigned; left out: all", .list = true},
    {.name = "session", .description = "of a session, its id"},
    {.name = "page_token", .description = "of a session: what changes want in the header X-Samebill-Token"},
    {.name = "idle_seconds",
     .form = ValueForm::integer,
     .description = "a session ends after so many without a request"},
};
constexpr BodyForm session_form{"Who", "who the caller is", session_members};

constexpr BodyMember listed_members[] = {
    {.name = "id", .required = true},
    {.name = "person", .required = true},
    {.name = "agent", .required = true, .description = "what the browser calls itself"},
    {.name = "begun_at", .form = ValueForm::instant, .required = true},
    {.name = "used_at", .form = ValueForm::instant, .required = true},
    {.name = "current", .form = ValueForm::boolean, .required = true, .description = "whether it is the caller's own"},
};
constexpr BodyForm listed_form{"Session", "a session that holds", listed_members};

constexpr BodyMember password_members[] = {
    {.name = "old", .required = true, .most = 1024},
    {.name = "new", .required = true, .description = "12 characters or more", .most = 1024},
};
constexpr BodyForm password_form{"PasswordChange", "the password so far and the one to come", password_members};

// Text from outside for a list: at most 200 bytes of visible ASCII.
std::string agent_of(const Request& request) {
    std::string out;
    for (const char c : request.header("user-agent").substr(0, 200)) out += c >= ' ' && c < '\x7f' ? c : '?';
    return out;
}

json who(const Call& call, const security::Principal& principal, std::string_view token) {
    json out = {{"kind", principal.kind == security::Principal::Kind::key ? "key" : "session"},
                {"id", principal.id},
                {"name", principal.name},
                {"roles", security::role_names(principal.roles)}};
    if (!principal.account.empty()) out["account"] = principal.account;
    if (principal.accounts) out["accounts"] = *principal.accounts;
    if (principal.kind != security::Principal::Kind::session) return out;
    out["session"] = principal.session;
    out["page_token"] = security::page_token(token);
    out["idle_seconds"] = call.app.credentials->ends.idle;
    return out;
}

std::string_view token_of(const Call& call) {
    return security::cookie_value(call.request.header("cookie"), security::session_cookie);
}

Response too_early(int64_t seconds) {
    Response out = problem(429, "Too many log-ins failed; wait and try again.");
    std::erase_if(out.headers, [](const Header& header) { return header.name == "Retry-After"; });
    out.headers.push_back({"Retry-After", std::to_string(seconds)});
    return out;
}

// Verifies a password under the lock-out's eyes; a response if it is not right.
std::optional<Response> refused_password(Call& call, const Lockout::Attempt& attempt,
                                         const std::optional<people::Person>& person, const std::string& password) {
    Credentials& credentials = *call.app.credentials;
    if (const int64_t wait = credentials.lockout.wait(attempt)) return too_early(wait);
    const bool may = person && !person->disabled && person->password;
    const Passwords::Answer answer = credentials.passwords.verify(may ? *person->password : "", password);
    if (answer == Passwords::Answer::busy) return problem(503, "Many are logging in; try again.");
    if (answer == Passwords::Answer::right) {
        credentials.lockout.succeeded(attempt);
        return std::nullopt;
    }
    credentials.lockout.failed(attempt);
    return problem(401, "The login or the password is wrong.");
}

// A log-in changes who the browser is; another site's page must not do that either.
void require_own_page(const Call& call) {
    const std::string_view site = call.request.header("sec-fetch-site");
    const std::string_view origin = call.request.header("origin");
    const std::string_view host = call.request.header("host");
    const std::string& own = call.app.credentials->origin;
    const bool elsewhere = site == "cross-site" || site == "same-site";
    const bool same = origin.empty() || (own.empty() ? origin.ends_with("//" + std::string(host)) : origin == own);
    if (elsewhere || !same) refuse(403, "A log-in comes from the server's own page.");
}

struct Begun {
    security::NewSession made;
    people::Session row;
};

// The old session of the browser, if it had one, ends: a session never changes hands.
Begun begin_session(Call& call, const people::Person& person, const std::optional<std::string>& new_hash) {
    Begun out{security::make_session(), {}};
    out.row = {security::random_id("session"), out.made.digest, person.id, agent_of(call.request), call.now, call.now};
    const std::string old = call.principal.session;
    call.app.database->write_below_floor([&](store::Transaction& t) {
        const auto now = people::find(t, person.id);
        if (!now || now->disabled || now->password != person.password) refuse(401);  // while the password was checked
        if (!old.empty()) people::end_session(t, old);
        if (new_hash) people::set_password(t, person.id, *new_hash);
        people::add_session(t, out.row);
        people::logged_in(t, person.id, call.now);
        auto entry = call.entry("session.begin", out.row.id);
        entry.by = person.id;
        entry.account = person.account;
        store::audit::add(t, entry);
    });
    Credentials& credentials = *call.app.credentials;
    if (!old.empty()) credentials.access.drop_session(old);
    credentials.access.put_session({out.row.id, out.row.hash, person.id, call.now, call.now});
    return out;
}

Response log_in(Call& call) {
    require_own_page(call);
    if (const int wait = call.app.rates == nullptr ? 0 : call.app.rates->of_login(call.request.peer)) {
        return too_early(wait);
    }
    Credentials& credentials = *call.app.credentials;
    const std::string login = lower_case(call.body.at("login").get<std::string>());
    const std::string password = call.body.at("password").get<std::string>();
    const std::string_view cookies = call.request.header("cookie");
    const std::string_view mark = security::cookie_value(cookies, security::browser_cookie);
    const std::string browser = security::browser_of(credentials.browser_secret, mark, login);
    const Lockout::Attempt attempt{login, browser, call.request.peer, call.now};
    const auto person = call.read([&](store::Transaction& t) { return people::find_by_login(t, login); });
    if (auto refused = refused_password(call, attempt, person, password)) return *refused;
    std::optional<std::string> new_hash;
    if (credentials.passwords.outdated(*person->password)) new_hash = credentials.passwords.hash(password);
    const Begun begun = begin_session(call, *person, new_hash);
    const auto principal = credentials.access.by_session(begun.row.hash, call.now);
    if (!principal) refuse(401);  // disabled meanwhile
    Response out = json_response(200, who(call, *principal, begun.made.token));
    out.headers.push_back({"Set-Cookie", security::set_cookie(security::session_cookie, begun.made.token)});
    if (browser.empty()) {
        const std::string made = security::make_browser_mark(credentials.browser_secret, login);
        out.headers.push_back(
            {"Set-Cookie", security::set_lasting_cookie(security::browser_cookie, made, browser_cookie_seconds)});
    }
    return out;
}

Response get_session(Call& call) {
    return json_response(200, who(call, call.principal, token_of(call)));
}

void end_session(Call& call, const std::string& id, const std::optional<std::string>& account) {
    call.app.database->write_below_floor([&](store::Transaction& t) {
        people::end_session(t, id);
        auto entry = call.entry("session.end", id);
        entry.account = account;
        store::audit::add(t, entry);
    });
    call.app.credentials->access.drop_session(id);
}

Response log_out(Call& call) {
    if (call.principal.session.empty()) refuse(409, "A key is not logged in.");
    end_session(call, call.principal.session, call.own_account());
    Response out = make_response(204, "", "");
    out.headers.push_back({"Set-Cookie", security::clear_cookie(security::session_cookie)});
    return out;
}

Response change_password(Call& call) {
    if (call.principal.session.empty()) refuse(409, "A key has no password.");
    Credentials& credentials = *call.app.credentials;
    const auto person = call.read([&](store::Transaction& t) { return people::find(t, call.principal.id); });
    if (!person) refuse(404);
    // Someone who found an open page guesses like a stranger, but only the one who guesses waits.
    const Lockout::Attempt attempt{person->login, call.principal.session, call.request.peer, call.now};
    const std::string old = call.body.at("old").get<std::string>();
    if (auto refused = refused_password(call, attempt, person, old)) {
        return refused->status == 401 ? problem(403, "The password so far is wrong.") : *refused;
    }
    const std::string chosen = call.body.at("new").get<std::string>();
    const std::string_view weakness = Passwords::weakness(chosen, person->login);
    if (!weakness.empty()) refuse(422, "schema", "/new", "It is " + std::string(weakness) + ".");
    const std::string hash = credentials.passwords.hash(chosen);
    const std::string own = call.principal.session;
    call.app.database->write([&](store::Transaction& t) {
        people::set_password(t, person->id, hash);
        people::end_sessions(t, person->id, own);
        auto entry = call.entry("password.change", person->id);
        entry.account = person->account;
        store::audit::add(t, entry);
    });
    credentials.access.drop_sessions_of(person->id, own);
    return make_response(204, "", "");
}

// Own sessions; of administrators, all that they may end.
bool sees_all(const Call& call) {
    return call.principal.roles.meets({Role::system_admin, Role::customer_admin});
}

Response list_sessions(Call& call) {
    Listing list(call);
    const auto own = call.own_account();
    call.read([&](store::Transaction& t) {
        const auto person = sees_all(call) ? std::nullopt : std::optional(call.principal.id);
        bool room = true;
        people::each_session(t, person, [&](const people::Session& session) {
            if (!room || session.id <= list.after().value_or("")) return;
            if (own && people::find(t, session.person)->account != own) return;
            const int64_t used =
                std::max(session.seen_at, call.app.credentials->access.last_used_of_session(session.id));
            room = list.add({{"id", session.id},
                             {"person", session.person},
                             {"agent", session.agent},
                             {"begun_at", format_instant(session.at)},
                             {"used_at", format_instant(used)},
                             {"current", session.id == call.principal.session}},
                            session.id);
        });
    });
    return list.finish();
}

Response end_listed_session(Call& call) {
    const std::string& id = call.parameter("session");
    const auto person = call.read([&](store::Transaction& t) -> std::optional<people::Person> {
        const auto session = people::find_session(t, id);
        return session ? people::find(t, session->person) : std::nullopt;
    });
    if (!person || (!sees_all(call) && person->id != call.principal.id)) refuse(404);
    require_seen(call, person->account);
    end_session(call, id, person->account);
    return make_response(204, "", "");
}

constexpr Roles all = {Role::customer_viewer, Role::customer_admin,  Role::sales,  Role::operator_,   Role::approver,
                       Role::auditor,         Role::privacy_officer, Role::ingest, Role::system_admin};

constexpr Operation operations[] = {
    {.method = "POST",
     .path = "/v1/session",
     .id = "logIn",
     .tag = "sessions",
     .summary =
         "Begins a session; the browser gets its cookie. 429 with Retry-After once too many attempts have failed.",
     .anonymous = true,
     .body = BodyKind::form,
     .form = &login_form,
     .answer = &session_form,
     .handle = log_in},
    {.method = "GET",
     .path = "/v1/session",
     .id = "getSession",
     .tag = "sessions",
     .summary = "Who the caller is, by key or session, and the token that a page's changes want.",
     .roles = all,
     .answer = &session_form,
     .handle = get_session},
    {.method = "DELETE",
     .path = "/v1/session",
     .id = "logOut",
     .tag = "sessions",
     .summary = "Ends the caller's session on the server.",
     .roles = all,
     .status = 204,
     .handle = log_out},
    {.method = "POST",
     .path = "/v1/session:password",
     .id = "changePassword",
     .tag = "sessions",
     .summary = "A new password; the caller's other sessions end.",
     .roles = all,
     .body = BodyKind::form,
     .form = &password_form,
     .status = 204,
     .handle = change_password},
    {.method = "GET",
     .path = "/v1/sessions",
     .id = "listSessions",
     .tag = "sessions",
     .summary = "The caller's sessions; of administrators, those of all whom they may disable.",
     .roles = all,
     .answer = &listed_form,
     .list = true,
     .handle = list_sessions},
    {.method = "POST",
     .path = "/v1/sessions/{session}:end",
     .id = "endSession",
     .tag = "sessions",
     .summary = "Ends a session; it opens nothing from the next request on.",
     .roles = all,
     .status = 204,
     .handle = end_listed_session},
};

}  // namespace

Operations session_operations() {
    return operations;
}

}  // namespace samebill::api
