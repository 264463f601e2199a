// SPDX-License-Identifier: MIT
#include "core/codec/write_bill.h"

#include "core/api.h"
#include "core/codec/bill_rows.h"

namespace samebill {

namespace {

// The pieces of a bill's text: lists in parts, and what stands between them.
class BillText {
public:
    explicit BillText(const Request& request)
        : request_(request), minor_digits_(request.catalog.currency.minor_digits) {}

    LongText of(const Bill& bill, std::string_view inputs);

private:
    void money(int64_t minor) { between_.money(minor, minor_digits_); }
    // The rows are written one by one.
    template <class Row>
    void list(const std::vector<Row>& rows) {
        list(rows.size(), [&rows, this](CanonicalWriter& writer, size_t first, size_t last) {
            RowWriter row_writer(request_, writer);
            for (size_t i = first; i < last; ++i) {
                if (i > 0) writer.canonical(",");
                row_writer.row(rows[i]);
            }
        });
    }
    void list(size_t count, LongText::WriteRows write) {
        between_.begin_array();
        text_.fixed(between_.take());
        text_.rows(count, std::move(write));
        between_.end_array();
    }

    const Request& request_;
    int minor_digits_;
    LongText text_;
    std::string between_text_;
    CanonicalWriter between_{between_text_};
};

LongText BillText::of(const Bill& bill, std::string_view inputs) {
    between_.begin_object();
    between_.member("account");
    between_.plain(request_.account.id);
    between_.member("adjustment_total");
    money(bill.adjustment_total);
    between_.member("adjustments");
    list(bill.adjustments);
    between_.member("allowances");
    list(bill.allowances);
    between_.member("amount_due");
    money(bill.amount_due);
    between_.member("catalog");
    between_.plain(request_.catalog.id);
    if (request_.catalog.version) {
        between_.member("catalog_version");
        between_.plain(*request_.catalog.version);
    }
    between_.member("currency");
    between_.plain(request_.catalog.currency.code);
    between_.member("devices");
    list(bill.intervals.size(), [&bill, this](CanonicalWriter& writer, size_t first, size_t last) {
        RowWriter(request_, writer).devices(bill.intervals, first, last);
    });
    text_.fixed(between_.take());
    text_.digest();
    between_.canonical(",");
    between_.member("exceptions");
    list(bill.exceptions);
    if (!inputs.empty()) {
        between_.member("inputs");
        between_.plain(inputs);
    }
    between_.member("lines");
    list(bill.lines);
    between_.member("notices");
    list(bill.notices);
    between_.member("period");
    between_.month(bill.period);
    between_.member("rules");
    between_.plain(rules_version);
    between_.member("schema");
    between_.plain("samebill/bill/1");
    between_.member("subtotal");
    money(bill.subtotal);
    between_.member("tax_total");
    money(bill.tax_total);
    between_.member("taxes");
    list(bill.taxes);
    between_.member("total");
    money(bill.total);
    between_.member("usage");
    list(bill.usage);
    between_.end_object();
    text_.fixed(between_.take());
    return std::move(text_);
}

}  // namespace

std::string write_bill(const Request& request, const Bill& bill, std::string_view inputs, std::string& out,
                       const LongTextOptions& options) {
    constexpr size_t row_bytes = 200;
    BillText text(request);
    return text.of(bill, inputs).write(out, row_bytes, options);
}

}  // namespace samebill
