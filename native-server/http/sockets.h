// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>

// The connections of this process, asked of the system, because CivetWeb tells no descriptors.

namespace samebill::http {

// A client by its IPv4 address and port, in network order; names a connection as well as its descriptor does.
struct Peer {
    uint32_t address = 0;
    uint16_t port = 0;
    bool operator<(const Peer& other) const {
        return address != other.address ? address < other.address : port < other.port;
    }
};

// 127.0.0.0/8, the address in network order.
bool is_loopback(uint32_t address);

// From the address as text ("127.0.0.1") and the port as a number.
Peer make_peer(const char* address, int port);

struct Socket {
    int descriptor = -1;
    // Bytes have come that nobody has read: the connection waits for a thread, not for its client.
    bool unread = false;
};

// The IPv4 sockets connected to our port; those that we opened to others are none of them.
std::map<Peer, Socket> connected_sockets(int port);

}  // namespace samebill::http
