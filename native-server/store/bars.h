// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "native-server/store/transaction.h"

// Bars that the provider put on the use of an account or a device; billing knows nothing of them.

namespace samebill::store::bars {

struct Bar {
    std::string id;
    std::string account;
    std::optional<std::string> device = {};  // nothing: the whole account
    std::string reason;
    std::string clause;  // of the policy or agreement it rests on
    std::optional<std::string> notice = {};
    int64_t at = 0;
    std::string by;
    std::optional<int64_t> lifted_at = {};
    std::optional<std::string> lifted_by = {};
    std::optional<std::string> lifted_why = {};
};

void add(Transaction& transaction, const Bar& bar);
std::optional<Bar> get(Transaction& transaction, std::string_view account, std::string_view id);
void set_lifted(Transaction& transaction, const Bar& bar);
void list(Transaction& transaction, std::string_view account, std::string_view after,
          const std::function<bool(const Bar&)>& each);
// Accounts that are barred as a whole now.
void each_barred_account(Transaction& transaction, const std::function<void(const std::string&)>& each);

}  // namespace samebill::store::bars
