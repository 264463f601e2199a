// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/store/transaction.h"

// Uploads of usage: what came in one request, and what became of it. Only those that are `stored` count; their epoch
// says since when.

namespace samebill::store::uploads {

struct Counts {
    int64_t records = 0;  // the sum of the next four
    int64_t accepted = 0;
    int64_t repeated = 0;
    int64_t rejected = 0;
    int64_t suspended = 0;
    int64_t late = 0;  // of the accepted ones
};

struct Upload {
    int64_t number = 0;
    std::string id;
    std::optional<std::string> account = {};  // that the sender's key is kept to
    std::optional<std::string> feed = {};
    std::optional<int64_t> sequence = {};
    std::optional<std::string> file = {};
    std::string format;
    std::string state = {};
    int64_t bytes = 0;
    std::string digest;
    Counts counts = {};
    int64_t at = 0;
    std::string by;
    std::optional<int64_t> done_at = {};
};

// Adds it as `receiving`, and its feed if it is new; returns its number.
int64_t add(Transaction& transaction, const Upload& upload);
void finish(Transaction& transaction, int64_t number, const Counts& counts, int64_t epoch, int64_t at);
// Nothing of it is there any more.
void break_off(Transaction& transaction, int64_t number);
// Those that are being written, or were when the process ended.
std::vector<int64_t> receiving(Transaction& transaction);

std::optional<Upload> find(Transaction& transaction, std::string_view id);
std::optional<Upload> find_in_feed(Transaction& transaction, std::string_view feed, int64_t sequence);

struct Filter {
    std::optional<std::string> by = {};
    std::optional<std::string> feed = {};
    std::optional<std::string> state = {};
};
// The latest first, those with a number below `before`; `each` ends it by returning false.
void list(Transaction& transaction, const Filter& filter, int64_t before,
          const std::function<bool(const Upload&)>& each);

// Stored records, accepted and suspended ones, by day of start.
struct Day {
    std::string day;
    std::string kind;
    int64_t records = 0;
    int64_t quantity = 0;
};
void add_day(Transaction& transaction, int64_t upload, const Day& day);
void each_day(Transaction& transaction, int64_t upload, const std::function<void(const Day&)>& each);
// Of all stored uploads, one after the other for every day, from one day through another.
void each_day_between(Transaction& transaction, std::string_view from, std::string_view through,
                      const std::function<void(const Day&)>& each);

struct Feed {
    std::string id;
    int64_t uploads = 0;
    int64_t records = 0;
    std::optional<int64_t> first = {};  // sequences
    std::optional<int64_t> last = {};
    int64_t missing = 0;  // sequences between these that did not come
    int64_t latest_at = 0;
};
// In the order of ids, after `after`.
void list_feeds(Transaction& transaction, std::string_view after, const std::function<bool(const Feed&)>& each);
bool feed_exists(Transaction& transaction, std::string_view feed);

// Sequences of a feed that did not come: `from` to `through`, after the sequence `after`.
void list_gaps(Transaction& transaction, std::string_view feed, int64_t after,
               const std::function<bool(int64_t from, int64_t through)>& each);

}  // namespace samebill::store::uploads
