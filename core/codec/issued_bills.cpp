// SPDX-License-Identifier: MIT
#include "core/codec/issued_bills.h"

#include <algorithm>

#include "core/codec/canonical.h"
#include "core/codec/reader.h"

namespace samebill {

namespace {

constexpr std::string_view bill_schema = "samebill/bill/1";
constexpr std::string_view result_schema = "samebill/result/1";

class IssuedReader {
public:
    IssuedReader(Reader& reader, const Request* due) : reader_(reader), due_(due) {}

    void read(const Value& value, std::vector<IssuedBill>& bills);

private:
    // Reports a member that is missing; `json` of what it gives is null then.
    Value needed(const Value& bill, std::string_view name);
    void read_money(const Value& object, std::string_view name, const IssuedBill& bill, int64_t& minor);
    void read_adjustments(const Value& value, IssuedBill& bill);
    void read_lines(const Value& value);
    void check(const Value& value, const IssuedBill& bill, const std::vector<IssuedBill>& before);
    void check_same(const Value& bill, std::string_view name, std::string_view found, std::string_view due);

    Reader& reader_;
    const Request* due_;
};

const Value* present(const Value& value) {
    return value.json == nullptr ? nullptr : &value;
}

Value IssuedReader::needed(const Value& bill, std::string_view name) {
    const Value value = member_value(bill, name);
    if (value.json == nullptr) reader_.fail("schema", bill, "The member `" + std::string(name) + "` is missing.");
    return value;
}

void IssuedReader::read_money(const Value& object, std::string_view name, const IssuedBill& bill, int64_t& minor) {
    const Value value = needed(object, name);
    if (value.json == nullptr || bill.currency.empty()) return;
    const auto amount = value.json->is_text() ? parse_amount(value.json->text(), bill.minor_digits) : std::nullopt;
    if (amount) {
        minor = *amount;
    } else {
        reader_.wrong(value, "an amount with the currency's digits after the point");
    }
}

void IssuedReader::read_adjustments(const Value& value, IssuedBill& bill) {
    reader_.list(present(value), [&](const Value& element) {
        if (!reader_.is_object(element)) return;
        Adjustment adjustment;
        const Value of = needed(element, "of");
        reader_.month(present(of), adjustment.of);
        read_money(element, "subtotal", bill, adjustment.subtotal);
        read_money(element, "tax", bill, adjustment.tax);
        read_money(element, "amount", bill, adjustment.amount);
        bill.totals.adjustments.push_back(std::move(adjustment));
    });
}

void IssuedReader::read_lines(const Value& value) {
    reader_.list(present(value), [&](const Value& element) {
        if (!reader_.is_object(element)) return;
        std::string type;
        const Value member = needed(element, "type");
        reader_.text(present(member), type);
    });
}

void IssuedReader::check_same(const Value& bill, std::string_view name, std::string_view found, std::string_view due) {
    if (found == due) return;
    reader_.fail("schema", member_value(bill, name),
                 "The bill's `" + std::string(name) + "` is not the request's, " + std::string(due) + ".");
}

void IssuedReader::check(const Value& value, const IssuedBill& bill, const std::vector<IssuedBill>& before) {
    check_same(value, "account", bill.account, due_->account.id);
    check_same(value, "catalog", bill.catalog, due_->catalog.id);
    check_same(value, "currency", bill.currency, due_->catalog.currency.code);
    const bool repeated = std::any_of(before.begin(), before.end(), [&](const IssuedBill& other) {
        return other.totals.period == bill.totals.period;
    });
    if (repeated)
        reader_.fail("schema", member_value(value, "period"), "Another of the issued bills is of the same month.");
    if (bill.content_digest != bill.totals.digest)
        reader_.fail("schema", member_value(value, "digest"),
                     "The digest is not that of the bill's content: the bill was changed after it was issued.");
}

void IssuedReader::read(const Value& value, std::vector<IssuedBill>& bills) {
    if (!reader_.is_object(value)) return;
    const uint64_t found = reader_.problems.found();
    IssuedBill bill;
    bill.json = value.json;
    const Value schema = needed(value, "schema");
    if (schema.json != nullptr && !reader_.schema(&schema, bill_schema)) return;
    const auto read_id = [&](std::string_view name, std::string& id) {
        const Value member = needed(value, name);
        reader_.id(present(member), id);
    };
    read_id("account", bill.account);
    read_id("catalog", bill.catalog);
    std::string code;
    const Value currency = needed(value, "currency");
    if (reader_.text(present(currency), code)) {
        const auto minor_digits = minor_digits_of(code);
        if (!minor_digits) reader_.wrong(currency, "an ISO 4217 code of a national currency");
        if (minor_digits) bill.currency = code;
        bill.minor_digits = minor_digits.value_or(0);
    }
    const Value period = needed(value, "period");
    reader_.month(present(period), bill.totals.period);
    const Value digest = needed(value, "digest");
    reader_.digest(present(digest), bill.totals.digest);
    read_money(value, "subtotal", bill, bill.totals.subtotal);
    read_money(value, "tax_total", bill, bill.totals.tax_total);
    read_money(value, "total", bill, bill.totals.total);
    const Value adjustments = needed(value, "adjustments");
    read_adjustments(adjustments, bill);
    const Value lines = needed(value, "lines");
    read_lines(lines);
    if (reader_.problems.found() != found) return;
    const auto content = canonical_digest(*value.json, "digest");
    if (!content) {
        reader_.wrong(value, "a bill, whose numbers are all integers");
        return;
    }
    bill.content_digest = *content;
    if (due_ != nullptr) check(value, bill, bills);
    bills.push_back(std::move(bill));
}

}  // namespace

bool read_issued_bills(std::string_view text, const Request* due, IssuedBills& issued, Problems& problems) {
    ProblemList found;
    parse_json(text, issued.document, found);
    if (found.empty()) {
        Reader reader{found};
        IssuedReader issued_reader(reader, due);
        const Value root{&issued.document.root, {}};
        const Json* schema = find_member(issued.document.root, "schema");
        const bool is_result = schema != nullptr && schema->is_text() && schema->text() == result_schema;
        const Value bills = is_result ? member_value(root, "bills") : root;
        if (is_result && bills.json == nullptr) {
            reader.fail("schema", root, "The member `bills` is missing.");
        } else if (is_result || root.json->is_list()) {
            reader.list(&bills, [&](const Value& bill) { issued_reader.read(bill, issued.bills); });
        } else {
            issued_reader.read(root, issued.bills);
        }
    }
    if (found.empty()) return true;
    problems = found.take();
    return false;
}

}  // namespace samebill
