// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "native-server/api/operation.h"
#include "native-server/store/database.h"

// The provider's people read customers' data, and the audit log tells who, whose and, if they said so, why: a row for
// each reader, account and reason, once an hour.

namespace samebill::api {

inline constexpr std::string_view reason_header = "x-samebill-reason";

// Whether staff that asks for this reads customers' data. What changes something has rows of its own.
bool may_be_staff_read(const Operation& operation);
// Whether this one does: nobody who is kept to an account, and no feed.
bool is_staff_read(const Operation& operation, const security::Principal& principal);
// Up to 200 characters of ASCII; none, too.
bool is_reason(std::string_view text);

class Reads {
public:
    explicit Reads(store::Database& database) : database_(database) {}

    // Returns once the row is on the disk. On a full disk reading goes on without.
    void note(const Call& call, const std::string& reason);

private:
    bool noted(const std::string& key, int64_t hour);

    store::Database& database_;
    std::mutex mutex_;
    int64_t hour_ = 0;
    std::set<std::string> noted_;  // in this hour
};

}  // namespace samebill::api
