// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "native-server/store/database.h"

namespace samebill::usage {

// Which account a device belongs to, from memory. What the store does not know is asked again each time, so a device
// that appears needs no word here; whoever moves or removes one touches the subject "device_owners" (Transaction).
class DeviceDirectory {
public:
    explicit DeviceDirectory(const store::Database& database) : database_(database) {}

    // The account of each device, null if nobody has it. What is pointed to lives as long as this.
    std::vector<const std::string*> accounts_of(std::span<const std::string_view> devices);

private:
    struct Hash {
        using is_transparent = void;
        size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };

    const store::Database& database_;
    std::mutex mutex_;
    uint64_t generation_ = 0;
    std::set<std::string, std::less<>> accounts_;
    std::unordered_map<std::string, const std::string*, Hash, std::equal_to<>> devices_;
};

}  // namespace samebill::usage
