// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/calendar.h"
#include "core/base/jobs.h"
#include "core/usage/session_table.h"

namespace samebill {

// What comes in: the text that `inputs` begins with (formats.md, Request), a sealed table, and the devices of it whose
// sessions count (each once, in any order), as far as they start before `end`: later ones are rejects. What goes out:
// the SHA-256, 64 hexadecimal digits, of that text, a line feed, and for each session in U3's order
// `id,device,kind,start,end,quantity` and a line feed, instants as seconds since 1970.
//   "{}\ns1,d1,data,1772323200,1772323260,1024\n"
// Takes the time span in parts, so that the order needs 6 bytes a session at a time. Sessions are written out by
// several threads if the shell lends them.
std::string inputs_digest(std::string_view head, const SessionTable& table, std::span<const uint32_t> devices,
                          Instant end = end_of_time, const RunJobs* run_jobs = nullptr);
// All devices.
std::string inputs_digest(std::string_view head, const SessionTable& table, Instant end = end_of_time,
                          const RunJobs* run_jobs = nullptr);

}  // namespace samebill
