// SPDX-License-Identifier: MIT
#include "native-server/security/lockout.h"

#include <sodium.h>

#include <algorithm>

#include "native-server/security/encoding.h"
#include "native-server/security/random.h"

namespace samebill::security {

namespace {

constexpr int allowed_for_login = 5;
constexpr int allowed_for_address = 30;  // many people can stand behind one address
constexpr int64_t first_wait = 30;
constexpr int64_t longest_wait = 15 * 60;
constexpr int64_t memory = 60 * 60;  // seconds after which failures are forgotten

std::string login_key(const Lockout::Attempt& attempt) {
    return "l\n" + std::string(attempt.browser) + "\n" + std::string(attempt.login);
}

std::string address_key(const Lockout::Attempt& attempt) {
    return "a\n" + std::string(attempt.address);
}

std::string seal(std::string_view secret, std::string_view id, std::string_view login) {
    const std::string text = "samebill browser\n" + std::string(id) + "\n" + std::string(login);
    std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(secret.data()), secret.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(mac.data()));
    return base64url(mac);
}

}  // namespace

int64_t Lockout::wait(const Attempt& attempt) {
    const std::lock_guard lock(mutex_);
    int64_t until = 0;
    for (const std::string& key : {login_key(attempt), address_key(attempt)}) {
        const auto found = counts_.find(key);
        if (found != counts_.end()) until = std::max(until, found->second.until);
    }
    return std::max<int64_t>(until - attempt.now, 0);
}

void Lockout::failed(const Attempt& attempt) {
    const std::lock_guard lock(mutex_);
    count(login_key(attempt), attempt.now, allowed_for_login);
    if (!attempt.address.empty()) count(address_key(attempt), attempt.now, allowed_for_address);
}

void Lockout::succeeded(const Attempt& attempt) {
    const std::lock_guard lock(mutex_);
    counts_.erase(login_key(attempt));
}

void Lockout::count(const std::string& key, int64_t now, int allowed) {
    if (counts_.size() >= most_ && counts_.find(key) == counts_.end()) forget_old(now);
    Count& count = counts_[key];
    if (now - count.last > memory) count = {};
    count.last = now;
    count.failures = std::min(count.failures + 1, 1'000'000);
    const int over = count.failures - allowed;
    if (over >= 0) count.until = now + std::min(first_wait << std::min(over, 10), longest_wait);
}

// Makes room: what is old first, and then what is oldest, whatever it is.
void Lockout::forget_old(int64_t now) {
    std::erase_if(counts_, [&](const auto& entry) { return now - entry.second.last > memory; });
    if (counts_.size() < most_) return;
    const auto oldest = std::min_element(counts_.begin(), counts_.end(), [](const auto& one, const auto& other) {
        return one.second.last < other.second.last;
    });
    counts_.erase(oldest);
}

std::string make_browser_mark(std::string_view secret, std::string_view login) {
    const std::string id = random_base62(22);
    return id + "." + seal(secret, id, login);
}

std::string browser_of(std::string_view secret, std::string_view mark, std::string_view login) {
    const size_t dot = mark.find('.');
    if (dot != 22) return {};
    const std::string_view id = mark.substr(0, dot);
    return same_secret(mark.substr(dot + 1), seal(secret, id, login)) ? std::string(id) : std::string();
}

}  // namespace samebill::security
