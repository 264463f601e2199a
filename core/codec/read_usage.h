// SPDX-License-Identifier: MIT
#pragma once

#include "core/codec/reader.h"
#include "core/usage/session_table.h"

namespace samebill {

// Where inline sessions go: into the table, their problems of stage 2 (`period`, `conflicting_record`) into a list of
// their own.
struct UsageInput {
    SessionTable& sessions;
    ProblemList& references;
    Instant end = end_of_time;  // of `through`
};

// Reports what became of a record in the table: a conflict, or that it starts after `through` (duplicates are dropped).
void report_added(const SessionTable::Record& record, SessionTable::Added added, const Place& place, UsageInput& usage);

// The list `usage` of a request.
void read_usage(Reader& reader, const Value& list, UsageInput& usage);

}  // namespace samebill
