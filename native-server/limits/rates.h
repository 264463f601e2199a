// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "native-server/limits/limits.h"
#include "native-server/limits/token_buckets.h"

namespace samebill {

// Who may ask how often. Each gives 0, or the seconds for Retry-After.
class Rates {
public:
    explicit Rates(const Limits& limits)
        : keys_(limits.key_rate, std::chrono::seconds(1), 5 * limits.key_rate),
          addresses_(limits.address_rate, std::chrono::seconds(1), 5 * limits.address_rate),
          logins_(limits.login_rate, std::chrono::seconds(60), limits.login_rate) {}

    // A request of a known principal.
    int of_key(std::string_view principal) { return keys_.take(principal); }
    // A request of nobody, or with a key that is not known.
    int of_address(std::string_view peer) { return addresses_.take(counted_address(peer)); }
    // An attempt to log in, right or wrong.
    int of_login(std::string_view peer) { return logins_.take(counted_address(peer)); }

private:
    TokenBuckets keys_;
    TokenBuckets addresses_;
    TokenBuckets logins_;
};

}  // namespace samebill
