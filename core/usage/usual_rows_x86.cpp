// SPDX-License-Identifier: MIT
#include <smmintrin.h>

// All headers but the reader's own come before this: only its functions may use SSE 4.1.
#include "core/base/calendar.h"
#include "core/usage/id_key.h"
#include "core/usage/intake.h"
#include "core/usage/scan_plain.h"
#include "core/usage/usual_rows.h"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("sse4.1"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("sse4.1")
#endif

#include "core/usage/scan_sse.h"
#include "core/usage/usual_rows_reader.h"

namespace samebill {
namespace {

const char* read_with_sse(const RowShape& shape, DayMemory& days, Intake& intake, RowPlaces rows, int64_t& line) {
    return UsualRowReader<SseScan>(shape, days, intake).read(rows, line);
}

}  // namespace
}  // namespace samebill

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

namespace samebill {

const char* read_usual_rows(const RowShape& shape, DayMemory& days, Intake& intake, RowPlaces rows, int64_t& line) {
    static const bool has_sse = (__builtin_cpu_init(), __builtin_cpu_supports("sse4.1") != 0);
    return has_sse ? read_with_sse(shape, days, intake, rows, line)
                   : read_usual_rows_plain(shape, days, intake, rows, line);
}

}  // namespace samebill
