// SPDX-License-Identifier: MIT
#include "native-server/usage/record_hash.h"

#include <sodium.h>

#include <cstring>

namespace samebill::usage {

namespace {

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

uint64_t big_endian(const unsigned char* bytes) {
    uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return __builtin_bswap64(word);
}

void append(std::string& out, uint64_t word) {
    word = __builtin_bswap64(word);
    out.append(reinterpret_cast<const char*>(&word), sizeof word);
}

}  // namespace

RecordKey RecordHash::of(std::string_view id, std::string_view device, const Session& session) const {
    unsigned char hash[crypto_shorthash_siphashx24_BYTES];
    crypto_shorthash_siphashx24(hash, bytes_of(id), id.size(), bytes_of(secret_));
    RecordKey key{big_endian(hash), big_endian(hash + 8), 0};

    constexpr size_t longest_device = 128;
    const uint64_t numbers[] = {static_cast<uint64_t>(session.start), static_cast<uint64_t>(session.end),
                                static_cast<uint64_t>(session.quantity), static_cast<uint64_t>(session.kind)};
    unsigned char content[sizeof numbers + longest_device];
    std::memcpy(content, numbers, sizeof numbers);
    std::memcpy(content + sizeof numbers, device.data(), device.size());
    unsigned char short_hash[crypto_shorthash_BYTES];
    crypto_shorthash(short_hash, content, sizeof numbers + device.size(), bytes_of(secret_) + 16);
    key.content = big_endian(short_hash);
    return key;
}

std::string id_bytes(const RecordKey& key) {
    std::string out;
    append(out, key.high);
    append(out, key.low);
    return out;
}

std::string content_bytes(uint64_t content) {
    std::string out;
    append(out, content);
    return out;
}

}  // namespace samebill::usage
