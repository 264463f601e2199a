// SPDX-License-Identifier: MIT
#include "core/timeline/month_records.h"

namespace samebill {

namespace {

template <class Row>
void append_rows(std::vector<Row>& rows, std::vector<Row>& later) {
    rows.insert(rows.end(), later.begin(), later.end());
    later = {};
}

}  // namespace

void append(MonthRecords& records, MonthRecords&& later) {
    append_rows(records.intervals, later.intervals);
    append_rows(records.one_offs, later.one_offs);
    append_rows(records.period_fees, later.period_fees);
    append_rows(records.plan_months, later.plan_months);
    append_rows(records.state_charges, later.state_charges);
    append_rows(records.draws, later.draws);
    append_rows(records.usage, later.usage);
    append_rows(records.exceptions, later.exceptions);
    append_rows(records.notices, later.notices);
    records.overflow = records.overflow || later.overflow;
}

}  // namespace samebill
