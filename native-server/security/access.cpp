// SPDX-License-Identifier: MIT
#include "native-server/security/access.h"

#include <algorithm>
#include <iterator>

#include "native-server/security/encoding.h"

namespace samebill::security {

template <typename Condition>
void Access::drop_sessions_locked(Condition condition) {
    std::erase_if(sessions_, [&](const auto& entry) {
        if (!condition(entry.second)) return false;
        session_ids_.erase(entry.second.digest);
        return true;
    });
}

template <typename Condition>
void Access::drop_keys_locked(Condition condition) {
    std::erase_if(keys_, [&](const auto& entry) { return condition(entry.second); });
}

// A key of sales sees no account that the person who made it does not.
AccountSetPtr Access::accounts_locked(const KeyEntry& key) const {
    const auto maker = people_.find(key.person);
    if (maker == people_.end() || maker->second.accounts == nullptr || !(key.roles == Roles{Role::sales})) {
        return key.accounts;
    }
    const AccountSetPtr& most = maker->second.accounts;
    if (key.accounts == nullptr) return most;
    AccountSet both;
    std::set_intersection(key.accounts->begin(), key.accounts->end(), most->begin(), most->end(),
                          std::inserter(both, both.end()));
    return std::make_shared<const AccountSet>(std::move(both));
}

std::optional<Principal> Access::by_key(const GivenApiKey& given, int64_t now) {
    const std::lock_guard lock(mutex_);
    const auto found = keys_.find(given.shown);
    if (found == keys_.end()) return std::nullopt;
    KeyEntry& key = found->second;
    if (!same_secret(key.digest, given.digest)) return std::nullopt;
    if (key.expires_at != 0 && now >= key.expires_at) return std::nullopt;
    if (now > key.last_used) {
        key.last_used = now;
        used_keys_.insert(key.id);
    }
    Principal out;
    out.kind = Principal::Kind::key;
    out.id = key.id;
    out.name = key.name;
    out.person = key.person.empty() ? key.id : key.person;
    out.roles = key.roles;
    out.account = key.account;
    out.accounts = accounts_locked(key);
    out.scopes = key.scopes;
    out.feeds = key.feeds;
    out.expires_at = key.expires_at;
    return out;
}

bool Access::ended(const SessionEntry& session, int64_t now) const {
    return now - session.last_used >= ends_.idle || now - session.begun_at >= ends_.absolute;
}

std::optional<Principal> Access::by_session(std::string_view digest, int64_t now) {
    const std::lock_guard lock(mutex_);
    const auto id = session_ids_.find(digest);
    if (id == session_ids_.end()) return std::nullopt;
    SessionEntry& session = sessions_.at(id->second);
    const auto person = people_.find(session.person);
    if (ended(session, now) || person == people_.end()) return std::nullopt;
    if (now > session.last_used) {
        session.last_used = now;
        used_sessions_.insert(session.id);
    }
    Principal out;
    out.kind = Principal::Kind::session;
    out.id = session.person;
    out.session = session.id;
    out.name = person->second.name;
    out.person = session.person;
    out.roles = person->second.roles;
    out.account = person->second.account;
    out.accounts = person->second.accounts;
    return out;
}

void Access::put_key(KeyEntry key) {
    const std::lock_guard lock(mutex_);
    std::string id = key.id;
    keys_[std::move(id)] = std::move(key);
}

void Access::drop_key(const std::string& id) {
    const std::lock_guard lock(mutex_);
    keys_.erase(id);
}

void Access::put_person(PersonEntry person) {
    const std::lock_guard lock(mutex_);
    std::string id = person.id;
    people_[std::move(id)] = std::move(person);
}

void Access::drop_person(const std::string& id) {
    const std::lock_guard lock(mutex_);
    people_.erase(id);
    drop_sessions_locked([&](const SessionEntry& session) { return session.person == id; });
    drop_keys_locked([&](const KeyEntry& key) { return key.person == id; });
}

void Access::put_session(SessionEntry session) {
    const std::lock_guard lock(mutex_);
    session_ids_[session.digest] = session.id;
    std::string id = session.id;
    sessions_[std::move(id)] = std::move(session);
}

void Access::drop_session(const std::string& id) {
    const std::lock_guard lock(mutex_);
    drop_sessions_locked([&](const SessionEntry& session) { return session.id == id; });
}

void Access::drop_sessions_of(const std::string& person, const std::string& except) {
    const std::lock_guard lock(mutex_);
    drop_sessions_locked([&](const SessionEntry& session) { return session.person == person && session.id != except; });
}

Access::Used Access::take_used() {
    const std::lock_guard lock(mutex_);
    Used out;
    for (const std::string& id : used_keys_) {
        const auto key = keys_.find(id);
        if (key != keys_.end()) out.keys.emplace_back(id, key->second.last_used);
    }
    for (const std::string& id : used_sessions_) {
        const auto session = sessions_.find(id);
        if (session != sessions_.end()) out.sessions.emplace_back(id, session->second.last_used);
    }
    used_keys_.clear();
    used_sessions_.clear();
    return out;
}

std::vector<std::string> Access::take_ended(int64_t now) {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> out;
    drop_sessions_locked([&](const SessionEntry& session) {
        if (!ended(session, now)) return false;
        out.push_back(session.id);
        return true;
    });
    return out;
}

int64_t Access::last_used_of_key(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    const auto key = keys_.find(id);
    return key == keys_.end() ? 0 : key->second.last_used;
}

int64_t Access::last_used_of_session(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    const auto session = sessions_.find(id);
    return session == sessions_.end() ? 0 : session->second.last_used;
}

}  // namespace samebill::security
