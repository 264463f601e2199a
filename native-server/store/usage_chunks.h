// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/store/transaction.h"

// Stored usage: texts of CSV rows without a header, each of one account and month of start. What is stored in one
// transaction gets an epoch, which rises; a chunk is there for readers once it or its upload has one. Chunks are put
// together to larger ones, but never over an epoch up to which a bill or a run took usage: what was taken then can
// always be read again.

namespace samebill::store::usage_chunks {

int64_t present_epoch(Transaction& transaction);  // 0: nothing was stored yet
int64_t next_epoch(Transaction& transaction);

struct Chunk {
    std::string_view account;
    std::string_view month;  // "2026-03"
    std::optional<int64_t> upload = {};
    std::optional<int64_t> epoch = {};  // nothing: that of the upload, once it has one
    int64_t records = 0;
    std::string_view body;
};
void add(Transaction& transaction, const Chunk& chunk);

// The last finalised month of an account; empty: none.
std::string billed_through(Transaction& transaction, std::string_view account);
// Marks as late the chunks of a month that this upload brought, or that were stored in this epoch; returns their
// records.
int64_t mark_late(Transaction& transaction, std::string_view account, std::string_view month, int64_t upload,
                  int64_t epoch);

// Chunks of an account, months from one through another, that readers see up to an epoch; older ones first.
struct Place {
    int64_t sequence = 0;
    int64_t epoch = 0;
    int64_t bytes = 0;
    int64_t records = 0;
    std::string month;
};
std::vector<Place> list(Transaction& transaction, std::string_view account, std::string_view from,
                        std::string_view through, int64_t epoch);
// The least epoch, from `epoch` on, that no chunk of the account and months lies across.
int64_t whole_epoch(Transaction& transaction, std::string_view account, std::string_view from, std::string_view through,
                    int64_t epoch);
// Appends the body to `out`; false if the chunk is no longer there.
bool read(Transaction& transaction, int64_t sequence, std::string& out);

// Puts small chunks of an account and month together, if there are many; returns how many went into larger ones.
int64_t compact(Transaction& transaction, std::string_view account, std::string_view month);

void remove_of_upload(Transaction& transaction, int64_t upload);

}  // namespace samebill::store::usage_chunks
