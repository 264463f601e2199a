// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Ed25519 signatures as detached JWS with an unencoded payload (RFC 7515 appendix F, RFC 7797, RFC 8037): a signature
// is the text "HEADER..SIGNATURE" beside the bytes it is over. Header:
// {"alg":"EdDSA","b64":false,"crit":["b64"],"kid":…}. A key's id is its thumbprint (RFC 7638), so that nobody can pass
// one key off as another.

namespace samebill::security {

class KeyRing {
public:
    // Reads the keys of `folder` (DIR/keys, mode 0700; one file a key, mode 0600), and makes the first one if there is
    // none. Throws std::runtime_error that says which file is wrong: readable by others, damaged, of another id.
    static std::unique_ptr<KeyRing> open(const std::string& folder, int64_t now);

    // Signs with the newest key.
    std::string sign(std::string_view payload) const;

    // Makes a new key, which signs from now on. The older ones stay in jwks() so that what they signed can be verified;
    // their private halves are destroyed. Gives the new key's id.
    std::string rotate(int64_t now);

    std::string current() const;  // id of the key that signs
    // Runs `copy` with the folder while no key is made or loses its private half.
    void while_still(const std::function<void(const std::string& folder)>& copy) const;

    std::string jwks() const;  // RFC 7517 set of all public keys, canonical JSON, newest first

private:
    struct Key {
        std::string id;
        std::string public_key;  // 32 bytes
        std::string secret_key;  // 64 bytes; empty if it signs no more
        int64_t made = 0;
    };
    explicit KeyRing(std::string folder) : folder_(std::move(folder)) {}
    void read_all();
    Key make(int64_t now) const;
    void write(const Key& key, bool with_secret) const;

    std::string folder_;
    mutable std::mutex mutex_;
    std::vector<Key> keys_;  // newest first
};

enum class SignatureCheck : uint8_t { valid, invalid, unknown_key, malformed };

struct PublicKey {
    std::string id;
    std::string bytes;  // 32
};

// The Ed25519 keys of a JWK set; others in it are left out. Nothing if it is no JWK set, or an id is not its key's
// thumbprint.
std::optional<std::vector<PublicKey>> read_jwks(std::string_view text);

SignatureCheck check_signature(const std::vector<PublicKey>& keys, std::string_view payload, std::string_view jws);
// The id of the key that a JWS names; empty if it is malformed.
std::string key_of(std::string_view jws);

std::string_view word_of(SignatureCheck check);

}  // namespace samebill::security
