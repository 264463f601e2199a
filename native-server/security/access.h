// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "native-server/security/api_key.h"
#include "native-server/security/roles.h"

// All keys, people and sessions that hold, in memory, so that no request asks the store who is calling. Filled from the
// store at the start; whoever changes a row changes it here as soon as the row is on disk, so a revoked key, a changed
// role or an ended session holds from the next request on. There is no other cache of them.

namespace samebill::security {

struct KeyEntry {
    std::string id;      // "sb_" and 8 characters
    std::string digest;  // 32 bytes
    std::string name;
    std::string person;  // who made it; empty: the first start
    Roles roles;
    std::string account;
    AccountSetPtr accounts;
    std::vector<std::string> scopes;
    std::vector<std::string> feeds;
    int64_t expires_at = 0;  // seconds; 0: never
    int64_t last_used = 0;
};

struct PersonEntry {
    std::string id;
    std::string name;
    Roles roles;
    std::string account;
    AccountSetPtr accounts = {};
};

struct SessionEntry {
    std::string id;
    std::string digest;  // 32 bytes, SHA-256 of the cookie's token
    std::string person;
    int64_t begun_at = 0;
    int64_t last_used = 0;
};

class Access {
public:
    // Seconds without a request, and altogether, after which a session ends.
    struct Ends {
        int64_t idle = 30 * 60;
        int64_t absolute = 12 * 60 * 60;
    };
    explicit Access(Ends ends) : ends_(ends) {}

    std::optional<Principal> by_key(const GivenApiKey& given, int64_t now);
    std::optional<Principal> by_session(std::string_view digest, int64_t now);

    void put_key(KeyEntry key);
    void drop_key(const std::string& id);
    void put_person(PersonEntry person);
    void drop_person(const std::string& id);  // and the person's sessions and keys
    void put_session(SessionEntry session);
    void drop_session(const std::string& id);
    void drop_sessions_of(const std::string& person, const std::string& except = {});

    // Ids and times of keys and sessions used since the last call, for the store to keep now and then.
    struct Used {
        std::vector<std::pair<std::string, int64_t>> keys;
        std::vector<std::pair<std::string, int64_t>> sessions;
    };
    Used take_used();
    // Sessions that have come to their end, dropped here; the caller deletes their rows.
    std::vector<std::string> take_ended(int64_t now);
    int64_t last_used_of_key(const std::string& id) const;
    int64_t last_used_of_session(const std::string& id) const;

private:
    template <typename Condition>
    void drop_sessions_locked(Condition condition);
    template <typename Condition>
    void drop_keys_locked(Condition condition);
    AccountSetPtr accounts_locked(const KeyEntry& key) const;
    bool ended(const SessionEntry& session, int64_t now) const;

    Ends ends_;
    mutable std::mutex mutex_;
    std::map<std::string, KeyEntry, std::less<>> keys_;            // by id
    std::map<std::string, PersonEntry> people_;                    // by id
    std::map<std::string, SessionEntry> sessions_;                 // by id
    std::map<std::string, std::string, std::less<>> session_ids_;  // by digest
    std::set<std::string> used_keys_;
    std::set<std::string> used_sessions_;
};

}  // namespace samebill::security
