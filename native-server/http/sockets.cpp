// SPDX-License-Identifier: MIT
#include "native-server/http/sockets.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cstdlib>

namespace samebill::http {

Peer make_peer(const char* address, int port) {
    in_addr parsed{};
    ::inet_pton(AF_INET, address, &parsed);
    return {parsed.s_addr, htons(static_cast<uint16_t>(port))};
}

bool is_loopback(uint32_t address) {
    return ntohl(address) >> 24 == 127;
}

std::map<Peer, Socket> connected_sockets(int port) {
    std::map<Peer, Socket> out;
    DIR* directory = ::opendir("/proc/self/fd");
    if (directory == nullptr) return out;
    while (const dirent* entry = ::readdir(directory)) {
        const int descriptor = std::atoi(entry->d_name);
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        if (descriptor <= 2 || ::getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) != 0) continue;
        if (peer.sin_family != AF_INET) continue;
        sockaddr_in own{};
        size = sizeof own;
        if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&own), &size) != 0) continue;
        if (ntohs(own.sin_port) != port) continue;
        int unread = 0;
        ::ioctl(descriptor, FIONREAD, &unread);
        out[{peer.sin_addr.s_addr, peer.sin_port}] = {descriptor, unread > 0};
    }
    ::closedir(directory);
    return out;
}

}  // namespace samebill::http
