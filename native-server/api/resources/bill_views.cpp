// SPDX-License-Identifier: MIT
#include "native-server/api/resources/bill_views.h"

#include "core/base/calendar.h"
#include "core/codec/write_correction.h"
#include "native-server/text/bill_csv.h"
#include "native-server/text/bill_text.h"

namespace samebill::api {

using nlohmann::json;

namespace {

constexpr BodyMember line_members[] = {
    {.name = "old", .form = ValueForm::any, .description = "left out: the line is new"},
    {.name = "new", .form = ValueForm::any, .description = "left out: the line is gone"}};
constexpr BodyForm line_form{"LineDifference", "a line that differs", line_members};

constexpr BodyMember sum_members[] = {{.name = "name",
                                       .form = ValueForm::name,
                                       .required = true,
                                       .names = "subtotal tax_total total adjustment_total amount_due"},
                                      {.name = "old", .form = ValueForm::money, .required = true},
                                      {.name = "new", .form = ValueForm::money, .required = true}};
constexpr BodyForm sum_form{"SumDifference", "a sum of both bills", sum_members};

constexpr BodyMember difference_members[] = {
    {.name = "old", .form = ValueForm::month, .required = true},
    {.name = "new", .form = ValueForm::month, .required = true},
    {.name = "lines", .form = ValueForm::object, .required = true, .object = &line_form, .list = true},
    {.name = "sums", .form = ValueForm::object, .required = true, .object = &sum_form, .list = true}};

std::vector<std::string> lines_of(const json& bill) {
    std::vector<std::string> out;
    for (const json& line : bill.at("lines")) out.push_back(line.dump());
    return out;
}

}  // namespace

const BodyForm difference_form{"BillDifference", "what differs between two bills", difference_members};

json head_json(const store::bills::Head& head) {
    return {{"month", head.month},
            {"number", head.number},
            {"issuer", head.issuer},
            {"issued_at", format_instant(head.issued_at)},
            {"due_on", head.due_on},
            {"amount_due", head.amount_due},
            {"currency", head.currency},
            {"digest", head.digest},
            {"bill_digest", head.bill_digest},
            {"catalog_version", head.catalog_version},
            {"rules", head.rules}};
}

Response bill_response(const runs::KeptBill& kept, std::string_view format) {
    if (format == "json") {
        Response out = make_response(200, "application/json", runs::final_bill_text(kept.head, kept.bill));
        out.headers.push_back({"ETag", "\"" + kept.head.digest + "\""});
        return out;
    }
    const json bill = json::parse(kept.bill);
    if (format == "csv") {
        const json result = {{"bills", json::array({bill})}};
        return make_response(200, "text/csv; charset=utf-8", text::result_csv(result));
    }
    const json catalog = json::parse(kept.request).at("catalog");
    const std::string head = "Bill " + std::to_string(kept.head.number) + " of " + kept.head.issuer + ", issued " +
                             format_instant(kept.head.issued_at) + ", due on " + kept.head.due_on + "\n\n";
    return make_response(200, "text/plain; charset=utf-8",
                         head + text::bill_text(bill, catalog.value("kilobyte_bytes", int64_t{1024})));
}

json bill_difference(const runs::KeptBill& old, const runs::KeptBill& now) {
    const json old_bill = json::parse(old.bill);
    const json new_bill = json::parse(now.bill);
    json lines = json::array();
    for (const ChangedLine& line : changed_lines(lines_of(old_bill), lines_of(new_bill))) {
        json& out = lines.emplace_back(json::object());
        if (!line.issued.empty()) out["old"] = json::parse(line.issued);
        if (!line.computed.empty()) out["new"] = json::parse(line.computed);
    }
    json sums = json::array();
    for (const char* name : {"subtotal", "tax_total", "total", "adjustment_total", "amount_due"}) {
        sums.push_back({{"name", name}, {"old", old_bill.at(name)}, {"new", new_bill.at(name)}});
    }
    return {{"old", old.head.month}, {"new", now.head.month}, {"lines", lines}, {"sums", sums}};
}

}  // namespace samebill::api
