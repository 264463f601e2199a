// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/store/transaction.h"

// Records of devices that no account has yet, kept by device until one does.

namespace samebill::store::usage_suspense {

void add(Transaction& transaction, std::string_view device, int64_t upload, int64_t records, std::string_view body);

// Open records of stored uploads, by device, after `after`.
struct Device {
    std::string id;
    int64_t records = 0;
    int64_t first_at = 0;  // of the uploads
    int64_t last_at = 0;
};
void list_devices(Transaction& transaction, std::string_view after, const std::function<bool(const Device&)>& each);

// What is open of one device, in the order it came.
struct Part {
    int64_t sequence = 0;
    int64_t upload = 0;
    int64_t records = 0;
    std::string body;
};
std::vector<Part> open_parts(Transaction& transaction, std::string_view device);

struct Decision {
    std::string_view state;  // released, dismissed
    int64_t at = 0;
    std::optional<std::string> by = {};
    std::optional<std::string> why = {};
    std::optional<int64_t> records = {};  // that were released, if it was not all of them
};
// Released parts give their records away: the body stays with those that are dismissed alone.
void decide(Transaction& transaction, int64_t sequence, const Decision& decision);

// The account that has a device now.
std::optional<std::string> account_of(Transaction& transaction, std::string_view device);

}  // namespace samebill::store::usage_suspense
