// SPDX-License-Identifier: MIT
// For the module with SIMD: compiled with -msse4.1 -msimd128, in the place of usual_rows_portable.cpp.
#include "core/usage/scan_sse.h"
#include "core/usage/usual_rows_reader.h"

namespace samebill {

const char* read_usual_rows(const RowShape& shape, DayMemory& days, Intake& intake, RowPlaces rows, int64_t& line) {
    return UsualRowReader<SseScan>(shape, days, intake).read(rows, line);
}

}  // namespace samebill
