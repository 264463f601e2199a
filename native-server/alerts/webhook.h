// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct sockaddr;

// One message to one receiver, by libcurl. Only to hosts that the operator has listed, never to where a redirect
// points, and, unless the operator allows it, only by https and to public addresses: looked at where the connection is
// made, so that a name cannot lead elsewhere meanwhile.

namespace samebill::alerts {

struct WebhookOptions {
    std::vector<std::string> hosts = {};  // "hooks.example.com"; none: no webhook can be made
    bool private_addresses = false;       // and http
    int64_t first_wait = 10;              // seconds to the second attempt; each wait is twice the one before
    int64_t longest_wait = 6 * 3600;
    int64_t give_up = 3 * 86'400;  // seconds after the first attempt
    int64_t timeout = 10;          // of an attempt, seconds
};

// Why nothing can be sent there; empty if it can.
std::string check_url(const std::string& url, const WebhookOptions& options);

// Of the internet at large: not loopback, private, link-local, multicast, for documentation, or a way into IPv4.
bool is_public_address(const sockaddr* address);

struct Sent {
    std::optional<int64_t> status = {};  // of HTTP; nothing: there was no answer
    std::string error;                   // why not; empty if there was one
    bool stopped = false;                // it was no attempt
    bool delivered() const { return status && *status >= 200 && *status < 300; }
};
// Ends at once when `stop` becomes true.
Sent post(const std::string& url, const std::vector<std::pair<std::string, std::string>>& headers,
          const std::string& body, const WebhookOptions& options, const std::atomic<bool>& stop);

// Seconds until the next attempt after `attempts` of them.
int64_t wait_after(int64_t attempts, const WebhookOptions& options);

}  // namespace samebill::alerts
