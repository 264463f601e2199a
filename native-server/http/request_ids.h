// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <random>
#include <string>

namespace samebill::http {

// Names for requests, unique over restarts: what is random once a process, and a count. "3f9a1c2b4d5e-1f"
class RequestIds {
public:
    RequestIds() {
        std::random_device random;
        for (int i = 0; i < 12; i++) prefix_ += "0123456789abcdef"[random() % 16];
        prefix_ += '-';
    }

    std::string next() {
        uint64_t number = ++count_;
        char digits[16];
        char* at = digits + sizeof digits;
        for (; number > 0; number /= 16) *--at = "0123456789abcdef"[number % 16];
        return prefix_ + std::string(at, digits + sizeof digits);
    }

private:
    std::string prefix_;
    std::atomic<uint64_t> count_ = 0;
};

}  // namespace samebill::http
