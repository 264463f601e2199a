// SPDX-License-Identifier: MIT
#include "native-server/alerts/webhook.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <mutex>

namespace samebill::alerts {

namespace {

void start_curl() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

struct Url {
    std::string scheme;
    std::string host;
    bool user = false;
};

std::optional<Url> read_url(const std::string& text) {
    const std::unique_ptr<CURLU, void (*)(CURLU*)> url(curl_url(), curl_url_cleanup);
    if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return std::nullopt;
    const auto part = [&](CURLUPart which) {
        char* value = nullptr;
        if (curl_url_get(url.get(), which, &value, 0) != CURLUE_OK) return std::string();
        std::string out(value);
        curl_free(value);
        return out;
    };
    return Url{part(CURLUPART_SCHEME), part(CURLUPART_HOST),
               !part(CURLUPART_USER).empty() || !part(CURLUPART_PASSWORD).empty()};
}

bool same_host(std::string_view one, std::string_view other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

struct Net {
    uint32_t address;
    int bits;
};
constexpr Net closed_nets[] = {
    {0x00000000, 8},  {0x0a000000, 8},  {0x64400000, 10}, {0x7f000000, 8},  {0xa9fe0000, 16},
    {0xac100000, 12}, {0xc0000000, 24}, {0xc0000200, 24}, {0xc0586300, 24}, {0xc0a80000, 16},
    {0xc6120000, 15}, {0xc6336400, 24}, {0xcb007100, 24}, {0xe0000000, 3},
};

bool is_public_v4(uint32_t address) {
    return std::none_of(std::begin(closed_nets), std::end(closed_nets),
                        [&](const Net& net) { return (address ^ net.address) >> (32 - net.bits) == 0; });
}

// Global unicast is 2000::/3; of that, Teredo and 6to4 lead into IPv4, and 2001:db8:: is for documentation.
bool is_public_v6(const unsigned char* bytes) {
    if (bytes[0] >> 5 != 1) return false;
    const uint32_t head = uint32_t{bytes[0]} << 24 | uint32_t{bytes[1]} << 16 | uint32_t{bytes[2]} << 8 | bytes[3];
    return head != 0x20010000 && head != 0x20010db8 && head >> 16 != 0x2002;
}

// As curl's, but refusing addresses that are not public.
curl_socket_t open_socket(void*, curlsocktype, curl_sockaddr* address) {
    if (!is_public_address(&address->addr)) return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

size_t drop_body(char*, size_t size, size_t count, void* taken) {
    constexpr size_t most = 65536;  // of an answer that nobody reads
    auto& sum = *static_cast<size_t*>(taken);
    sum += size * count;
    return sum > most ? 0 : size * count;
}

int ask_to_stop(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return *static_cast<const std::atomic<bool>*>(stop) ? 1 : 0;
}

}  // namespace

std::string check_url(const std::string& url, const WebhookOptions& options) {
    start_curl();
    const auto read = read_url(url);
    if (!read) return "This is no URL.";
    const bool secure = read->scheme == "https";
    if (!secure && !(read->scheme == "http" && options.private_addresses)) return "The URL must begin with https://.";
    if (read->user) return "The URL must not hold a name or password.";
    const bool listed = std::any_of(options.hosts.begin(), options.hosts.end(),
                                    [&](const std::string& host) { return same_host(host, read->host); });
    return listed ? "" : "The host is none that this server may send to.";
}

bool is_public_address(const sockaddr* address) {
    if (address->sa_family == AF_INET) {
        sockaddr_in v4;
        std::memcpy(&v4, address, sizeof v4);
        return is_public_v4(ntohl(v4.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        sockaddr_in6 v6;
        std::memcpy(&v6, address, sizeof v6);
        return is_public_v6(v6.sin6_addr.s6_addr);
    }
    return false;
}

Sent post(const std::string& url, const std::vector<std::pair<std::string, std::string>>& headers,
          const std::string& body, const WebhookOptions& options, const std::atomic<bool>& stop) {
    // What was right when the webhook was made need not be after a restart with other options.
    if (std::string wrong = check_url(url, options); !wrong.empty()) return {std::nullopt, std::move(wrong), false};
    const std::unique_ptr<CURL, void (*)(CURL*)> handle(curl_easy_init(), curl_easy_cleanup);
    CURL* curl = handle.get();
    curl_slist* list = nullptr;
    for (const auto& [name, value] : headers) list = curl_slist_append(list, (name + ": " + value).c_str());
    list = curl_slist_append(list, "Expect:");
    const std::unique_ptr<curl_slist, void (*)(curl_slist*)> kept(list, curl_slist_free_all);
    size_t taken = 0;
    char error[CURL_ERROR_SIZE] = "";
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, options.private_addresses ? "http,https" : "https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(options.timeout));
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, static_cast<long>(options.timeout));
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &taken);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
    if (!options.private_addresses) curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, ask_to_stop);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, const_cast<std::atomic<bool>*>(&stop));
    const CURLcode code = curl_easy_perform(curl);
    Sent out;
    out.stopped = code == CURLE_ABORTED_BY_CALLBACK;
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (status != 0) out.status = status;
    if (code != CURLE_OK && !out.status) out.error = error[0] != '\0' ? error : curl_easy_strerror(code);
    return out;
}

int64_t wait_after(int64_t attempts, const WebhookOptions& options) {
    int64_t wait = options.first_wait;
    for (int64_t i = 1; i < attempts && wait < options.longest_wait; i++) wait *= 2;
    return std::min(wait, options.longest_wait);
}

}  // namespace samebill::alerts
