// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace samebill::security {

// A secret that a receiver of webhooks shares with the server: "whsec_" and 43 characters.
std::string make_webhook_secret();

// The header `Samebill-Signature` of a delivery: "t=SECONDS,v1=HEX", HMAC-SHA256 over "SECONDS.BODY" with the secret's
// text.
std::string webhook_signature(std::string_view secret, int64_t sent_at, std::string_view body);

}  // namespace samebill::security
