// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "core/codec/write_bill.h"

namespace samebill {

// Writes the rows of a bill.
class RowWriter {
public:
    RowWriter(const Request& request, CanonicalWriter& writer)
        : writer_(writer), request_(request), minor_digits_(request.catalog.currency.minor_digits) {}

    void row(const Line& line);
    void row(const UsageRow& row);
    void row(const Allowance& allowance);
    void row(const ExceptionRow& row);
    void row(const Notice& notice);
    void row(const TaxRow& row);
    void row(const Adjustment& adjustment) { write_adjustment(writer_, adjustment, minor_digits_); }
    void devices(std::span<const Interval> intervals, size_t first, size_t last);

private:
    void interval(const Interval& interval);
    void device_member(Index device) {
        writer_.member("device");
        writer_.plain(request_.account.devices[device].id);
    }
    void plan_member(Index plan) {
        writer_.member("plan");
        writer_.plain(plan_id(request_, plan));
    }
    void group_member(Index group) {
        writer_.member("group");
        writer_.plain(request_.groups[group]);
    }
    void money(int64_t minor) { writer_.money(minor, minor_digits_); }

    CanonicalWriter& writer_;
    const Request& request_;
    int minor_digits_;
};

}  // namespace samebill
