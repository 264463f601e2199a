// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/api.h"
#include "core/usage/intake.h"
#include "core/usage/record_reader.h"
#include "core/usage/rejects.h"
#include "core/usage/session_table.h"

namespace samebill {

// What stands behind the streaming door (core/api.h). The JSON of its lists is written in codec/.
struct UsageTable::Impl {
    SessionTable sessions;
    Rejects rejects;  // of all inputs so far
    Intake intake{sessions, rejects};
    std::unique_ptr<RecordReader> reader;  // of the input begun last, until it ends
    std::vector<uint64_t> claimed;         // by device of the table, once sealed: the account billed with it, as a hash
    bool failed = false;                   // the memory did not suffice while it was filled: it cannot be billed

    void seal();

    // Marks the table's devices that a request's account has; a device id belongs to one account per table: the first
    // that another account has is returned (else no text), and then nothing is marked. Accounts that share no device
    // may do so at the same time.
    std::string_view claim(std::string_view account, std::span<const std::string_view> device_ids);
    // The sessions of devices that nobody claimed: code `unknown_device`.
    Rejects unclaimed_records() const;

    // The sessions at these positions of the sealed table as a list of one code and message, in the order of their
    // numbers.
    Rejects listed(std::span<const uint64_t> positions, std::string_view code, std::string_view message) const;
};

}  // namespace samebill
