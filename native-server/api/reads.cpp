// SPDX-License-Identifier: MIT
#include "native-server/api/reads.h"

#include <algorithm>

#include "native-server/api/call.h"

namespace samebill::api {

bool may_be_staff_read(const Operation& operation) {
    if (operation.all_accounts) return true;
    return operation.tenant == Tenant::account &&
           (operation.method == "GET" || (operation.method == "POST" && !operation.stores));
}

bool is_staff_read(const Operation& operation, const security::Principal& principal) {
    return may_be_staff_read(operation) && principal.signed_in() && principal.account.empty() &&
           !principal.roles.has(Role::ingest);
}

bool is_reason(std::string_view text) {
    constexpr size_t longest = 200;
    return text.size() <= longest && std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

bool Reads::noted(const std::string& key, int64_t hour) {
    const std::lock_guard lock(mutex_);
    if (hour != hour_) {
        hour_ = hour;
        noted_.clear();
    }
    return noted_.contains(key);
}

void Reads::note(const Call& call, const std::string& reason) {
    const bool of_one = call.operation.tenant == Tenant::account;
    const std::string subject(of_one ? call.parameter("account") : call.operation.path);
    const std::string key = call.principal.id + "\n" + subject + "\n" + reason;
    constexpr int64_t seconds_an_hour = 3600;
    if (noted(key, call.now / seconds_an_hour)) return;
    store::audit::Entry entry = call.entry(of_one ? "account.read" : "accounts.read", subject);
    if (of_one) entry.account = subject;
    if (!reason.empty()) entry.why = reason;
    try {
        database_.write_below_floor([&](store::Transaction& t) { store::audit::add(t, entry); });
    } catch (const store::Full&) {
        return;
    }
    const std::lock_guard lock(mutex_);
    noted_.insert(key);
}

}  // namespace samebill::api
