// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "core/usage/fields.h"
#include "core/usage/record_reader.h"
#include "core/usage/usual_rows.h"

namespace samebill {

// Usage records as CSV (RFC 4180): a header line that names the columns `id,device,kind,start,end,quantity` in any
// order, then one record a line. Fields may be quoted, line ends are LF or CRLF, a byte order mark at the beginning is
// passed over. A header with an unknown, doubled or missing column refuses the input as a whole: one reject at line 1,
// and nothing of it is taken. Any other wrong record is one reject, and the next goes on.
class CsvReader final : public RecordReader {
public:
    explicit CsvReader(Intake& intake) : RecordReader(intake, Quotes::csv) {}
    void end() override;
    std::unique_ptr<RecordReader> sibling(Intake& intake) const override;

private:
    struct RawField {
        std::string_view text;  // unquoted
        uint64_t begin = 0;     // in the record
        bool closed = true;     // false: something follows the closing quote, or a quote stands in an unquoted field
    };
    enum class Header : uint8_t { awaited, read, refused };

    const char* read_usual(const char* from, const char* to) override;
    void read_record(std::string_view record) override;
    void reject_endless(std::string_view line, std::string_view message) override;

    void split(std::string_view record);
    void read_header(std::string_view record);
    void refuse(std::string_view record, uint64_t at, std::string_view message);
    void reject(std::string_view record, uint64_t at, std::string_view message);

    Header header_ = Header::awaited;
    RowShape shape_;  // its order is that of the columns
    DayMemory days_;
    std::vector<RawField> fields_;  // of the record at hand, at most one more than there are columns
    std::string unquoted_;          // what its quoted fields say
};

}  // namespace samebill
