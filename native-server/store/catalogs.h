// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "native-server/store/transaction.h"

// Catalogs and their versions. A version is a draft, which may change, until it is published for good.

namespace samebill::store::catalogs {

struct Version {
    std::string catalog;
    std::string version;
    bool published = false;
    int64_t revision = 1;            // of the draft
    std::optional<std::string> effective = {};  // the first month it may be used for
    std::optional<int64_t> sequence = {};       // order of publication, from 1
    std::optional<std::string> name = {};
    std::string currency;
    std::string digest;
    int64_t at = 0;
    std::string by;
    std::optional<int64_t> published_at = {};
    std::optional<std::string> published_by = {};
    std::string body;  // canonical JSON; empty in lists
};

std::optional<Version> get(Transaction& transaction, std::string_view catalog, std::string_view version);
// Without its body.
std::optional<Version> about(Transaction& transaction, std::string_view catalog, std::string_view version);
std::optional<std::string> body_of(Transaction& transaction, std::string_view catalog, std::string_view version);
bool exists(Transaction& transaction, std::string_view catalog);

void add_draft(Transaction& transaction, const Version& version);
// The draft with the revision given becomes the next; nothing happens to what is published.
void change_draft(Transaction& transaction, const Version& version);
void drop_draft(Transaction& transaction, std::string_view catalog, std::string_view version);
void publish(Transaction& transaction, std::string_view catalog, std::string_view version, std::string_view effective,
             int64_t at, std::string_view by);

// The currency of the catalog's versions, the same in all of them; nothing if there is none.
std::optional<std::string> currency_of(Transaction& transaction, std::string_view catalog);

bool is_only_version(Transaction& transaction, std::string_view catalog);

// Ids of catalogs after `after`, in order; without `drafts` only those with a published version.
void list(Transaction& transaction, std::string_view after, bool drafts,
          const std::function<bool(const std::string&)>& each);
// Versions by name after `after`, without bodies.
void list_versions(Transaction& transaction, std::string_view catalog, std::string_view after,
                   const std::function<bool(const Version&)>& each);
// The version that holds by date in the month: of the published ones whose effective month is not after it the one with
// the latest effective month, of these the one published last.
std::optional<std::string> by_date(Transaction& transaction, std::string_view catalog, std::string_view month);

// The published version with the earliest, and the latest, effective month.
std::optional<std::string> first_published(Transaction& transaction, std::string_view catalog);
std::optional<std::string> last_published(Transaction& transaction, std::string_view catalog);

}  // namespace samebill::store::catalogs
