// SPDX-License-Identifier: MIT
#include "native-server/security/random.h"

#include <sodium.h>

#include <stdexcept>

namespace samebill::security {

void start() {
    if (sodium_init() < 0) throw std::runtime_error("libsodium finds no source of random numbers");
}

std::string random_bytes(size_t count) {
    std::string out(count, '\0');
    randombytes_buf(out.data(), count);
    return out;
}

std::string random_base62(size_t digits) {
    static constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    std::string out(digits, '0');
    for (char& digit : out) digit = alphabet[randombytes_uniform(62)];
    return out;
}

std::string random_id(std::string_view prefix) {
    return std::string(prefix) + "_" + random_base62(22);
}

}  // namespace samebill::security
