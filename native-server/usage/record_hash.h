// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/usage/session.h"

namespace samebill::usage {

// What the store remembers of a record: 128 bits of its id and 64 of what it says, both made with a secret of the
// store, so that nobody can make two ids that fall together. Ordered as the 16 bytes of the id's hash are.
struct RecordKey {
    uint64_t high = 0;
    uint64_t low = 0;
    uint64_t content = 0;
};

class RecordHash {
public:
    static constexpr size_t secret_size = 32;
    explicit RecordHash(std::string secret) : secret_(std::move(secret)) {}

    RecordKey of(std::string_view id, std::string_view device, const Session& session) const;

private:
    std::string secret_;  // 16 bytes for ids, 16 for contents
};

// The bytes that stand in the store.
std::string id_bytes(const RecordKey& key);
std::string content_bytes(uint64_t content);

}  // namespace samebill::usage
