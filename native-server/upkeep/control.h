// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <thread>

// How commands of this machine reach the server that holds a store: a socket in the data folder, which only the owner
// of the folder can enter. One line of JSON in ({"command": …, "target": …}), one out ({} or {"error": …}).

namespace samebill::upkeep {

struct Errand {
    std::string command;  // "backup": to be kept; "copy": the store alone
    std::string target;   // an absolute path
};

// Listens as long as it lives. `work` throws std::exception, whose text goes back.
class Control {
public:
    Control(const std::string& data, std::function<void(const Errand&)> work);
    ~Control();
    Control(const Control&) = delete;
    Control& operator=(const Control&) = delete;

private:
    void listen();
    void serve(int connection);

    const std::string path_;
    const std::function<void(const Errand&)> work_;
    int socket_ = -1;
    int end_[2] = {-1, -1};  // a pipe that wakes the thread
    std::thread thread_;
};

// False: no server holds this data folder. Throws std::runtime_error with what the server says if it cannot.
bool ask_server(const std::string& data, const Errand& errand);

}  // namespace samebill::upkeep
