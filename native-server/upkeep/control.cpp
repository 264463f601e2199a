// SPDX-License-Identifier: MIT
#include "native-server/upkeep/control.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "native-server/descriptor.h"

namespace samebill::upkeep {

using nlohmann::json;

namespace {

constexpr const char* socket_name = "control";
constexpr size_t longest_line = 8192;

[[noreturn]] void fail(const std::string& path) {
    throw std::runtime_error(path + ": " + std::strerror(errno));
}

// An address has room for 107 bytes only, so the folder goes by its descriptor.
sockaddr_un address_in(int folder) {
    sockaddr_un out{};
    out.sun_family = AF_UNIX;
    const std::string path = "/proc/self/fd/" + std::to_string(folder) + "/" + socket_name;
    path.copy(out.sun_path, sizeof out.sun_path - 1);
    return out;
}

const sockaddr* plain(const sockaddr_un& address) {
    return reinterpret_cast<const sockaddr*>(&address);
}

// Up to a line feed; empty if none comes in time.
std::string read_line(int connection, int seconds) {
    const timeval patience{seconds, 0};
    ::setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    std::string out;
    char byte = 0;
    while (out.size() < longest_line && ::recv(connection, &byte, 1, 0) == 1) {
        if (byte == '\n') return out;
        out += byte;
    }
    return {};
}

bool write_line(int connection, const json& document) {
    std::string text = document.dump() + "\n";
    while (!text.empty()) {
        const ssize_t sent = ::send(connection, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        text.erase(0, static_cast<size_t>(sent));
    }
    return true;
}

bool is_own_user(int connection) {
    ucred who{};
    socklen_t size = sizeof who;
    return ::getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 &&
           (who.uid == ::geteuid() || who.uid == 0);
}

}  // namespace

Control::Control(const std::string& data, std::function<void(const Errand&)> work)
    : path_(data + "/" + socket_name), work_(std::move(work)) {
    const Descriptor folder(::open(data.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (folder.number() < 0) fail(data);
    ::unlink(path_.c_str());  // of a server that was killed; this one has the lock
    socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_un address = address_in(folder.number());
    if (socket_ < 0 || ::bind(socket_, plain(address), sizeof address) != 0 || ::listen(socket_, 4) != 0) fail(path_);
    if (::pipe2(end_, O_CLOEXEC) != 0) fail(path_);
    thread_ = std::thread([this] { listen(); });
}

Control::~Control() {
    ::close(end_[1]);
    thread_.join();
    ::close(end_[0]);
    ::close(socket_);
    ::unlink(path_.c_str());
}

void Control::listen() {
    for (;;) {
        pollfd waiting[2] = {{socket_, POLLIN, 0}, {end_[0], POLLIN, 0}};
        if (::poll(waiting, 2, -1) < 0 && errno != EINTR) return;
        if (waiting[1].revents != 0) return;
        if ((waiting[0].revents & POLLIN) == 0) continue;
        const Descriptor connection(::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC));
        if (connection.number() >= 0 && is_own_user(connection.number())) serve(connection.number());
    }
}

void Control::serve(int connection) {
    const json asked = json::parse(read_line(connection, 5), nullptr, false);
    if (!asked.is_object()) return;
    json answer = json::object();
    try {
        work_({asked.at("command").get<std::string>(), asked.at("target").get<std::string>()});
    } catch (const std::exception& error) {
        answer["error"] = error.what();
    }
    write_line(connection, answer);
}

bool ask_server(const std::string& data, const Errand& errand) {
    const Descriptor folder(::open(data.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (folder.number() < 0) fail(data);
    const Descriptor connection(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const sockaddr_un address = address_in(folder.number());
    if (connection.number() < 0) fail(data);
    if (::connect(connection.number(), plain(address), sizeof address) != 0) {
        if (errno == ENOENT || errno == ECONNREFUSED) return false;
        fail(data + "/" + socket_name);
    }
    write_line(connection.number(), {{"command", errand.command}, {"target", errand.target}});
    const json answer = json::parse(read_line(connection.number(), 24 * 3600), nullptr, false);
    if (!answer.is_object()) throw std::runtime_error("the server ended before it was done");
    if (answer.contains("error")) throw std::runtime_error(answer["error"].get<std::string>());
    return true;
}

}  // namespace samebill::upkeep
