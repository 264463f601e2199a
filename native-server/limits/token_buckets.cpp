// SPDX-License-Identifier: MIT
#include "native-server/limits/token_buckets.h"

#include <arpa/inet.h>

#include <algorithm>

namespace samebill {

TokenBuckets::TokenBuckets(int tokens, std::chrono::seconds period, int burst)
    : token_(tokens > 0 ? Clock::duration(period) / tokens : Clock::duration::zero()), full_(token_ * burst) {}

int TokenBuckets::take(std::string_view who, Clock::time_point now) {
    if (token_ == Clock::duration::zero()) return 0;
    const std::lock_guard lock(mutex_);
    if (buckets_.size() >= look_at_) forget_full(now);
    const auto [found, added] = buckets_.try_emplace(std::string(who), Bucket{full_, now});
    Bucket& bucket = found->second;
    if (!added) bucket.filled = std::min(full_, bucket.filled + (now - bucket.at));
    bucket.at = now;
    if (bucket.filled >= token_) {
        bucket.filled -= token_;
        return 0;
    }
    const auto wait = std::chrono::ceil<std::chrono::seconds>(token_ - bucket.filled);
    return static_cast<int>(std::max<int64_t>(1, wait.count()));
}

size_t TokenBuckets::size() const {
    const std::lock_guard lock(mutex_);
    return buckets_.size();
}

// A full bucket is as good as none. The next look comes when there are twice as many, so that it costs little a
// request however many addresses come.
void TokenBuckets::forget_full(Clock::time_point now) {
    std::erase_if(buckets_, [&](const auto& one) { return one.second.filled + (now - one.second.at) >= full_; });
    look_at_ = std::max<size_t>(1024, 2 * buckets_.size());
}

std::string counted_address(std::string_view address) {
    const std::string text(address);
    in6_addr parsed{};
    if (::inet_pton(AF_INET6, text.c_str(), &parsed) != 1) return text;
    std::fill(parsed.s6_addr + 8, parsed.s6_addr + 16, uint8_t{0});
    char out[INET6_ADDRSTRLEN] = {};
    ::inet_ntop(AF_INET6, &parsed, out, sizeof out);
    return std::string(out) + "/64";
}

}  // namespace samebill
