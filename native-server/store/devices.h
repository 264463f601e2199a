// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "native-server/store/transaction.h"

// Devices of accounts. An id is unique over all accounts, so that a feed of usage needs to name no account.

namespace samebill::store::devices {

struct Device {
    std::string id;
    std::string account;
    std::string body;  // an element of `devices` of samebill/account/1, canonical
    int64_t revision = 1;
    int64_t at = 0;
    std::string by;
};

std::optional<Device> get(Transaction& transaction, std::string_view account, std::string_view id);
// Of whichever account.
std::optional<Device> find(Transaction& transaction, std::string_view id);
void add(Transaction& transaction, const Device& device);
// `device.revision` is the new one.
void change(Transaction& transaction, const Device& device);
void list(Transaction& transaction, std::string_view account, std::string_view after,
          const std::function<bool(const Device&)>& each);
int64_t count(Transaction& transaction, std::string_view account);

}  // namespace samebill::store::devices
