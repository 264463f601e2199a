// SPDX-License-Identifier: MIT
#include "core/usage/usual_rows.h"

#include <cstring>

#include "core/base/assert.h"
#include "core/usage/scan_plain.h"
#include "core/usage/usual_rows_reader.h"

namespace samebill {

Literal::Literal(std::string_view text) {
    SAMEBILL_ASSERT(text.size() <= most);
    char bytes[most] = {};
    char mask[most] = {};
    for (size_t i = 0; i < text.size(); ++i) {
        bytes[i] = text[i];
        mask[i] = '\xFF';
    }
    std::memcpy(words.data(), bytes, most);
    std::memcpy(masks.data(), mask, most);
    length = static_cast<uint32_t>(text.size());
    word_count = (length + 7) / 8;
}

const char* read_usual_rows_plain(const RowShape& shape, DayMemory& days, Intake& intake, RowPlaces rows,
                                  int64_t& line) {
    return UsualRowReader<PlainScan>(shape, days, intake).read(rows, line);
}

}  // namespace samebill
