// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/jobs.h"
#include "core/usage/record_sources.h"
#include "core/usage/rejects.h"
#include "core/usage/session_table.h"

namespace samebill {

// Where the readers hand in what they find, record by record: numbers the records over all inputs, fills the table,
// keeps lines and rejects. Ids are compared when `settle` is called: records in conflict become rejects then.
class Intake {
public:
    Intake(SessionTable& table, Rejects& rejects) : table_(&table), rejects_(&rejects) {}
    Intake(const Intake&) = delete;
    Intake& operator=(const Intake&) = delete;

    void begin_input(std::string_view name);

    // A record as it stood in its file.
    struct Source {
        std::string_view text;  // without the line end
        int64_t line = 0;       // from 1
        int64_t id_column = 1;  // byte of the id's field, from 1
    };
    void add(const UsageRecord& record, const Source& source);

    // Several rows of the usual form, on lines that run on: the caller fills in what `begin_rows` gives room for.
    SessionPart::Writer begin_rows() { return part().begin_writing(); }
    struct Rows {
        uint32_t count;
        char* next_id;
        const SessionPart::DeviceName* devices;
        int64_t line;  // of the first
        const RowShape* shape;
    };
    void end_rows(const Rows& rows);

    // A record of the wrong shape: code `schema`.
    struct Fault {
        int64_t line = 0;
        int64_t column = 0;
        std::string_view message;
        std::string_view text;
    };
    void reject(const Fault& fault);
    // Records that go down with a reject that is listed: a refused header's, or those in a quote that is not closed.
    void count_unread(int64_t records);

    // Compares the ids of all records so far (session_table.h).
    void settle(const RunJobs* run_jobs);
    // True if so much is held until ids are compared that it is time to.
    bool should_settle() const;

    // An intake for a stretch of the input that is read by itself, at the same time as others and before what comes
    // ahead of it is known: at most `longest_stretch` bytes, from the beginning of a record to the end of one. `take`
    // puts several behind what was read so far; each with the number of its first line. A stretch can serve again.
    class Stretch;
    static constexpr uint64_t longest_stretch = 3 << 20;  // no record that is stored is shorter than 52 bytes
    struct Read {
        Stretch* stretch;
        int64_t line;
    };
    void take(std::span<const Read> stretches, const RunJobs* run_jobs);

    // Nobody will ask for the place of an earlier record.
    void forget_places_before(uint32_t record);

    struct Place {
        std::string_view file;
        int64_t line;
    };
    Place place_of(uint32_t record) const;  // of a record that was added
    int64_t bytes() const;

    Intake(SessionPart& part, Rejects& rejects) : own_part_(&part), rejects_(&rejects) {}  // of a stretch

private:
    uint32_t next_record() const { return static_cast<uint32_t>(rejects_->records); }
    SessionPart& part();
    void note_line(int64_t line) {
        if (line - rejects_->records != line_shift_) mark_line(line);
    }
    void mark_line(int64_t line);

    SessionTable* table_ = nullptr;
    SessionPart* own_part_ = nullptr;  // in the place of the table's
    Rejects* rejects_;
    RecordSources sources_;  // of records whose ids were not compared yet

    // From `record` on, lines go with record numbers, until the next of these.
    struct LineMark {
        uint32_t record;
        uint32_t input;
        int64_t line;
    };
    std::vector<LineMark> marks_;
    int64_t line_shift_ = INT64_MIN;  // line minus record number since the last mark
    std::vector<std::string> names_;  // of the inputs
};

class Intake::Stretch {
public:
    // Of the input that `around` reads.
    explicit Stretch(const Intake& around);
    // Forgets what it read, for the next.
    void begin(const Intake& around);
    Intake& intake() { return *intake_; }

private:
    friend class Intake;
    PartMemory memory_;
    DeviceIndex fresh_;
    std::optional<SessionPart> part_;
    Rejects rejects_;
    std::optional<Intake> intake_;
};

}  // namespace samebill
