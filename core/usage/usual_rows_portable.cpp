// SPDX-License-Identifier: MIT
#include "core/usage/usual_rows.h"

namespace samebill {

const char* read_usual_rows(const RowShape& shape, DayMemory& days, Intake& intake, RowPlaces rows, int64_t& line) {
    return read_usual_rows_plain(shape, days, intake, rows, line);
}

}  // namespace samebill
