// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/api.h"
#include "core/usage/intake.h"
#include "core/usage/record_reader.h"
#include "core/usage/rejects.h"
#include "core/usage/session_table.h"

namespace samebill {

// Reads usage records for a shell that keeps them, batch by batch: the same records as a table (core/api.h) would hold
// after the same bytes, and the same rejects, all of them as far as `keep_rejects` allows. Ids are compared within a
// batch alone; what came before it is the shell's to know. Numbers of records count from the beginning of the input.
//
//     reader.feed(bytes); reader.feed(more); batch = reader.take(); …; reader.end(); batch = reader.take();
class UsageReader {
public:
    explicit UsageReader(UsageTable::Format format);

    // Of the batch at hand, at most so many are listed; the others are counted.
    void keep_rejects(uint64_t count) { rejects_.keep = count; }
    void feed(std::string_view bytes) { reader_->feed(bytes); }
    void end() { reader_->end(); }

    struct Batch {
        SessionTable sessions;       // sealed; records in it and in the rejects are numbered from `first_record`
        std::vector<Reject> listed;  // rejects
        int64_t first_record = 0;
        int64_t records = 0;   // read, rejected and repeated ones counted
        int64_t rejected = 0;  // of these
        int64_t repeated = 0;  // of these, dropped because the same record stood earlier in the batch
    };
    // What was read since the last call.
    Batch take();

private:
    SessionTable sessions_;
    Rejects rejects_;
    std::optional<Intake> intake_;  // made anew for every batch, in the same place
    std::unique_ptr<RecordReader> reader_;
    int64_t first_record_ = 0;
};

}  // namespace samebill
