// SPDX-License-Identifier: MIT
// Ends CivetWeb without its wait: the thread that accepts looks at whether it shall end only every 2 s.
#pragma once

#include <string>

struct mg_context;

namespace samebill::http {

// Ends the server that listens on the IPv4 address and port; returns when its threads have ended. No new connection is
// accepted from the start of this on.
void stop_listening(mg_context* context, const std::string& address, int port);

}  // namespace samebill::http
