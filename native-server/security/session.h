// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// Browser sessions: a 256-bit token in a `__Host-` cookie; the store holds its SHA-256. A page proves that it is the
// server's own by two things that another site cannot produce: the browser's Origin or Sec-Fetch-Site header, and the
// header `X-Samebill-Token`, whose value follows from the cookie and is told by `GET /v1/session` alone.

namespace samebill::security {

inline constexpr std::string_view session_cookie = "__Host-samebill";
inline constexpr std::string_view browser_cookie = "__Host-samebill-browser";  // see lockout.h
inline constexpr std::string_view page_token_header = "x-samebill-token";

struct NewSession {
    std::string token;   // for the cookie; 43 characters
    std::string digest;  // 32 bytes, what the store keeps
};

NewSession make_session();
std::string session_digest(std::string_view token);

// Values of Set-Cookie. A session's cookie ends with the browser, or earlier on the server.
std::string set_cookie(std::string_view name, std::string_view value);
std::string set_lasting_cookie(std::string_view name, std::string_view value, int64_t seconds);
std::string clear_cookie(std::string_view name);

// The value of a cookie in a Cookie header; empty if it is not there or stands twice.
std::string_view cookie_value(std::string_view header, std::string_view name);

std::string page_token(std::string_view session_token);

// What the headers of a request that came with a session's cookie say about where it comes from.
struct PageHeaders {
    std::string_view method;
    std::string_view host;            // Host
    std::string_view origin;          // Origin
    std::string_view sec_fetch_site;  // Sec-Fetch-Site
    std::string_view token;           // X-Samebill-Token
};

// Whether a request with a session may be served: GET and HEAD unless another site's script sent them; others only with
// the page's token and from the own origin. `own_origin` is what browsers see, "https://bill.example"; empty: that of
// Host.
bool from_own_page(const PageHeaders& headers, std::string_view session_token, std::string_view own_origin);

}  // namespace samebill::security
