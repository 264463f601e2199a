// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "native-server/api/call.h"
#include "native-server/store/payments.h"

// What payments and proposals have in common: how a body becomes an entry, what is refused, how an entry is shown.

namespace samebill::api {

extern const BodyForm payment_entry_form;  // of an entry as answers show it

nlohmann::json json_of(const store::payments::Entry& entry);

// The members that a payment and a proposal share, checked by themselves: exact money above zero, a date that is not to
// come, nothing like a card number. `path` is the record's place in the body.
store::payments::Entry read_entry(const Call& call, const nlohmann::json& body, std::string kind,
                                  const std::string& account, const std::string& path = {});

// What the store has to say about an entry: its bill and currency must be the account's, and credit notes, write-offs,
// refunds and reversals must not exceed what they are taken from. Used when an entry is made, and again when a proposal
// is approved.
Problems check_entry(store::Transaction& transaction, const store::payments::Entry& entry, std::string_view today,
                     const std::string& path = {});

std::string today_of(const Call& call);

}  // namespace samebill::api
