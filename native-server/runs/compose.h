// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/store/transaction.h"

// From the store to a request: everything but usage that a bill of an account is made of, as one samebill/request/1,
// and the usage beside it. The one way from stored inputs to the engine, for trials, previews, bill runs and
// corrections alike.
//
// What comes in: an account and months in which one catalog version holds (`spans_of` splits others). What goes out:
// the request's text: catalog version in force + account document with its devices + events + `opening` (the closing
// state of the month before, if that is finalised) + `adjustments` (open corrections, in the first month not billed).

namespace samebill::runs {

struct Months {
    std::string from;     // "2026-03"
    std::string through;  // included
};

// What is asked for other than what is stored; all empty: nothing is.
struct Changes {
    std::vector<std::string> more_events = {};  // bodies, after the stored ones of the same instant
    std::set<std::string> without_events = {};  // ids of stored events to leave out
    std::optional<std::string> catalog = {};    // body of a catalog version, instead of the one in force
    std::optional<std::string> account = {};    // body of the account (without devices), instead of the stored one
    std::optional<std::string> device = {};     // body, instead of the stored one with its id
    std::optional<std::string> opening = {};    // state, instead of that of the month before; "": none
    bool adjustments = true;
};

// A request in parts, each as JSON text.
struct Parts {
    std::string account_id;
    Months months;
    std::string catalog_version;  // its name
    std::string catalog;
    std::string account;                 // without devices
    std::vector<std::string> devices;    // bodies, by id
    std::vector<std::string> events;     // bodies, in order
    std::vector<std::string> event_ids;  // parallel to `events`; empty of those that are not stored
    std::string opening;                 // empty: none
    std::vector<std::string> adjustments;
};

// The months split where another catalog version comes into force; refuses (throws NoVersion) a month without any.
struct NoVersion {
    std::string month;
};
std::vector<Months> spans_of(store::Transaction& transaction, std::string_view account, const Months& months);

// The parts of one span. Events: with an opening state those of the months; without one all before the end of them.
Parts read_parts(store::Transaction& transaction, std::string_view account, const Months& months,
                 const Changes& changes = {});

// The text of the request; `usage` is empty, `inputs_digest` as given.
std::string request_text(const Parts& parts, bool inputs_digest = true);

// The header of stored chunks: the engine's order of columns.
inline constexpr std::string_view usage_header = "id,device,kind,start,end,quantity\n";

}  // namespace samebill::runs
