// SPDX-License-Identifier: MIT
#include "native-server/http/stopping.h"

#include <arpa/inet.h>
#include <civetweb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>

namespace samebill::http {

namespace {

// A connection that says nothing; it awakens who waits for one.
void knock(const sockaddr_in& address) {
    const int number = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (number < 0) return;
    (void)::connect(number, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    ::close(number);
}

}  // namespace

void stop_listening(mg_context* context, const std::string& address, int port) {
    sockaddr_in own{};
    own.sin_family = AF_INET;
    own.sin_port = htons(static_cast<uint16_t>(port));
    ::inet_pton(AF_INET, address.c_str(), &own.sin_addr);
    std::atomic<bool> ended = false;
    std::thread knocking([&] {
        while (!ended) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            knock(own);
        }
    });
    mg_stop(context);
    ended = true;
    knocking.join();
}

}  // namespace samebill::http
