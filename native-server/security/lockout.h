// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "native-server/security/session.h"

// Slows down guessing without a way to lock someone out. Failures are counted for a login name and for a network
// address. After five failures a name waits 30 s, doubling to 15 minutes at most; it is free again by itself. A browser
// in which that person has logged in before carries a cookie that proves it, and counts by itself: strangers who guess
// at a name keep only strangers waiting. In memory; a restart forgets.

namespace samebill::security {

class Lockout {
public:
    explicit Lockout(size_t most = 100'000) : most_(most) {}

    struct Attempt {
        std::string_view login;    // as typed, folded by the caller
        std::string_view browser;  // id of a browser that login has been seen in before; empty: a stranger's
        std::string_view address;  // of the client
        int64_t now = 0;           // seconds
    };

    // Seconds to wait before this attempt is looked at; 0: go on.
    int64_t wait(const Attempt& attempt);
    void failed(const Attempt& attempt);
    void succeeded(const Attempt& attempt);

private:
    struct Count {
        int failures = 0;
        int64_t last = 0;
        int64_t until = 0;
    };
    void count(const std::string& key, int64_t now, int allowed);
    void forget_old(int64_t now);

    size_t most_;
    std::mutex mutex_;
    std::map<std::string, Count> counts_;
};

// The cookie that a browser gets after a log-in: an id and a seal over id and login name, made with a secret of the
// server.
std::string make_browser_mark(std::string_view secret, std::string_view login);
// The id in the mark, if the seal is right for this login name; else empty.
std::string browser_of(std::string_view secret, std::string_view mark, std::string_view login);

}  // namespace samebill::security
