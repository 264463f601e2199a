// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/usage/rejects.h"
#include "core/usage/session_table.h"

namespace samebill {

// A record as it stood in its file.
struct RecordSource {
    std::string_view text;  // without the line end
    int64_t line = 0;       // from 1
    int64_t id_column = 1;  // byte of the id's field, from 1
};

// Where the readers hand in what they find, record by record: numbers the records over all inputs, fills the table in
// batches, and turns conflicts into rejects. What a record refers to must stay in place until `flush`.
class Intake {
public:
    Intake(SessionTable& table, Rejects& rejects) : table_(table), rejects_(rejects) {}

    void begin_input(std::string_view name);
    void add(const SessionTable::Record& record, const RecordSource& source) {
        next() = record;
        add_next(source);
    }
    // The same without a copy: the place of the next record, to be filled in before `add_next`.
    SessionTable::Record& next() { return records_[held_]; }
    void add_next(const RecordSource& source) {
        sources_[held_] = source;
        keys_[held_] = table_.keys_of(records_[held_]);
        if (source.line - next_record() != line_shift_) note_line(source.line);
        if (++held_ == batch) flush();
    }
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
    void flush();

    struct Place {
        std::string_view file;
        int64_t line;
    };
    Place place_of(uint32_t record) const;  // of a record that was added
    int64_t bytes() const;

private:
    static constexpr uint32_t batch = 64;

    int64_t next_record() const { return rejects_.records + held_; }
    void note_line(int64_t line);

    SessionTable& table_;
    Rejects& rejects_;
    std::array<SessionTable::Record, batch> records_;
    std::array<SessionTable::Keys, batch> keys_;
    std::array<RecordSource, batch> sources_;
    uint32_t held_ = 0;

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

}  // namespace samebill
