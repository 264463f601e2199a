// SPDX-License-Identifier: MIT
#include "core/timeline/month_records.h"

#include <algorithm>
#include <tuple>

#include "core/base/pages.h"

namespace samebill {

namespace {

template <class Row>
void append_rows(MonthRecords& records, std::span<MonthRecords* const> later, std::vector<Row> MonthRecords::*list) {
    std::vector<Row>& rows = records.*list;
    size_t count = rows.size();
    for (const MonthRecords* part : later) count += (part->*list).size();
    // Called again and again, it must not move all rows each time.
    if (count > rows.capacity()) reserve_filling(rows, std::max(count, rows.size() * 2));
    for (MonthRecords* part : later) {
        rows.insert(rows.end(), (part->*list).begin(), (part->*list).end());
        part->*list = {};
    }
}

}  // namespace

void append(MonthRecords& records, std::span<MonthRecords* const> later) {
    append_rows(records, later, &MonthRecords::intervals);
    append_rows(records, later, &MonthRecords::one_offs);
    append_rows(records, later, &MonthRecords::period_fees);
    append_rows(records, later, &MonthRecords::plan_months);
    append_rows(records, later, &MonthRecords::state_charges);
    append_rows(records, later, &MonthRecords::draws);
    append_rows(records, later, &MonthRecords::usage);
    append_rows(records, later, &MonthRecords::exceptions);
    append_rows(records, later, &MonthRecords::notices);
    for (const MonthRecords* part : later) records.overflow = records.overflow || part->overflow;
}

void merge_draws(std::vector<Draw>& draws) {
    const auto place = [](const Draw& d) { return std::tie(d.group, d.plan, d.kind, d.start); };
    std::sort(draws.begin(), draws.end(), [&](const Draw& a, const Draw& b) { return place(a) < place(b); });
    size_t kept = 0;
    for (const Draw& draw : draws) {
        if (kept > 0 && place(draws[kept - 1]) == place(draw) && add_checked(draws[kept - 1].wanted, draw.wanted))
            continue;
        draws[kept++] = draw;
    }
    draws.resize(kept);
}

}  // namespace samebill
