// SPDX-License-Identifier: MIT
#include "core/usage/usual_rows.h"

namespace samebill {

const char* read_usual_rows(const RowShape& shape, MonthMemory& months, Intake& intake, RowPlaces rows, int64_t& line) {
    return read_usual_rows_plain(shape, months, intake, rows, line);
}

}  // namespace samebill
