// SPDX-License-Identifier: MIT
#include "native-server/security/session.h"

#include <sodium.h>

#include "native-server/security/encoding.h"
#include "native-server/security/random.h"

namespace samebill::security {

NewSession make_session() {
    NewSession out;
    out.token = base64url(random_bytes(32));
    out.digest = sha256(out.token);
    return out;
}

std::string session_digest(std::string_view token) {
    return sha256(token);
}

std::string set_cookie(std::string_view name, std::string_view value) {
    return std::string(name) + "=" + std::string(value) + "; Path=/; Secure; HttpOnly; SameSite=Strict";
}

std::string set_lasting_cookie(std::string_view name, std::string_view value, int64_t seconds) {
    return set_cookie(name, value) + "; Max-Age=" + std::to_string(seconds);
}

std::string clear_cookie(std::string_view name) {
    return set_lasting_cookie(name, "", 0);
}

std::string_view cookie_value(std::string_view header, std::string_view name) {
    std::string_view found;
    bool seen = false;
    while (!header.empty()) {
        const size_t end = header.find(';');
        std::string_view pair = header.substr(0, end);
        header = end == std::string_view::npos ? std::string_view{} : header.substr(end + 1);
        while (pair.starts_with(' ')) pair.remove_prefix(1);
        while (pair.ends_with(' ')) pair.remove_suffix(1);
        const size_t equals = pair.find('=');
        if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
        if (seen) return {};
        seen = true;
        found = pair.substr(equals + 1);
    }
    return found;
}

std::string page_token(std::string_view session_token) {
    std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
    static constexpr std::string_view purpose = "samebill page token";
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(session_token.data()),
                                session_token.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size());
    crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(mac.data()));
    return base64url(mac);
}

namespace {

// "https://bill.example" or "http://127.0.0.1:8080" against the Host header; the scheme is the proxy's affair.
bool is_host_of(std::string_view origin, std::string_view host) {
    for (const std::string_view scheme : {std::string_view("https://"), std::string_view("http://")}) {
        if (origin.starts_with(scheme)) return origin.substr(scheme.size()) == host;
    }
    return false;
}

}  // namespace

bool from_own_page(const PageHeaders& headers, std::string_view session_token, std::string_view own_origin) {
    const std::string_view site = headers.sec_fetch_site;
    const bool elsewhere = site == "cross-site" || site == "same-site";
    const bool own = own_origin.empty() ? is_host_of(headers.origin, headers.host) : headers.origin == own_origin;
    if (headers.method == "GET" || headers.method == "HEAD") {
        // A link from elsewhere carries no strict cookie; what does carry it and says it comes from elsewhere is a
        // script.
        return !elsewhere && (headers.origin.empty() || own);
    }
    // Every browser of today sends at least one of the two with such a request.
    if (elsewhere || (headers.origin.empty() && site != "same-origin")) return false;
    if (!headers.origin.empty() && !own) return false;
    return same_secret(headers.token, page_token(session_token));
}

}  // namespace samebill::security
