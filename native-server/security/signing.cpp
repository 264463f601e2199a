// SPDX-License-Identifier: MIT
#include "native-server/security/signing.h"

#include <dirent.h>
#include <sodium.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "native-server/security/encoding.h"
#include "native-server/security/secret_file.h"

namespace samebill::security {

namespace {

using nlohmann::json;

const unsigned char* raw(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

// RFC 7638: SHA-256 over the members that make the key, in this order and layout.
std::string thumbprint(std::string_view public_key) {
    return base64url(sha256(R"({"crv":"Ed25519","kty":"OKP","x":")" + base64url(public_key) + R"("})"));
}

std::string protected_header(std::string_view id) {
    return base64url(R"({"alg":"EdDSA","b64":false,"crit":["b64"],"kid":")" + std::string(id) + R"("})");
}

json public_jwk(std::string_view id, std::string_view public_key) {
    return {{"alg", "EdDSA"}, {"crv", "Ed25519"}, {"kid", id},
            {"kty", "OKP"},   {"use", "sig"},     {"x", base64url(public_key)}};
}

// The public key of a JWK; empty if it is no Ed25519 key.
std::string public_key_of(const json& jwk) {
    if (!jwk.is_object() || jwk.value("kty", json()) != "OKP" || jwk.value("crv", json()) != "Ed25519") return {};
    const json x = jwk.value("x", json());
    if (!x.is_string()) return {};
    const std::optional<std::string> bytes = from_base64url(x.get_ref<const std::string&>());
    return bytes && bytes->size() == crypto_sign_PUBLICKEYBYTES ? *bytes : std::string();
}

struct JwsParts {
    std::string key;
    std::string_view header;
    std::string signature;
};

// A detached JWS of ours has exactly one possible header for a key; anything else is refused before it is looked at.
std::optional<JwsParts> parts_of(std::string_view jws) {
    const size_t dots = jws.find("..");
    if (dots == std::string_view::npos) return std::nullopt;
    const std::optional<std::string> header = from_base64url(jws.substr(0, dots));
    std::optional<std::string> signature = from_base64url(jws.substr(dots + 2));
    if (!header || !signature || signature->size() != crypto_sign_BYTES) return std::nullopt;
    const json read = json::parse(*header, nullptr, false);
    if (!read.is_object() || !read.contains("kid") || !read["kid"].is_string()) return std::nullopt;
    JwsParts out{read["kid"].get<std::string>(), jws.substr(0, dots), std::move(*signature)};
    const bool ours = read == json({{"alg", "EdDSA"}, {"b64", false}, {"crit", {"b64"}}, {"kid", out.key}});
    return ours ? std::optional(std::move(out)) : std::nullopt;
}

// Ids may begin with a dash, which programs take for an option.
std::string file_name(const std::string& id) {
    return "signing-" + id + ".json";
}

std::vector<std::string> files_of(const std::string& folder) {
    std::vector<std::string> out;
    DIR* listing = ::opendir(folder.c_str());
    if (listing == nullptr) throw std::runtime_error(folder + ": cannot be listed");
    while (const dirent* entry = ::readdir(listing)) {
        const std::string_view name = entry->d_name;
        if (name.ends_with(".json") && !name.starts_with(".")) out.emplace_back(name);
    }
    ::closedir(listing);
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace

std::unique_ptr<KeyRing> KeyRing::open(const std::string& folder, int64_t now) {
    private_folder(folder);
    std::unique_ptr<KeyRing> ring(new KeyRing(folder));
    ring->read_all();
    if (ring->keys_.empty()) {
        ring->keys_.push_back(ring->make(now));
        ring->write(ring->keys_.front(), true);
    } else if (ring->keys_.front().secret_key.empty()) {
        throw std::runtime_error(folder + ": the newest signing key has no private half; restore the folder");
    }
    // A rotation that was cut off between its two steps is finished.
    for (size_t at = 1; at < ring->keys_.size(); ++at) {
        if (ring->keys_[at].secret_key.empty()) continue;
        ring->write(ring->keys_[at], false);
        ring->keys_[at].secret_key.clear();
    }
    return ring;
}

void KeyRing::read_all() {
    for (const std::string& name : files_of(folder_)) {
        const std::string path = folder_ + "/" + name;
        const json jwk = json::parse(read_secret(path), nullptr, false);
        Key key;
        key.public_key = public_key_of(jwk);
        key.id = key.public_key.empty() ? "" : thumbprint(key.public_key);
        const bool sound = !key.id.empty() && name == file_name(key.id) && jwk.value("kid", json()) == key.id &&
                           jwk.contains("made_at") && jwk["made_at"].is_number_integer();
        if (!sound) throw std::runtime_error(path + ": is no signing key, or is damaged");
        key.made = jwk["made_at"].get<int64_t>();
        if (jwk.contains("d")) {
            const std::optional<std::string> seed =
                jwk["d"].is_string() ? from_base64url(jwk["d"].get_ref<const std::string&>()) : std::nullopt;
            std::string derived(crypto_sign_PUBLICKEYBYTES, '\0');
            key.secret_key.resize(crypto_sign_SECRETKEYBYTES);
            const bool whole =
                seed && seed->size() == crypto_sign_SEEDBYTES &&
                crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(derived.data()),
                                         reinterpret_cast<unsigned char*>(key.secret_key.data()), raw(*seed)) == 0;
            if (!whole || derived != key.public_key) {
                throw std::runtime_error(path + ": its private half does not belong to its public half");
            }
        }
        keys_.push_back(std::move(key));
    }
    std::sort(keys_.begin(), keys_.end(), [](const Key& one, const Key& other) {
        return one.made != other.made ? one.made > other.made : one.id < other.id;
    });
}

KeyRing::Key KeyRing::make(int64_t now) const {
    Key key;
    key.public_key.resize(crypto_sign_PUBLICKEYBYTES);
    key.secret_key.resize(crypto_sign_SECRETKEYBYTES);
    crypto_sign_keypair(reinterpret_cast<unsigned char*>(key.public_key.data()),
                        reinterpret_cast<unsigned char*>(key.secret_key.data()));
    key.id = thumbprint(key.public_key);
    key.made = keys_.empty() ? now : std::max(now, keys_.front().made + 1);
    return key;
}

void KeyRing::write(const Key& key, bool with_secret) const {
    json jwk = public_jwk(key.id, key.public_key);
    jwk["made_at"] = key.made;
    if (with_secret) {
        std::string seed(crypto_sign_SEEDBYTES, '\0');
        crypto_sign_ed25519_sk_to_seed(reinterpret_cast<unsigned char*>(seed.data()), raw(key.secret_key));
        jwk["d"] = base64url(seed);
    }
    write_secret(folder_ + "/" + file_name(key.id), jwk.dump());
}

std::string KeyRing::sign(std::string_view payload) const {
    const std::lock_guard lock(mutex_);
    const Key& key = keys_.front();
    const std::string header = protected_header(key.id);
    std::string input = header + ".";
    input += payload;
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, raw(input), input.size(),
                         raw(key.secret_key));
    return header + ".." + base64url(signature);
}

std::string KeyRing::rotate(int64_t now) {
    const std::lock_guard lock(mutex_);
    Key key = make(now);
    write(key, true);
    write(keys_.front(), false);
    sodium_memzero(keys_.front().secret_key.data(), keys_.front().secret_key.size());
    keys_.front().secret_key.clear();
    keys_.insert(keys_.begin(), std::move(key));
    return keys_.front().id;
}

void KeyRing::while_still(const std::function<void(const std::string& folder)>& copy) const {
    const std::lock_guard lock(mutex_);
    copy(folder_);
}

std::string KeyRing::current() const {
    const std::lock_guard lock(mutex_);
    return keys_.front().id;
}

std::string KeyRing::jwks() const {
    const std::lock_guard lock(mutex_);
    json keys = json::array();
    for (const Key& key : keys_) keys.push_back(public_jwk(key.id, key.public_key));
    return json({{"keys", std::move(keys)}}).dump();
}

std::optional<std::vector<PublicKey>> read_jwks(std::string_view text) {
    const json set = json::parse(text, nullptr, false);
    if (!set.is_object() || !set.contains("keys") || !set["keys"].is_array()) return std::nullopt;
    std::vector<PublicKey> out;
    for (const json& jwk : set["keys"]) {
        std::string bytes = public_key_of(jwk);
        if (bytes.empty()) continue;
        std::string id = thumbprint(bytes);
        if (jwk.contains("kid") && jwk["kid"] != id) return std::nullopt;
        out.push_back({std::move(id), std::move(bytes)});
    }
    return out;
}

SignatureCheck check_signature(const std::vector<PublicKey>& keys, std::string_view payload, std::string_view jws) {
    const std::optional<JwsParts> parts = parts_of(jws);
    if (!parts) return SignatureCheck::malformed;
    for (const PublicKey& key : keys) {
        if (key.id != parts->key) continue;
        std::string input = std::string(parts->header) + ".";
        input += payload;
        const bool valid =
            crypto_sign_verify_detached(raw(parts->signature), raw(input), input.size(), raw(key.bytes)) == 0;
        return valid ? SignatureCheck::valid : SignatureCheck::invalid;
    }
    return SignatureCheck::unknown_key;
}

std::string key_of(std::string_view jws) {
    const std::optional<JwsParts> parts = parts_of(jws);
    return parts ? parts->key : std::string();
}

std::string_view word_of(SignatureCheck check) {
    switch (check) {
        case SignatureCheck::valid: return "valid";
        case SignatureCheck::invalid: return "invalid";
        case SignatureCheck::unknown_key: return "unknown_key";
        case SignatureCheck::malformed: return "malformed";
    }
    return {};
}

}  // namespace samebill::security
