// SPDX-License-Identifier: MIT
#include "native-server/security/api_key.h"

#include <cstdint>

#include "native-server/security/encoding.h"
#include "native-server/security/random.h"

namespace samebill::security {

namespace {

constexpr size_t shown_length = 3 + 8;
constexpr size_t secret_length = 43;  // 62^43 > 2^256
constexpr size_t checksum_length = 6;
constexpr size_t length = shown_length + secret_length + checksum_length;

uint32_t crc32(std::string_view bytes) {
    uint32_t crc = 0xFFFFFFFF;
    for (const char byte : bytes) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320U : 0);
    }
    return ~crc;
}

std::string checksum(std::string_view text) {
    return base62(crc32(text), checksum_length);
}

bool is_base62(std::string_view text) {
    return text.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") ==
           std::string_view::npos;
}

}  // namespace

NewApiKey make_api_key() {
    NewApiKey out;
    out.shown = "sb_" + random_base62(shown_length - 3);
    out.text = out.shown + random_base62(secret_length);
    out.text += checksum(out.text);
    out.digest = sha256(out.text);
    return out;
}

std::optional<GivenApiKey> read_api_key(std::string_view text) {
    if (text.size() != length || !text.starts_with("sb_") || !is_base62(text.substr(3))) return std::nullopt;
    const std::string_view body = text.substr(0, length - checksum_length);
    if (checksum(body) != text.substr(body.size())) return std::nullopt;
    return GivenApiKey{std::string(text.substr(0, shown_length)), sha256(text)};
}

}  // namespace samebill::security
