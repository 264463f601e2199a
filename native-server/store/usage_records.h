// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "native-server/store/transaction.h"

// The ids of all usage records that were ever taken, as hashes, so that none counts twice.

namespace samebill::store::usage_records {

// What the hashes are made with: 32 bytes, of this store alone; made when it is first asked for.
std::string secret(Transaction& transaction, const std::string& fresh);

// Takes ids one by one; quick if they come in the order of their bytes.
class Taking {
public:
    Taking(Transaction& transaction, int64_t upload);

    enum class Found : uint8_t {
        fresh,     // it is taken now
        repeated,  // it was taken, and said the same
        conflict,  // it was taken, and said something else
    };
    struct Answer {
        Found found = Found::fresh;
        int64_t upload = 0;  // that took it
    };
    Answer take(std::string_view id_hash, std::string_view content_hash);

private:
    Prepared insert_;
    Prepared find_;
    int64_t upload_;
};

// Forgets those that an upload took, as far as their hashes begin with this byte.
void forget(Transaction& transaction, int64_t upload, uint8_t first_byte);

}  // namespace samebill::store::usage_records
