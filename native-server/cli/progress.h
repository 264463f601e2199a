// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace samebill::cli {

// A bar on stderr for files of some size, drawn at most ten times a second, only if stderr is a terminal, and wiped
// when the file is done.
class Progress {
public:
    explicit Progress(std::string name);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    void show(int64_t done, int64_t size);

private:
    std::string name_;
    bool on_ = false;
    bool drawn_ = false;
    std::chrono::steady_clock::time_point next_;
};

}  // namespace samebill::cli
