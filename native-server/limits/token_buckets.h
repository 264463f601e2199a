// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

// How often somebody may do something: a bucket for each, filled at a steady rate up to a burst; every request takes a
// token. Example: 5 in 60 seconds with a burst of 5 lets five log-ins through at once, then one every 12 seconds.

namespace samebill {

class TokenBuckets {
public:
    using Clock = std::chrono::steady_clock;

    // `tokens` in `period`, at most `burst` at once; 0 tokens: no limit.
    TokenBuckets(int tokens, std::chrono::seconds period, int burst);

    // 0 and a token taken, or the whole seconds until there is one.
    int take(std::string_view who, Clock::time_point now = Clock::now());

    size_t size() const;

private:
    struct Bucket {
        Clock::duration filled{};  // since it was empty, in time; a token is worth `token_`
        Clock::time_point at;
    };

    void forget_full(Clock::time_point now);

    const Clock::duration token_;  // the time in which one comes
    const Clock::duration full_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Bucket> buckets_;
    size_t look_at_ = 1024;  // buckets, when the full ones are next thrown away
};

// By what an address is counted: IPv4 as it is, IPv6 by its first 64 bits, which is what one household or host has.
std::string counted_address(std::string_view address);

}  // namespace samebill
