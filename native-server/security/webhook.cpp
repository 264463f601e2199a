// SPDX-License-Identifier: MIT
#include "native-server/security/webhook.h"

#include <sodium.h>

#include "native-server/security/encoding.h"
#include "native-server/security/random.h"

namespace samebill::security {

std::string make_webhook_secret() {
    return "whsec_" + base64url(random_bytes(32));
}

std::string webhook_signature(std::string_view secret, int64_t sent_at, std::string_view body) {
    const std::string time = std::to_string(sent_at);
    const std::string head = time + ".";
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(secret.data()), secret.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(head.data()), head.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(body.data()), body.size());
    crypto_auth_hmacsha256_final(&state, mac);
    char hex[2 * sizeof mac + 1];
    sodium_bin2hex(hex, sizeof hex, mac, sizeof mac);
    return "t=" + time + ",v1=" + hex;
}

}  // namespace samebill::security
