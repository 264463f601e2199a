// SPDX-License-Identifier: MIT
#pragma once

#include "core/codec/decode.h"
#include "core/quote/assignment.h"

namespace samebill {

// What comes in: the text of a samebill/assignment/1. What goes out: the request in it, or the
// one that the scenario in it stands for, its sessions, and what is
// offered; or every problem, those of the request with paths that begin with /request. The groups offered are among
// `request.groups`. `options` are those of the request.
Problems decode_assignment(std::string_view text, const RequestOptions& options, Request& request,
                           SessionTable& sessions, AssignmentOffer& offer);

// Limits (core/quote/README.md).
inline constexpr int64_t most_offered = 32;  // plans, and groups
inline constexpr int64_t most_assigned_devices = 100'000;
inline constexpr int64_t most_assignment_cells = 4'000'000;  // devices × (plans + 1) × the larger of months, groups + 1

}  // namespace samebill
