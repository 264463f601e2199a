// SPDX-License-Identifier: MIT
#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <string>
#include <string_view>

// The log: JSON lines on standard error. A line says what happened and to which of our own things (a route's name, the
// id of a request, of a key); never what a client sent, who a customer is, or from where.
//
//   log->info(R"("event":"bill_run","run":{},"state":{})", json_text(id), json_text(state));

namespace samebill {

// Lines are gathered and written together a hundred times a second by a thread of their own, so that a request does not
// wait for a reader; while the reader has stopped, at most a mebibyte is kept and the lines beyond it are counted.
std::shared_ptr<spdlog::logger> make_log(int descriptor = 2);

// A text as JSON, with its quotes: control characters and whatever is not ASCII replaced by "?".
std::string json_text(std::string_view text);

}  // namespace samebill
