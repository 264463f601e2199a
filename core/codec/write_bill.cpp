// SPDX-License-Identifier: MIT
#include "core/codec/write_bill.h"

#include "core/api.h"
#include "core/base/assert.h"
#include "core/base/sha256.h"

namespace samebill {

namespace {

constexpr size_t digest_length = 7 + 64;  // "sha256:" and the digits

class BillWriter {
public:
    BillWriter(const Request& request, std::string& out)
        : writer_(out), request_(request), minor_digits_(request.catalog.currency.minor_digits) {}

    std::string write(const Bill& bill, std::string_view inputs);
    void line(const Line& line);

private:
    void devices(const std::vector<Interval>& intervals);
    void interval(const Interval& interval);
    void usage_row(const UsageRow& row);
    void allowance(const Allowance& allowance);
    void exception(const ExceptionRow& row);
    void notice(const Notice& notice);
    void tax(const TaxRow& row);
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
    template <class Row, class Write>
    void array(const std::vector<Row>& rows, Write write) {
        writer_.begin_array();
        for (const Row& row : rows) {
            writer_.element();
            write(row);
        }
        writer_.end_array();
    }

    CanonicalWriter writer_;
    const Request& request_;
    int minor_digits_;
};

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

// Members in sorted order, each where the table of lines in the format has it.
void BillWriter::line(const Line& line) {
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

void BillWriter::interval(const Interval& interval) {
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

// Intervals come by device, so that those of one device stand together.
void BillWriter::devices(const std::vector<Interval>& intervals) {
    writer_.begin_array();
    for (size_t i = 0; i < intervals.size(); ++i) {
        const bool first = i == 0 || intervals[i - 1].device != intervals[i].device;
        if (first) {
            if (i > 0) writer_.canonical("]}");
            writer_.element();
            writer_.begin_object();
            device_member(intervals[i].device);
            writer_.member("intervals");
            writer_.begin_array();
        }
        writer_.element();
        interval(intervals[i]);
    }
    if (!intervals.empty()) writer_.canonical("]}");
    writer_.end_array();
}

void BillWriter::usage_row(const UsageRow& row) {
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

void BillWriter::allowance(const Allowance& allowance) {
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

void BillWriter::exception(const ExceptionRow& row) {
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

void BillWriter::notice(const Notice& notice) {
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

void BillWriter::tax(const TaxRow& row) {
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

std::string BillWriter::write(const Bill& bill, std::string_view inputs) {
    const size_t begin = writer_.text().size();
    writer_.begin_object();
    writer_.member("account");
    writer_.plain(request_.account.id);
    writer_.member("adjustment_total");
    money(bill.adjustment_total);
    writer_.member("adjustments");
    array(bill.adjustments, [&](const Adjustment& row) { write_adjustment(writer_, row, minor_digits_); });
    writer_.member("allowances");
    array(bill.allowances, [&](const Allowance& row) { allowance(row); });
    writer_.member("amount_due");
    money(bill.amount_due);
    writer_.member("catalog");
    writer_.plain(request_.catalog.id);
    if (request_.catalog.version) {
        writer_.member("catalog_version");
        writer_.plain(*request_.catalog.version);
    }
    writer_.member("currency");
    writer_.plain(request_.catalog.currency.code);
    writer_.member("devices");
    devices(bill.intervals);

    // The digest covers all but its own member: leave room for it, and fill it in at the end.
    const size_t digest_begin = writer_.text().size();
    writer_.member("digest");
    writer_.plain(std::string(digest_length, ' '));
    const size_t digest_end = writer_.text().size();

    writer_.member("exceptions");
    array(bill.exceptions, [&](const ExceptionRow& row) { exception(row); });
    if (!inputs.empty()) {
        writer_.member("inputs");
        writer_.plain(inputs);
    }
    writer_.member("lines");
    array(bill.lines, [&](const Line& row) { line(row); });
    writer_.member("notices");
    array(bill.notices, [&](const Notice& row) { notice(row); });
    writer_.member("period");
    writer_.month(bill.period);
    writer_.member("rules");
    writer_.plain(rules_version);
    writer_.member("schema");
    writer_.plain("samebill/bill/1");
    writer_.member("subtotal");
    money(bill.subtotal);
    writer_.member("tax_total");
    money(bill.tax_total);
    writer_.member("taxes");
    array(bill.taxes, [&](const TaxRow& row) { tax(row); });
    writer_.member("total");
    money(bill.total);
    writer_.member("usage");
    array(bill.usage, [&](const UsageRow& row) { usage_row(row); });
    writer_.end_object();

    const std::string_view text = writer_.text();
    Sha256 hash;
    hash.update(text.substr(begin, digest_begin - begin));
    hash.update(text.substr(digest_end));
    const std::string digest = "sha256:" + hash.finish_hex();
    SAMEBILL_ASSERT(digest.size() == digest_length);
    writer_.text().replace(digest_end - 1 - digest_length, digest_length, digest);
    return digest;
}

}  // namespace

std::string write_bill(const Request& request, const Bill& bill, std::string_view inputs, std::string& out) {
    return BillWriter(request, out).write(bill, inputs);
}

void write_line(CanonicalWriter& writer, const Request& request, const Line& line) {
    BillWriter(request, writer.text()).line(line);
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

const std::string& plan_id(const Request& request, Index plan) {
    const auto& plans = request.catalog.plans;
    return plan < plans.size() ? plans[plan].id : request.gone_plans[plan - plans.size()];
}

}  // namespace samebill
