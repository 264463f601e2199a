// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "core/codec/reader.h"
#include "core/usage/session_table.h"

namespace samebill {

// Where inline sessions go: into the table, their problems of stage 2 (`period`, `conflicting_record`) into a list of
// their own.
struct UsageInput {
    SessionTable& sessions;
    ProblemList& references;
    Instant end = end_of_time;        // of `through`
    std::vector<uint32_t> late = {};  // positions of records that start after it
};

// The record at a position of the list `usage`: into the table. What it comes to is known at the end.
void take_session(const SessionTable::Record& record, uint32_t position, UsageInput& usage);
// Reports the records in conflict and those that start after `through` (duplicates are dropped), when all are there.
void report_sessions(const Place& list, UsageInput& usage);

// The list `usage` of a request.
void read_usage(Reader& reader, const Value& list, UsageInput& usage);

}  // namespace samebill
