// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "native-server/store/transaction.h"

// Accounts: what was agreed with a customer, without its devices. Every edit is kept as a revision.

namespace samebill::store::accounts {

struct Account {
    std::string id;
    std::string catalog;
    std::string uptake;  // of new catalog versions: by_date, explicit
    std::string issuer;  // whose numbers its bills have
    int64_t payment_days = 30;
    int64_t revision = 1;
    std::string body;  // samebill/account/1 with no devices, canonical
    std::optional<std::string> billed_through = {};  // the last finalised month
    int64_t at = 0;                                  // of this revision
    std::string by;
};

std::optional<Account> get(Transaction& transaction, std::string_view id);
void add(Transaction& transaction, const Account& account);
// `account.revision` is the new one.
void change(Transaction& transaction, const Account& account);
void set_billed_through(Transaction& transaction, std::string_view id, std::string_view month);

// Accounts by id after `after`; `among`, a JSON list of ids, keeps to these.
void list(Transaction& transaction, std::string_view after, const std::optional<std::string>& among,
          const std::function<bool(const Account&)>& each);
// Revisions after `after`, oldest first.
void list_revisions(Transaction& transaction, std::string_view id, int64_t after,
                    const std::function<bool(const Account&)>& each);

struct Scheduled {
    std::string from_month;
    std::string catalog;
    std::string version;
    int64_t at = 0;
    std::string by;
};

// Versions taken up explicitly, by month. Setting one that is there replaces it.
void list_schedule(Transaction& transaction, std::string_view id, const std::function<void(const Scheduled&)>& each);
void set_scheduled(Transaction& transaction, std::string_view id, const Scheduled& scheduled);
bool drop_scheduled(Transaction& transaction, std::string_view id, std::string_view from_month);

// The catalog version that holds for the account in the month: that of a quote it accepted for the month, else the one
// scheduled last, unless new ones are taken up by date and one is effective later than that; nothing if there is none.
std::optional<std::string> version_in_force(Transaction& transaction, std::string_view id, std::string_view month);

}  // namespace samebill::store::accounts
