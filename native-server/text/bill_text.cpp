// SPDX-License-Identifier: MIT
#include "native-server/text/bill_text.h"

#include <algorithm>

#include "native-server/text/line_words.h"
#include "native-server/text/table.h"
#include "native-server/text/words.h"

namespace samebill::text {

using nlohmann::json;

namespace {

constexpr int number_width = 6;
constexpr int amount_width = 16;
constexpr int text_width = page_width - number_width - 2 - amount_width;

struct Category {
    const char* id;
    const char* title;
};
constexpr Category categories[] = {{"one_off", "One-off fees"},
                                   {"access", "Access"},
                                   {"recurring", "Recurring fees"},
                                   {"usage", "Usage"},
                                   {"prepaid", "Prepaid credits"}};

std::string title_row(const std::string& name, const std::string& value) {
    std::string out;
    bool first = true;
    for (const std::string& part : wrap(value, page_width - 16)) {
        out += left(first ? name : "", 16) + part + "\n";
        first = false;
    }
    return out;
}

std::string header(const json& bill) {
    std::string catalog = plain(member(bill, "catalog"));
    if (bill.contains("catalog_version")) catalog += ", version " + plain(member(bill, "catalog_version"));
    return "BILL\n\n" + title_row("Account", plain(member(bill, "account"))) +
           title_row("Month", plain(member(bill, "period")) + " (days and instants in GMT)") +
           title_row("Currency", plain(member(bill, "currency"))) + title_row("Catalog", catalog) +
           title_row("Rules", "version " + plain(member(bill, "rules")));
}

// Every line under exactly one title; the numbers are those of the bill, so that `explain --line` finds them.
std::string charges(const json& bill, int64_t kilobyte_bytes) {
    const json& lines = bill.at("lines");
    if (lines.empty()) return "\nNo charges.\n";
    std::string out =
        "\n" + left("  Line", number_width + 2) + left("Charge", text_width) + right("Amount", amount_width) + "\n";
    for (const Category& shown : categories) {
        bool titled = false;
        for (size_t i = 0; i < lines.size(); i++) {
            if (category(lines[i]) != shown.id) continue;
            if (!titled) out += std::string("\n") + shown.title + "\n";
            titled = true;
            const LineWords words = line_words(lines[i], kilobyte_bytes);
            out += charge(std::to_string(i + 1), words.heading, words.detail, plain(member(lines[i], "amount")));
        }
    }
    return out;
}

std::string sum(const std::string& name, const std::string& amount) {
    return charge("", name, "", amount);
}

std::string adjustment(const json& row) {
    return charge("", "Adjustment of the bill of " + plain(member(row, "of")),
                  "charges " + plain(member(row, "subtotal")) + ", tax " + plain(member(row, "tax")) + " (B9)",
                  plain(member(row, "amount"))) +
           "  issued " + plain(member(row, "issued")) + "\n" + "  now    " + plain(member(row, "corrected")) + "\n";
}

std::string sums(const json& bill) {
    const std::string rule = right(std::string(amount_width - 2, '-'), page_width) + "\n";
    std::string out = rule + sum("Subtotal", plain(member(bill, "subtotal")));
    for (const json& tax : bill.at("taxes")) {
        out += charge("", "Tax " + plain(member(tax, "name")) + " (" + plain(member(tax, "id")) + ")",
                      percentage(member(tax, "rate")) + " of " + plain(member(tax, "taxable")) + " (B2)",
                      plain(member(tax, "amount")));
    }
    if (bill.at("taxes").size() > 1) out += sum("Taxes together", plain(member(bill, "tax_total")));
    out += rule + sum("Total", plain(member(bill, "total")));
    for (const json& row : bill.at("adjustments")) out += adjustment(row);
    if (bill.at("adjustments").size() > 1) {
        out += sum("Adjustments together", plain(member(bill, "adjustment_total")));
    }
    return out + rule + sum("AMOUNT DUE, " + plain(member(bill, "currency")), plain(member(bill, "amount_due")));
}

}  // namespace

std::string charge(const std::string& number, const std::string& heading, const std::string& detail,
                   const std::string& amount) {
    std::string out;
    const std::vector<std::string> parts = wrap(heading, text_width);
    for (size_t i = 0; i < parts.size(); i++) {
        out += right(i == 0 ? number : "", number_width) + "  " + left(parts[i], text_width);
        out += i + 1 == parts.size() ? right(amount, amount_width) : "";
        out.erase(out.find_last_not_of(' ') + 1);
        out += '\n';
    }
    if (detail.empty()) return out;
    for (const std::string& part : wrap(detail, page_width - amount_width - 10)) {
        out += std::string(number_width + 4, ' ') + part + "\n";
    }
    return out;
}

std::string bill_text(const json& bill, int64_t kilobyte_bytes) {
    std::string out = header(bill) + charges(bill, kilobyte_bytes) + sums(bill);
    out += bill_tables(bill, kilobyte_bytes);
    if (bill.contains("inputs"))
        out += "\nInputs  " + plain(member(bill, "inputs")) + "\n";
    else
        out += "\n";
    return out + "Digest  " + plain(member(bill, "digest")) + "\n";
}

std::string result_text(const json& result, int64_t kilobyte_bytes) {
    std::string out;
    for (const json& bill : result.at("bills")) {
        if (!out.empty()) out += "\n" + std::string(page_width, '=') + "\n\n";
        out += bill_text(bill, kilobyte_bytes);
    }
    return out;
}

}  // namespace samebill::text
