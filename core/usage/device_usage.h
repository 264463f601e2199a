// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "core/usage/session.h"

namespace samebill {

struct UncountedUsage {  // sessions of one device and kind that become an exception
    std::string_view device;
    Kind kind{};
    int64_t sessions = 0;
    int64_t quantity = 0;
};

// The sessions of an account's devices, month by month (from 0), wherever they come from: the records of a request
// (account_usage.h) or the behaviour that a quote assumes. What comes in: a device's position and a month. What goes
// out: its sessions in columns as packed in session.h, in any order, or one by one in U3's order.
class DeviceUsage {
public:
    struct Columns {
        const uint64_t* when = nullptr;
        const uint64_t* quantity = nullptr;
        const uint32_t* list = nullptr;  // positions in the columns; null: consecutive from `first`
        uint64_t first = 0;
        uint64_t count = 0;
        uint64_t at(uint64_t i) const { return list != nullptr ? list[i] : first + i; }
    };

    virtual ~DeviceUsage() = default;

    virtual Columns columns(uint32_t device, int month) const = 0;
    // The session at a position of the device's columns.
    virtual Session session(const Columns& columns, uint64_t position) const = 0;
    virtual void sorted_sessions(uint32_t device, int month, std::vector<Session>& sessions) const = 0;

    // What no walk sees: sessions before the first month, of devices that the account does not have, dropped
    // duplicates.
    virtual const std::vector<UncountedUsage>& before_period() const = 0;
    virtual const std::vector<UncountedUsage>& unknown_devices(int month) const = 0;
    virtual int64_t duplicates(int month) const = 0;
    virtual bool overflow() const = 0;
};

}  // namespace samebill
