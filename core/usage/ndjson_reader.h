// SPDX-License-Identifier: MIT
#pragma once

#include "core/usage/json_line.h"
#include "core/usage/record_reader.h"
#include "core/usage/usual_rows.h"

namespace samebill {

// Usage records as one JSON object a line, with or without white space, members in any order. A wrong record (no
// object, unknown, doubled or missing members, nesting, a number that is not whole) is one reject, and the next goes
// on.
class NdjsonReader final : public RecordReader {
public:
    explicit NdjsonReader(Intake& intake) : RecordReader(intake, Quotes::none) {}
    std::unique_ptr<RecordReader> sibling(Intake& intake) const override;

private:
    const char* read_usual(const char* from, const char* to) override;
    void read_record(std::string_view record) override;

    void learn_shape(std::string_view record);

    JsonLine json_;   // of the record at hand
    RowShape shape_;  // of the last record that had one: most lines of a file look like the one before
    bool shaped_ = false;
    DayMemory days_;
};

}  // namespace samebill
