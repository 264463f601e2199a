// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "core/base/jobs.h"
#include "core/base/problem.h"
#include "core/bill/request.h"
#include "core/usage/session_table.h"

namespace samebill {

// What comes in: the text of a samebill/request/1. What goes out: the request as plain values, its references resolved,
// and its sessions in a table; or every problem of the first of the stages 0 (parse), 1 (shape) and 2 (references,
// periods, conflicting records) that has any, in document order, each code at a place once, at most 100 (formats.md,
// Request). Example: an event of a device that the account does not have gives {unknown_device, /events/3/device}, and
// nothing else is given unless the whole request has its shape.

struct RequestOptions {
    // Months that replace the request's members before anything else is looked at; empty: as in the request.
    std::string_view from = {};
    std::string_view through = {};
    // The sessions are in a usage table: `usage` must be empty.
    bool usage_apart = false;
    const RunJobs* run_jobs = nullptr;  // null: on this thread
};

// Empty if the request is sound: then `request` and `sessions` (sealed) are filled. Both come in empty.
Problems decode_request(std::string_view text, const RequestOptions& options, Request& request, SessionTable& sessions);

}  // namespace samebill
