// SPDX-License-Identifier: MIT
#include "native-server/api/resources/people.h"

#include "core/base/calendar.h"
#include "native-server/api/credentials.h"
#include "native-server/api/listing.h"
#include "native-server/api/resources/access_rules.h"
#include "native-server/security/encoding.h"
#include "native-server/security/random.h"

namespace samebill::api {

using nlohmann::json;
namespace people = store::people;
namespace keys = store::keys;

namespace {

constexpr int64_t invitation_seconds = 7 * 24 * 60 * 60;

constexpr std::string_view role_words =
    "customer_viewer customer_admin sales operator approver auditor privacy_officer ingest system_admin";

security::Roles roles_in(const std::string& text) {
    return security::roles_of(security::listed(text)).value_or(security::Roles{});
}

constexpr BodyMember person_members[] = {
    {.name = "id", .required = true},
    {.name = "login", .required = true, .description = "the name typed to log in, in lower case"},
    {.name = "name", .required = true},
    {.name = "roles", .form = ValueForm::name, .required = true, .names = role_words, .list = true},
    {.name = "account", .form = ValueForm::id, .description = "of a customer's people"},
    {.name = "accounts",
     .form = ValueForm::id,
     .description = "of sales: the accounts assigned, which alone are there for this person; left out: all are",
     .list = true},
    {.name = "disabled", .form = ValueForm::boolean, .required = true},
    {.name = "password_set", .form = ValueForm::boolean, .required = true},
    {.name = "created_at", .form = ValueForm::instant, .required = true},
    {.name = "created_by", .required = true, .description = "the principal that made it"},
    {.name = "logged_in_at", .form = ValueForm::instant, .description = "last"},
    {.name = "invited_until", .form = ValueForm::instant, .description = "end of an invitation that is still open"},
    {.name = "invitation", .description = "what the person sets a password with; only in the answer that makes it"},
};
constexpr BodyForm person_form{"Person", "a person who logs in", person_members};

constexpr BodyMember new_person_members[] = {
    {.name = "login",
     .required = true,
     .description = "no white space; capitals count as small letters",
     .least = 3,
     .most = 100},
    {.name = "name", .required = true, .least = 1, .most = 100},
    {.name = "roles",
     .form = ValueForm::name,
     .required = true,
     .names = role_words,
     .least = 1,
     .most = 9,
     .list = true},
    {.name = "account", .form = ValueForm::id, .description = "of a customer's person"},
    {.name = "accounts",
     .form = ValueForm::id,
     .description =
         "with the role sales alone: the accounts assigned, and no others are there for this person; an empty "
         "list: none; null or left out: all",
     .list = true,
     .nullable = true},
};
constexpr BodyForm new_person_form{"NewPerson", "a person to be invited", new_person_members};

constexpr BodyMember edit_members[] = {
    {.name = "name", .least = 1, .most = 100},
    {.name = "roles", .form = ValueForm::name, .names = role_words, .least = 1, .most = 9, .list = true},
    {.name = "accounts",
     .form = ValueForm::id,
     .description = "with the role sales alone: the accounts assigned, in place of those before; an empty list: none; "
                    "null: all; left out: as before",
     .list = true,
     .nullable = true},
    {.name = "disabled",
     .form = ValueForm::boolean,
     .description = "true ends the sessions and revokes the keys that the person made"},
};
constexpr BodyForm edit_form{"PersonEdit", "what changes of a person", edit_members};

constexpr BodyMember acceptance_members[] = {
    {.name = "invitation", .required = true},
    {.name = "password", .required = true, .description = "12 characters or more", .most = 1024},
};
constexpr BodyForm acceptance_form{"Acceptance", "an invitation and the password chosen", acceptance_members};

json shown(const people::Person& person) {
    json out = {{"id", person.id},
                {"login", person.login},
                {"name", person.name},
                {"roles", security::listed(person.roles)},
                {"disabled", person.disabled},
                {"password_set", person.password.has_value()},
                {"created_at", format_instant(person.at)},
                {"created_by", person.by}};
    if (person.account) out["account"] = *person.account;
    if (person.accounts) out["accounts"] = json::parse(*person.accounts);
    if (person.logged_in_at) out["logged_in_at"] = format_instant(*person.logged_in_at);
    if (person.invited_until) out["invited_until"] = format_instant(*person.invited_until);
    return out;
}

Response shown_with_tag(int status, const people::Person& person) {
    Response out = json_response(status, shown(person));
    out.headers.push_back({"ETag", entity_tag(person.revision)});
    return out;
}

std::string folded_login(const json& body) {
    std::string out = lower_case(body.at("login").get<std::string>());
    for (const char c : out) {
        if (static_cast<unsigned char>(c) <= ' ' || c == '\x7f') {
            refuse(422, "schema", "/login", "It must have no white space.");
        }
    }
    return out;
}

people::Person seen_person(const Call& call, store::Transaction& transaction) {
    auto person = people::find(transaction, call.parameter("person"));
    if (!person) refuse(404);
    require_seen(call, person->account);
    return *person;
}

// Makes an invitation and puts its text into the answer.
void add_invitation(const Call& call, store::Transaction& transaction, people::Person& person, json& document) {
    const std::string text = security::random_id("invitation");
    person.invited_until = call.now + invitation_seconds;
    people::invite(transaction, person.id, security::sha256(text), *person.invited_until);
    document = shown(person);
    document["invitation"] = text;
}

Response list_people(Call& call) {
    Listing list(call);
    call.read([&](store::Transaction& t) {
        people::list(t, seen_account(call), list.after().value_or(""),
                     [&](const people::Person& person) { return list.add(shown(person), person.id); });
    });
    return list.finish();
}

Response get_person(Call& call) {
    return call.read([&](store::Transaction& t) { return shown_with_tag(200, seen_person(call, t)); });
}

Response create_person(Call& call) {
    require_no_scopes(call);
    const auto account =
        call.body.contains("account") ? std::optional(call.body["account"].get<std::string>()) : std::nullopt;
    const Grant grant = granted(call, call.body.at("roles").get<std::vector<std::string>>(), account);
    if (grant.roles.has(Role::ingest)) refuse(422, "not_permitted", "/roles", "Feeds have keys; people do not ingest.");
    people::Person person;
    person.id = security::random_id("person");
    person.login = folded_login(call.body);
    person.name = call.body.at("name").get<std::string>();
    person.roles = security::roles_text(grant.roles);
    person.account = grant.account;
    person.at = call.now;
    person.by = call.principal.id;
    Response out = call.write([&](store::Transaction& t) {
        require_still_allowed(call, t);
        if (person.account) require_account(t, *person.account, "/account");
        person.accounts = assigned_accounts(call, t, grant.roles);
        if (people::find_by_login(t, person.login)) refuse(409, "This login is taken.");
        people::add(t, person);
        auto entry = call.entry("person.create", person.id);
        entry.account = person.account;
        entry.after = shown(person).dump();
        store::audit::add(t, entry);
        json document;
        add_invitation(call, t, person, document);
        Response answer = created("/v1/people/" + person.id, document);
        answer.secret = true;
        return answer;
    });
    call.app.credentials->refresh_person(person.id);
    return out;
}

// `person` with the roles it will have.
void edit_accounts(const Call& call, store::Transaction& transaction, people::Person& person) {
    if (call.body.contains("accounts")) {
        person.accounts = assigned_accounts(call, transaction, roles_in(person.roles));
    } else if (person.accounts && !(roles_in(person.roles) == Roles{Role::sales})) {
        refuse(422, "not_permitted", "/roles",
               "Accounts are assigned to sales alone: with another role say accounts null.");
    }
}

Response edit_person(Call& call) {
    const std::string id = call.parameter("person");
    const bool lets_in =
        call.body.contains("roles") || call.body.contains("accounts") || !call.body.value("disabled", true);
    if (lets_in) require_no_scopes(call);
    std::vector<std::string> revoked;
    Response out = call.write([&](store::Transaction& t) {
        if (lets_in) require_still_allowed(call, t);
        const people::Person before = seen_person(call, t);
        require_match(call, before.revision);
        people::Person after = before;
        if (call.body.contains("name")) after.name = call.body["name"].get<std::string>();
        if (call.body.contains("disabled")) after.disabled = call.body["disabled"].get<bool>();
        if (call.body.contains("roles")) {
            const Grant grant = granted(call, call.body["roles"].get<std::vector<std::string>>(), before.account);
            if (grant.roles.has(Role::ingest)) refuse(422, "not_permitted", "/roles", "People do not ingest.");
            after.roles = security::roles_text(grant.roles);
        }
        edit_accounts(call, t, after);
        people::edit(t, after);
        revoked.clear();
        if (after.disabled && !before.disabled) {
            people::end_sessions(t, id, "");
            revoked = keys::revoke_all_of(t, id, {call.now, call.principal.id, "the person who made it was disabled"});
        }
        // A key keeps no role that its maker has lost.
        const security::Roles lost = roles_in(before.roles).without(roles_in(after.roles));
        keys::each_held(t, [&](const keys::Key& key) {
            if (key.person == id && roles_in(key.roles).meets(lost)) revoked.push_back(key.id);
        });
        for (const std::string& key : revoked) {
            keys::revoke(t, key, {call.now, call.principal.id, "the person who made it lost its role"});
        }
        require_admin(t, call.now);
        auto entry = call.entry("person.edit", id);
        entry.account = before.account;
        entry.before = shown(before).dump();
        entry.after = shown(after).dump();
        store::audit::add(t, entry);
        return shown_with_tag(200, *people::find(t, id));
    });
    call.app.credentials->refresh_person(id);
    for (const std::string& key : revoked) call.app.credentials->refresh_key(key);
    return out;
}

// For a password that is lost: the old one holds until the new one is set.
Response invite_person(Call& call) {
    require_no_scopes(call);
    return call.write([&](store::Transaction& t) {
        require_still_allowed(call, t);
        people::Person person = seen_person(call, t);
        if (person.disabled) refuse(409, "This person is disabled.");
        json document;
        add_invitation(call, t, person, document);
        auto entry = call.entry("person.invite", person.id);
        entry.account = person.account;
        store::audit::add(t, entry);
        Response answer = json_response(200, document);
        answer.secret = true;
        return answer;
    });
}

Response accept_invitation(Call& call) {
    const std::string hash = security::sha256(call.body.at("invitation").get<std::string>());
    const std::string password = call.body.at("password").get<std::string>();
    // Looked up first, so that nobody makes the server compute for an invitation that does not hold.
    const auto invited = call.read([&](store::Transaction& t) { return people::find_invited(t, hash, call.now); });
    if (!invited) refuse(404, "This invitation does not hold.");
    const std::string_view weakness = security::Passwords::weakness(password, invited->login);
    if (!weakness.empty()) refuse(422, "schema", "/password", "It is " + std::string(weakness) + ".");
    const std::string stored = call.app.credentials->passwords.hash(password);
    Response out = call.write([&](store::Transaction& t) {
        const auto person = people::find_invited(t, hash, call.now);
        if (!person) refuse(404, "This invitation does not hold.");
        people::set_password(t, person->id, stored);
        people::end_sessions(t, person->id, "");
        auto entry = call.entry("person.accept", person->id);
        entry.by = person->id;
        entry.account = person->account;
        store::audit::add(t, entry);
        return make_response(204, "", "");
    });
    call.app.credentials->access.drop_sessions_of(invited->id);
    return out;
}

constexpr Roles readers = {Role::customer_admin, Role::auditor, Role::system_admin};
constexpr Roles writers = {Role::customer_admin, Role::system_admin};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/people",
     .id = "listPeople",
     .tag = "people",
     .summary = "People who log in; customers see those of their account.",
     .roles = readers,
     .answer = &person_form,
     .list = true,
     .handle = list_people},
    {.method = "POST",
     .path = "/v1/people",
     .id = "createPerson",
     .tag = "people",
     .summary = "Invites a person; the answer alone holds the invitation, which ends after seven days.",
     .roles = writers,
     .body = BodyKind::form,
     .form = &new_person_form,
     .status = 201,
     .answer = &person_form,
     .stores = true,
     .handle = create_person},
    {.method = "GET",
     .path = "/v1/people/{person}",
     .id = "getPerson",
     .tag = "people",
     .summary = "One person.",
     .roles = readers,
     .answer = &person_form,
     .handle = get_person},
    {.method = "PATCH",
     .path = "/v1/people/{person}",
     .id = "editPerson",
     .tag = "people",
     .summary = "Name, roles, accounts of sales, and whether the person may log in; holds from the next request on.",
     .roles = writers,
     .body = BodyKind::form,
     .form = &edit_form,
     .answer = &person_form,
     .if_match = true,
     .handle = edit_person},
    {.method = "POST",
     .path = "/v1/people/{person}:invite",
     .id = "invitePerson",
     .tag = "people",
     .summary = "A new invitation, for a password that is lost; older invitations end.",
     .roles = writers,
     .answer = &person_form,
     .stores = true,
     .handle = invite_person},
    {.method = "POST",
     .path = "/v1/people:accept",
     .id = "acceptInvitation",
     .tag = "people",
     .summary = "Sets the password of the person invited, and ends that person's sessions.",
     .anonymous = true,
     .body = BodyKind::form,
     .form = &acceptance_form,
     .status = 204,
     .handle = accept_invitation},
};

}  // namespace

Operations people_operations() {
    return operations;
}

}  // namespace samebill::api
