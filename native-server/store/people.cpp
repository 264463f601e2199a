// SPDX-License-Identifier: MIT
#include "native-server/store/people.h"

namespace samebill::store::people {

namespace {

#define PERSON_COLUMNS \
    "id, login, name, roles, account, password, disabled, revision, at, by, logged_in_at, invited_until, accounts"
#define SESSION_COLUMNS "id, hash, person, agent, at, seen_at"

Person read_person(const Row& row) {
    Person out;
    out.id = row.text(0);
    out.login = row.text(1);
    out.name = row.text(2);
    out.roles = row.text(3);
    out.account = row.maybe_text(4);
    out.password = row.maybe_text(5);
    out.disabled = row.integer(6) != 0;
    out.revision = row.integer(7);
    out.at = row.integer(8);
    out.by = row.text(9);
    out.logged_in_at = row.maybe_integer(10);
    out.invited_until = row.maybe_integer(11);
    out.accounts = row.maybe_text(12);
    return out;
}

Session read_session(const Row& row) {
    return {row.text(0), row.text(1), row.text(2), row.text(3), row.integer(4), row.integer(5)};
}

}  // namespace

void add(Transaction& transaction, const Person& person) {
    transaction.run(
        "INSERT INTO people (id, login, name, roles, account, accounts, at, by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        person.id, person.login, person.name, person.roles, person.account, person.accounts, person.at, person.by);
}

std::optional<Person> find(Transaction& transaction, std::string_view id) {
    return transaction.first("SELECT " PERSON_COLUMNS " FROM people WHERE id = ?", read_person, id);
}

std::optional<Person> find_by_login(Transaction& transaction, std::string_view login) {
    return transaction.first("SELECT " PERSON_COLUMNS " FROM people WHERE login = ?", read_person, login);
}

void list(Transaction& transaction, const std::optional<std::string>& account, std::string_view after,
          const std::function<bool(const Person&)>& each) {
    const auto read = [&](const Row& row) -> bool { return each(read_person(row)); };
    if (account) {
        transaction.each("SELECT " PERSON_COLUMNS " FROM people WHERE account = ? AND id > ? ORDER BY id", read,
                         *account, after);
    } else {
        transaction.each("SELECT " PERSON_COLUMNS " FROM people WHERE id > ? ORDER BY id", read, after);
    }
}

void each_enabled(Transaction& transaction, const std::function<void(const Person&)>& each) {
    transaction.each("SELECT " PERSON_COLUMNS " FROM people WHERE disabled = 0",
                     [&](const Row& row) { each(read_person(row)); });
}

void edit(Transaction& transaction, const Person& person) {
    transaction.run(
        "UPDATE people SET name = ?, roles = ?, accounts = ?, disabled = ?, revision = revision + 1 WHERE id = ?",
        person.name, person.roles, person.accounts, person.disabled, person.id);
}

void set_password(Transaction& transaction, std::string_view id, std::string_view password) {
    transaction.run("UPDATE people SET password = ?, invitation = NULL, invited_until = NULL WHERE id = ?", password,
                    id);
}

void logged_in(Transaction& transaction, std::string_view id, int64_t at) {
    transaction.run("UPDATE people SET logged_in_at = ? WHERE id = ?", at, id);
}

void invite(Transaction& transaction, std::string_view id, std::string_view hash, int64_t until) {
    transaction.run("UPDATE people SET invitation = ?, invited_until = ? WHERE id = ?", Blob{hash}, until, id);
}

std::optional<Person> find_invited(Transaction& transaction, std::string_view hash, int64_t now) {
    return transaction.first("SELECT " PERSON_COLUMNS
                             " FROM people WHERE invitation = ? AND invited_until > ? AND disabled = 0",
                             read_person, Blob{hash}, now);
}

bool any_with_role(Transaction& transaction, std::string_view role) {
    return transaction.any(
        "SELECT 1 FROM people WHERE disabled = 0 AND password IS NOT NULL "
        "AND instr(',' || roles || ',', ',' || ? || ',') > 0",
        role);
}

void add_session(Transaction& transaction, const Session& session) {
    transaction.run("INSERT INTO sessions (id, hash, person, agent, at, seen_at) VALUES (?, ?, ?, ?, ?, ?)", session.id,
                    Blob{session.hash}, session.person, session.agent, session.at, session.seen_at);
}

std::optional<Session> find_session(Transaction& transaction, std::string_view id) {
    return transaction.first("SELECT " SESSION_COLUMNS " FROM sessions WHERE id = ?", read_session, id);
}

void end_session(Transaction& transaction, std::string_view id) {
    transaction.run("DELETE FROM sessions WHERE id = ?", id);
}

void end_sessions(Transaction& transaction, std::string_view person, std::string_view except) {
    transaction.run("DELETE FROM sessions WHERE person = ? AND id <> ?", person, except);
}

void session_seen(Transaction& transaction, std::string_view id, int64_t at) {
    transaction.run("UPDATE sessions SET seen_at = ? WHERE id = ?", at, id);
}

void each_session(Transaction& transaction, const std::optional<std::string>& person,
                  const std::function<void(const Session&)>& each) {
    const auto read = [&](const Row& row) { each(read_session(row)); };
    if (person) {
        transaction.each("SELECT " SESSION_COLUMNS " FROM sessions WHERE person = ? ORDER BY id", read, *person);
    } else {
        transaction.each("SELECT " SESSION_COLUMNS " FROM sessions ORDER BY id", read);
    }
}

}  // namespace samebill::store::people
