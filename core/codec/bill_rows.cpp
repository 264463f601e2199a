// SPDX-License-Identifier: MIT
#include "core/codec/bill_rows.h"

namespace samebill {

namespace {

bool has_instant(const Line& line) {
    switch (line.type) {
        case LineType::provisioning_fee:
        case LineType::activation_fee:
        case LineType::reactivation_fee:
        case LineType::suspension_fee:
        case LineType::prepaid_credits: return true;
        case LineType::access_fee: return line.months > 0;
        case LineType::recurring_fee:
        case LineType::state_usage:
        case LineType::overage:
        case LineType::pool_overage:
        case LineType::discount:
        case LineType::minimum_shortfall: return false;
    }
    return false;
}

bool has_cause(LineType type) {
    return type == LineType::activation_fee || type == LineType::reactivation_fee;
}

bool has_code(LineType type) {
    return type == LineType::recurring_fee || type == LineType::discount;
}

bool has_days(const Line& line) {
    return line.type == LineType::recurring_fee || (line.type == LineType::access_fee && line.months == 0);
}

bool has_unit_price(LineType type) {
    return type == LineType::access_fee || type == LineType::recurring_fee;
}

bool is_usage(LineType type) {
    return type == LineType::state_usage || type == LineType::overage || type == LineType::pool_overage;
}

bool is_of_account(LineType type) {
    return type == LineType::discount || type == LineType::minimum_shortfall;
}

bool has_device(LineType type) {
    return !is_of_account(type) && type != LineType::pool_overage;
}

}  // namespace

// Members in sorted order, each where the table of lines in the format has it.
void RowWriter::row(const Line& line) {
    writer_.begin_object();
    writer_.member("amount");
    money(line.amount);
    if (has_instant(line)) {
        writer_.member("at");
        writer_.instant(line.at);
    }
    if (line.type == LineType::discount) {
        writer_.member("category");
        writer_.plain(name_of(line.category));
    }
    if (has_cause(line.type)) {
        writer_.member("cause");
        writer_.plain(name_of(line.cause));
    }
    if (has_code(line.type)) {
        writer_.member("code");
        writer_.plain(*line.code);
    }
    if (has_days(line)) {
        writer_.member("days");
        writer_.integer(line.days);
        writer_.member("days_in_month");
        writer_.integer(line.days_in_month);
    }
    if (has_device(line.type)) device_member(line.device);
    if (line.type == LineType::pool_overage) group_member(line.group);
    if (is_usage(line.type)) {
        writer_.member("kind");
        writer_.plain(name_of(line.kind));
    }
    if (line.type == LineType::access_fee && line.months > 0) {
        writer_.member("months");
        writer_.integer(line.months);
        writer_.member("paid_through");
        writer_.date(line.paid_through);
    }
    if (line.type == LineType::prepaid_credits) {
        writer_.member("pack");
        writer_.plain(*line.code);
    }
    if (!is_of_account(line.type)) plan_member(line.plan);
    if (is_usage(line.type)) {
        writer_.member("quantity");
        writer_.integer(line.quantity);
    }
    writer_.member("rule");
    writer_.plain(name_of(line.rule));
    if (line.type == LineType::state_usage) {
        writer_.member("state");
        writer_.plain(name_of(line.state));
    }
    writer_.member("type");
    writer_.plain(name_of(line.type));
    if (has_unit_price(line.type)) {
        writer_.member("unit_price");
        writer_.decimal(line.unit_price);
    }
    writer_.end_object();
}

void RowWriter::interval(const Interval& interval) {
    writer_.begin_object();
    writer_.member("cause");
    writer_.plain(name_of(interval.cause));
    writer_.member("from");
    writer_.instant(interval.from);
    if (interval.plan == no_index) {
        writer_.member("plan");
        writer_.null();
    } else {
        plan_member(interval.plan);
    }
    writer_.member("state");
    writer_.plain(name_of(interval.state));
    writer_.member("until");
    writer_.instant(interval.until);
    writer_.end_object();
}

// The devices whose first intervals are in the part. Intervals come by device, so that those of one stand together.
void RowWriter::devices(std::span<const Interval> intervals, size_t first, size_t last) {
    const auto begins = [&](size_t i) { return i == 0 || intervals[i - 1].device != intervals[i].device; };
    for (size_t i = first; i < intervals.size() && (i < last || !begins(i)); ++i) {
        if (!begins(i)) continue;
        if (i > 0) writer_.canonical(",");
        writer_.begin_object();
        device_member(intervals[i].device);
        writer_.member("intervals");
        writer_.begin_array();
        interval(intervals[i]);
        for (size_t next = i + 1; next < intervals.size() && !begins(next); ++next) {
            writer_.element();
            interval(intervals[next]);
        }
        writer_.end_array();
        writer_.end_object();
    }
}

void RowWriter::row(const UsageRow& row) {
    writer_.begin_object();
    device_member(row.device);
    writer_.member("kind");
    writer_.plain(name_of(row.kind));
    plan_member(row.plan);
    writer_.member("quantity");
    writer_.integer(row.quantity);
    writer_.member("rated");
    writer_.integer(row.rated);
    writer_.member("sessions");
    writer_.integer(row.sessions);
    writer_.member("state");
    writer_.plain(name_of(row.state));
    writer_.end_object();
}

void RowWriter::row(const Allowance& allowance) {
    writer_.begin_object();
    if (allowance.device != no_index) device_member(allowance.device);
    if (allowance.group != no_index) group_member(allowance.group);
    writer_.member("included");
    writer_.integer(allowance.included);
    writer_.member("kind");
    writer_.plain(name_of(allowance.kind));
    if (allowance.overage) {
        writer_.member("overage");
        writer_.integer(*allowance.overage);
    }
    plan_member(allowance.plan);
    if (allowance.until) {
        writer_.member("until");
        writer_.date(*allowance.until);
    }
    writer_.member("used");
    writer_.integer(allowance.used);
    writer_.end_object();
}

void RowWriter::row(const ExceptionRow& row) {
    writer_.begin_object();
    writer_.member("device");
    writer_.string(row.device);
    writer_.member("kind");
    writer_.plain(name_of(row.kind));
    writer_.member("quantity");
    writer_.integer(row.quantity);
    writer_.member("reason");
    writer_.plain(name_of(row.reason));
    writer_.member("sessions");
    writer_.integer(row.sessions);
    writer_.end_object();
}

void RowWriter::row(const Notice& notice) {
    writer_.begin_object();
    if (notice.type == NoticeType::duplicate_records) {
        writer_.member("count");
        writer_.integer(notice.count);
    } else {
        writer_.member("at");
        writer_.instant(notice.at);
        device_member(notice.device);
    }
    if (notice.type == NoticeType::event_ignored) {
        writer_.member("event");
        writer_.plain(name_of(notice.event));
    }
    if (notice.type == NoticeType::lapse_due) {
        writer_.member("reason");
        writer_.plain(name_of(notice.reason));
    }
    writer_.member("type");
    writer_.plain(name_of(notice.type));
    writer_.end_object();
}

void RowWriter::row(const TaxRow& row) {
    writer_.begin_object();
    writer_.member("amount");
    money(row.amount);
    writer_.member("id");
    writer_.plain(row.tax->id);
    writer_.member("name");
    writer_.string(row.tax->name);
    writer_.member("rate");
    writer_.decimal(row.tax->rate);
    writer_.member("taxable");
    money(row.taxable);
    writer_.end_object();
}

void write_line(CanonicalWriter& writer, const Request& request, const Line& line) {
    RowWriter(request, writer).row(line);
}

void write_adjustment(CanonicalWriter& writer, const Adjustment& adjustment, int minor_digits) {
    writer.begin_object();
    writer.member("amount");
    writer.money(adjustment.amount, minor_digits);
    writer.member("corrected");
    writer.plain(adjustment.corrected);
    writer.member("issued");
    writer.plain(adjustment.issued);
    writer.member("of");
    writer.month(adjustment.of);
    writer.member("subtotal");
    writer.money(adjustment.subtotal, minor_digits);
    writer.member("tax");
    writer.money(adjustment.tax, minor_digits);
    writer.end_object();
}

}  // namespace samebill
