// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>

namespace samebill {

// The time of day, for what is stamped with it (never for which month is billed: that is always asked for).
class Clock {
public:
    virtual ~Clock() = default;
    virtual int64_t now() const = 0;  // whole seconds since 1970
};

class SystemClock : public Clock {
public:
    int64_t now() const override {
        using namespace std::chrono;
        return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
    }
};

// Runs on from an instant that was given, for trials and tests of a month that is not the present one.
class ShiftedClock : public Clock {
public:
    explicit ShiftedClock(int64_t start) : shift_(start - SystemClock().now()) {}
    int64_t now() const override { return SystemClock().now() + shift_; }

private:
    int64_t shift_;
};

}  // namespace samebill
