// SPDX-License-Identifier: MIT
#include "native-server/text/bill_csv.h"

#include <algorithm>

#include "core/base/assert.h"
#include "native-server/text/line_words.h"

namespace samebill::text {

using nlohmann::json;

namespace {

enum class Form { text, number };

struct Field {
    const char* name;
    Form form;
};

// `line` counts from 1, as in the text form; sums have none. `of`, `issued` and `corrected` are those of an adjustment,
// `taxable` and `rate` those of a tax.
constexpr Field fields[] = {
    {"account", Form::text},      {"period", Form::text},
    {"line", Form::number},       {"type", Form::text},
    {"rule", Form::text},         {"category", Form::text},
    {"device", Form::text},       {"group", Form::text},
    {"plan", Form::text},         {"state", Form::text},
    {"kind", Form::text},         {"code", Form::text},
    {"pack", Form::text},         {"name", Form::text},
    {"cause", Form::text},        {"at", Form::text},
    {"paid_through", Form::text}, {"months", Form::number},
    {"days", Form::number},       {"days_in_month", Form::number},
    {"unit_price", Form::number}, {"quantity", Form::number},
    {"taxable", Form::number},    {"rate", Form::number},
    {"of", Form::text},           {"issued", Form::text},
    {"corrected", Form::text},    {"currency", Form::text},
    {"amount", Form::number},
};

std::string row_of(const json& row) {
    std::string out;
    for (const Field& field : fields) {
        const std::string value = member(row, field.name);
        if (&field != fields) out += ',';
        out += field.form == Form::number ? csv_number(value) : csv_text(value);
    }
    return out + "\r\n";
}

// A row that has the bill's account, month and currency beside its own members.
json with_bill(const json& bill, json row) {
    for (const char* name : {"account", "period", "currency"}) row[name] = bill.at(name);
    return row;
}

std::string bill_rows(const json& bill) {
    std::string out;
    const auto add = [&](json row) { out += row_of(with_bill(bill, std::move(row))); };
    const auto add_sum = [&](const char* name) { add({{"type", name}, {"amount", bill.at(name)}}); };
    int64_t line = 0;
    for (json row : bill.at("lines")) {
        row["line"] = ++line;
        row["category"] = category(row);
        add(std::move(row));
    }
    add_sum("subtotal");
    for (json row : bill.at("taxes")) {
        row["type"] = "tax";
        row["rule"] = "B2";
        row["code"] = row.at("id");
        add(std::move(row));
    }
    add_sum("tax_total");
    add_sum("total");
    for (json row : bill.at("adjustments")) {
        row["type"] = "adjustment";
        row["rule"] = "B9";
        add(std::move(row));
    }
    add_sum("adjustment_total");
    add_sum("amount_due");
    return out;
}

std::string quoted(std::string value) {
    if (value.find_first_of(",\"\r\n") == std::string::npos) return value;
    for (size_t at = value.find('"'); at != std::string::npos; at = value.find('"', at + 2)) value.insert(at, "\"");
    return '"' + value + '"';
}

}  // namespace

std::string csv_text(std::string_view value) {
    // The full-width forms of the four signs are read as formulas too.
    constexpr std::string_view starts[] = {
        "=", "+", "-", "@", "\t", "\r", "\n", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"};
    const bool formula = std::any_of(std::begin(starts), std::end(starts),
                                     [&](std::string_view start) { return value.starts_with(start); });
    return quoted((formula ? "'" : "") + std::string(value));
}

std::string csv_number(std::string_view value) {
    SAMEBILL_ASSERT(value.find_first_not_of("0123456789.-") == std::string_view::npos);
    return std::string(value);
}

std::string result_csv(const json& result) {
    std::string out;
    for (const Field& field : fields) out += (out.empty() ? "" : ",") + std::string(field.name);
    out += "\r\n";
    for (const json& bill : result.at("bills")) out += bill_rows(bill);
    return out;
}

}  // namespace samebill::text
