// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

// Every limit that keeps one client from taking what belongs to all, with its default; `samebill serve --help` lists
// the options that set them. Those of single routes (the size of a body) stand in the route table.

namespace samebill {

struct Limits {
    // Heads and connections.
    int64_t head_bytes = 16384;  // request line and headers
    int connections = 256;       // served at once, a thread each
    int queue = 64;              // waiting for a thread; beyond these the system's own backlog
    int per_address = 32;        // connections from one address
    // Time, in seconds.
    int deadline = 15;  // from the head of a request to its answer; again to have the answer taken
    int idle = 5;       // for the next head of a connection
    // JSON in bodies that are not streamed.
    int json_depth = 32;
    int64_t json_string = 65536;  // bytes as written, without the quotes
    int64_t json_number = 40;     // characters
    // Requests, each with a burst of five seconds' worth; 0: no limit.
    int key_rate = 20;     // a second, by API key or session
    int address_rate = 5;  // a second, by address, for requests of nobody
    int login_rate = 5;    // a minute, by address
};

}  // namespace samebill
