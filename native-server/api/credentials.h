// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "native-server/api/app.h"
#include "native-server/security/access.h"
#include "native-server/security/lockout.h"
#include "native-server/security/password.h"
#include "native-server/security/signing.h"
#include "native-server/store/database.h"
#include "native-server/store/keys.h"
#include "native-server/store/people.h"

// Who may come in, as the running server holds it: the rows of keys, people and sessions in memory, the secrets of the
// data folder, and what slows down guessing.

namespace samebill::api {

struct CredentialOptions {
    std::string folder;  // of the data; holds `keys/` and `browser_secret`
    std::string origin;  // as browsers see the server ("https://bill.example"); empty: their Host header
    security::Access::Ends ends = {};
};

class Credentials {
public:
    // Makes secrets that are missing, fills the memory from the store. Throws std::runtime_error if a secret is
    // damaged or can be read by others.
    Credentials(store::Database& database, const CredentialOptions& options, int64_t now);

    // Brings the memory to what the store has of them now; called after every change of a row.
    void refresh_key(const std::string& id);
    void refresh_person(const std::string& id);

    // Writes down what was used, and forgets sessions that have come to their end; called now and then, and at the end.
    void keep_used(int64_t now);

    security::Access access;
    security::Passwords passwords;
    security::Lockout lockout;
    const std::unique_ptr<security::KeyRing> signing;
    const std::string browser_secret;
    const std::string origin;
    const security::Access::Ends ends;

private:
    store::Database& database_;
    std::mutex refreshing_;  // rows come to memory in the order in which they were read
};

// Keys in `Authorization: Bearer`, sessions in the cookie. A request that a session's cookie came with and that is not
// of the server's own page is nobody's.
class StoredAuthenticator : public Authenticator {
public:
    StoredAuthenticator(Credentials& credentials, const Clock& clock) : credentials_(credentials), clock_(clock) {}
    Authentication authenticate(const Request& head) const override;

private:
    Credentials& credentials_;
    const Clock& clock_;
};

// A key for `system_admin`, made by the machine's administrator and not by a principal: at the first start of a store,
// or when all others are lost. Gives its text, which is kept nowhere.
std::string make_admin_key(store::Database& database, std::string_view name, int64_t now);
// Whether nobody could ever come in: no key and no person was made yet.
bool nobody_yet(store::Database& database);

}  // namespace samebill::api
