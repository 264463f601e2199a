// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace samebill {

struct ServeOptions {
    std::string listen = "127.0.0.1:8080";
    std::string web;                      // folder of the web build; empty: none
    int64_t max_body = int64_t{1} << 20;  // bytes
    int threads = 64;                     // one connection holds one thread
    int computations = 0;                 // at once; 0: one for each processor
    int deadline = 15;                    // seconds from a request's headers to its answer
    int idle = 5;                         // seconds for the next request of a connection
};

// Serves until SIGTERM or SIGINT, lets the requests at work finish, and gives the exit code: 0, or 1 if it could not
// start.
int serve(const ServeOptions& options);

}  // namespace samebill
