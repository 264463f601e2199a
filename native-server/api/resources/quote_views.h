// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "native-server/api/call.h"
#include "native-server/store/quotes.h"

// Quotes as their readers see them. A customer sees its own account's, and of these what was sent; everything else is
// not there for it.

namespace samebill::api {

extern const BodyForm quote_form;
inline constexpr Roles quote_readers = {Role::customer_viewer, Role::customer_admin, Role::sales, Role::operator_,
                                        Role::approver,        Role::auditor};

// The day of the call, "2026-03-01".
std::string today(const Call& call);

// As kept, but `expired` if it was sent and its last day is over.
std::string state_of(const store::quotes::Version& version, const std::string& today);
// Also if another quote took its place since.
bool was_accepted(const store::quotes::Version& version);
// The digest and its state in an entity tag: it changes when either does, also by the clock alone.
std::string tag_of(const store::quotes::Version& version, const std::string& today);

nlohmann::json json_of(const Call& call, const store::quotes::Version& version);
Response answer(const Call& call, const store::quotes::Version& version, int status = 200);

// The version that `{quote}` stands for to who asks; refuses (404) if there is none.
store::quotes::Version seen_version(const Call& call, store::Transaction& transaction);
// 404 if the quote is not there for who asks.
store::quotes::Quote seen_quote(const Call& call, store::Transaction& transaction);

// An entry of the audit log about a version, with what it is now.
store::audit::Entry quote_entry(const Call& call, std::string action, const store::quotes::Version& version);

}  // namespace samebill::api
