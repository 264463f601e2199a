// SPDX-License-Identifier: MIT
#include "native-server/security/password.h"

#include <sodium.h>

#include <algorithm>
#include <chrono>
#include <new>
#include <set>

#include "core/base/utf8.h"
#include "native-server/security/random.h"

namespace samebill::security {

namespace {

constexpr size_t fewest_characters = 12;
constexpr size_t most_bytes = 1024;
constexpr size_t fewest_different = 5;

std::string folded(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::string argon2id(std::string_view password, PasswordCost cost) {
    std::string out(crypto_pwhash_STRBYTES, '\0');
    const int failed = crypto_pwhash_str_alg(out.data(), password.data(), password.size(), cost.passes, cost.bytes,
                                             crypto_pwhash_ALG_ARGON2ID13);
    if (failed != 0) throw std::bad_alloc();
    out.resize(out.find('\0'));
    return out;
}

// A text of the same costs that no password fits: a salt and a hash by chance.
std::string decoy(PasswordCost cost) {
    const auto base64 = [](const std::string& bytes) {
        constexpr int variant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
        std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
        sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                          variant);
        out.pop_back();
        return out;
    };
    return "$argon2id$v=19$m=" + std::to_string(cost.bytes / 1024) + ",t=" + std::to_string(cost.passes) + ",p=1$" +
           base64(random_bytes(16)) + "$" + base64(random_bytes(32));
}

}  // namespace

// Held while a password is computed.
struct Passwords::Turn {
    explicit Turn(Passwords& owner, int patience) : owner(owner), taken(owner.take_turn(patience)) {}
    ~Turn() {
        if (taken) owner.end_turn();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    Passwords& owner;
    bool taken;
};

Passwords::Passwords(int at_once, PasswordCost cost)
    : cost_(cost), decoy_(decoy(cost)), turns_(at_once) {}

bool Passwords::take_turn(int patience) {
    std::unique_lock lock(mutex_);
    if (!free_.wait_for(lock, std::chrono::milliseconds(patience), [this] { return turns_ > 0; })) return false;
    --turns_;
    return true;
}

void Passwords::end_turn() {
    const std::lock_guard lock(mutex_);
    ++turns_;
    free_.notify_one();
}

std::string_view Passwords::weakness(std::string_view password, std::string_view login) {
    if (password.size() > most_bytes) return "longer than 1,024 bytes";
    if (!is_utf8(password)) return "not UTF-8";
    const auto characters = std::count_if(password.begin(), password.end(), [](char c) { return (c & 0xC0) != 0x80; });
    if (static_cast<size_t>(characters) < fewest_characters) return "shorter than 12 characters";
    if (std::set<char>(password.begin(), password.end()).size() < fewest_different) {
        return "fewer than 5 different characters";
    }
    if (!login.empty() && folded(password).find(folded(login)) != std::string::npos) return "holds the login name";
    return {};
}

std::string Passwords::hash(std::string_view password) {
    const Turn turn(*this, 60'000);
    if (!turn.taken) throw std::bad_alloc();
    return argon2id(password, cost_);
}

Passwords::Answer Passwords::verify(std::string_view stored, std::string_view password, int patience) {
    const Turn turn(*this, patience);
    if (!turn.taken) return Answer::busy;
    const std::string text(stored.empty() ? std::string_view(decoy_) : stored);
    // The form that libsodium takes has a fixed room.
    char room[crypto_pwhash_STRBYTES] = {};
    if (text.size() >= sizeof room) return Answer::wrong;
    text.copy(room, text.size());
    const bool right = crypto_pwhash_str_verify(room, password.data(), password.size()) == 0;
    return right && !stored.empty() ? Answer::right : Answer::wrong;
}

bool Passwords::outdated(std::string_view stored) const {
    char room[crypto_pwhash_STRBYTES] = {};
    if (stored.size() >= sizeof room) return true;
    stored.copy(room, stored.size());
    return crypto_pwhash_str_needs_rehash(room, cost_.passes, cost_.bytes) != 0;
}

}  // namespace samebill::security
