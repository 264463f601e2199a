// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "native-server/store/transaction.h"

// People who log in by browser, their invitations and sessions. Of passwords the argon2id text, of invitations and
// sessions the SHA-256.

namespace samebill::store::people {

struct Person {
    std::string id;     // "person_…"
    std::string login;  // in lower case
    std::string name;
    std::string roles;  // separated by commas
    std::optional<std::string> account = {};
    std::optional<std::string> accounts = {};  // of sales, those assigned: a JSON list of ids; nothing: all
    std::optional<std::string> password = {};  // nothing: not set yet
    bool disabled = false;
    int64_t revision = 1;
    int64_t at = 0;
    std::string by;
    std::optional<int64_t> logged_in_at = {};
    std::optional<int64_t> invited_until = {};  // an invitation that is still open
};

// Constraint if the login is taken.
void add(Transaction& transaction, const Person& person);
std::optional<Person> find(Transaction& transaction, std::string_view id);
std::optional<Person> find_by_login(Transaction& transaction, std::string_view login);

// In the order of ids, after `after`; of one account if it is given. `each` ends it by returning false.
void list(Transaction& transaction, const std::optional<std::string>& account, std::string_view after,
          const std::function<bool(const Person&)>& each);
void each_enabled(Transaction& transaction, const std::function<void(const Person&)>& each);

// Name, roles, assigned accounts and whether disabled; the revision rises.
void edit(Transaction& transaction, const Person& person);
// Ends an open invitation as well.
void set_password(Transaction& transaction, std::string_view id, std::string_view password);
void logged_in(Transaction& transaction, std::string_view id, int64_t at);

// A new invitation takes the place of an older one.
void invite(Transaction& transaction, std::string_view id, std::string_view hash, int64_t until);
// Who was invited with it, if it still holds.
std::optional<Person> find_invited(Transaction& transaction, std::string_view hash, int64_t now);

// Whether any enabled person with a password has the role.
bool any_with_role(Transaction& transaction, std::string_view role);

struct Session {
    std::string id;    // "session_…"
    std::string hash;  // 32 bytes
    std::string person;
    std::string agent;  // what the browser calls itself
    int64_t at = 0;
    int64_t seen_at = 0;
};

void add_session(Transaction& transaction, const Session& session);
std::optional<Session> find_session(Transaction& transaction, std::string_view id);
void end_session(Transaction& transaction, std::string_view id);
// All of a person's but one.
void end_sessions(Transaction& transaction, std::string_view person, std::string_view except);
void session_seen(Transaction& transaction, std::string_view id, int64_t at);
// All, or those of one person, in the order of ids.
void each_session(Transaction& transaction, const std::optional<std::string>& person,
                  const std::function<void(const Session&)>& each);

}  // namespace samebill::store::people
