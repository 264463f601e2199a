// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/usage/intake.h"

namespace samebill {

// Cuts an input that comes in chunks, split anywhere, into records, for the two readers. A record ends at a line feed,
// in CSV at one outside quotes; a carriage return before it belongs to the line end; the last line needs none. Empty
// lines hold no record and are passed over (they count as lines). A record longer than `longest_record` bytes, or a
// quoted field that the input does not close, is rejected with its first line alone, and reading goes on with the next
// line: memory is bounded, and one stray quote costs one record. From the 257th
// such quote of an input on, all that it swallows is counted as rejected: no input is read over and over.
class RecordReader {
public:
    static constexpr uint64_t longest_record = 65'536;

    virtual ~RecordReader() = default;
    void feed(std::string_view chunk);
    virtual void end();

    // A reader of the same kind and form for a stretch further on that begins with a record; null if it is too early
    // for one. `take` says whether the stretch was read as this reader would have read it, having come to its
    // beginning between two records; if so, it goes on behind it.
    virtual std::unique_ptr<RecordReader> sibling(Intake& intake) const = 0;
    bool take(const RecordReader& sibling);
    bool is_between_records() const { return begun_.empty() && !skipping_; }
    int64_t line() const { return line_; }  // of the next record

protected:
    enum class Quotes : uint8_t { none, csv };
    RecordReader(Intake& intake, Quotes quotes) : intake_(intake), quotes_(quotes) {}

    // Takes records of the usual form from the beginning of [from, to), adding to `line_` the lines they take; returns
    // the beginning of the first record it leaves to `read_record`, or of the last, incomplete one.
    virtual const char* read_usual(const char* from, const char* to) = 0;
    // One whole record without its line end, of any form. It begins at line `line_`.
    virtual void read_record(std::string_view record) = 0;
    // A record that has no end; `line` is its first line.
    virtual void reject_endless(std::string_view line, std::string_view message);

    Intake& intake_;
    int64_t line_ = 1;

private:
    enum class Place : uint8_t { field_start, unquoted, quoted, after_quote };

    const char* find_end(const char* from, const char* to);
    void take_record(std::string_view record);
    // Rejects the first line of a record without end; returns the bytes of it that are dealt with.
    uint64_t drop_first_line(std::string_view begun, std::string_view message);

    const Quotes quotes_;
    Place place_ = Place::field_start;  // of the scan in the record begun
    std::string begun_;                 // a record begun in an earlier chunk
    bool skipping_ = false;             // the rest of an overlong line
    // How often a record without end may still be read anew from its second line: scanning it again costs, and an input
    // made to provoke it must not cost more than its length allows.
    static constexpr int64_t most_restarts = 256;
    int64_t restarts_ = most_restarts;
};

}  // namespace samebill
