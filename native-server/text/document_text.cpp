// SPDX-License-Identifier: MIT
#include "native-server/text/document_text.h"

#include <charconv>

#include "native-server/text/bill_text.h"
#include "native-server/text/line_words.h"
#include "native-server/text/table.h"
#include "native-server/text/words.h"

namespace samebill::text {

using nlohmann::json;

namespace {

std::string value_words(const json& value) {
    return plain(value.is_string() ? value.get<std::string>() : value.dump());
}

std::string paragraph(const std::string& value) {
    std::string out;
    for (const std::string& line : wrap(plain(value), page_width - 2)) out += "  " + line + "\n";
    return out;
}

std::string parameters_table(const json& parameters) {
    Table table({{"Parameter"}, {"Value"}, {"From the"}});
    for (const json& row : parameters) {
        table.add_row({plain(member(row, "parameter")), value_words(row.at("value")), plain(member(row, "layer"))});
    }
    return table.empty() ? "" : table.print();
}

std::string line_charge(const std::string& number, const json& line, int64_t kilobyte_bytes) {
    const LineWords words = line_words(line, kilobyte_bytes);
    return charge(number, words.heading, words.detail, plain(member(line, "amount")));
}

// The index in "/lines/12/amount", or -1.
int64_t line_index(std::string_view path) {
    constexpr std::string_view start = "/lines/";
    if (!path.starts_with(start)) return -1;
    path.remove_prefix(start.size());
    int64_t index = -1;
    std::from_chars(path.data(), path.data() + path.size(), index);
    return index;
}

// The bill of the month inside what was given to `verify`: a bill, or a result with one bill.
const json& issued_bill(const json& document) {
    return document.contains("bills") ? document.at("bills").at(0) : document;
}

}  // namespace

std::string explanation_text(const json& explanation, int64_t kilobyte_bytes) {
    const json& fraction = explanation.at("fraction");
    std::string out = plain(member(explanation, "account")) + ", " + plain(member(explanation, "period")) + "\n\n";
    out += line_charge(std::to_string(number(explanation, "index") + 1), explanation.at("line"), kilobyte_bytes);
    out += "\n" + paragraph(member(explanation, "sentence"));
    out += "\n  Rule      " + plain(member(explanation, "rule")) + "\n";
    if (explanation.at("clause").is_string()) out += "  Clause    " + plain(member(explanation, "clause")) + "\n";
    out += paragraph("Exactly   " + member(fraction, "numerator") + " / " + member(fraction, "denominator"));
    out += "  Rounded   " + plain(member(explanation, "amount")) + " (" + words(member(explanation, "rounding")) + ")\n";
    Table operands({{"Operand"}, {"Value", Align::right}, {"Unit"}});
    for (const json& row : explanation.at("operands")) {
        operands.add_row({plain(member(row, "name")), plain(member(row, "value")), plain(member(row, "unit"))});
    }
    if (!operands.empty()) out += "\n" + operands.print();
    const std::string parameters = parameters_table(explanation.at("parameters"));
    return parameters.empty() ? out : out + "\n" + parameters;
}

std::string terms_text(const json& terms) {
    std::string out = "Terms of " + plain(member(terms, "account")) + "\n";
    for (const json& plan : terms.at("plans")) {
        const bool named = plan.at("plan").is_string();
        out += "\n" + (named ? "Plan " + plain(member(plan, "plan")) : std::string("Devices without a plan")) + "\n";
        out += parameters_table(plan.at("parameters"));
    }
    return out;
}

std::string correction_text(const json& correction, int64_t kilobyte_bytes) {
    std::string out = "Corrections of " + plain(member(correction, "account")) + "\n";
    for (const json& month : correction.at("months")) {
        out += "\n" + plain(member(month, "of")) + "\n";
        if (member(month, "issued") == member(month, "corrected")) {
            out += "  The bill stands as issued.\n";
            continue;
        }
        out += "  issued " + plain(member(month, "issued")) + "\n  now    " + plain(member(month, "corrected")) + "\n";
        for (const json& line : month.at("lines")) {
            if (line.contains("old")) out += line_charge("old", line.at("old"), kilobyte_bytes);
            if (line.contains("new")) out += line_charge("new", line.at("new"), kilobyte_bytes);
        }
        out += charge("", "Difference of the charges", "", plain(member(month, "subtotal")));
        out += charge("", "Difference of the taxes", "", plain(member(month, "tax")));
        out += charge("", "Difference of the total", "", plain(member(month, "total")));
    }
    const json& adjustments = correction.at("adjustments");
    if (adjustments.empty()) return out + "\nNothing to adjust.\n";
    out += "\nAdjustments for a later bill\n";
    for (const json& row : adjustments) {
        out += charge("", "Of the bill of " + plain(member(row, "of")), "", plain(member(row, "amount")));
    }
    return out;
}

std::string verification_text(const json& verification, const json& issued, int64_t kilobyte_bytes) {
    const std::string bill = plain(member(verification, "account")) + ", " + plain(member(verification, "period"));
    if (verification.at("matches").get<bool>()) {
        return bill + ": the bill matches its inputs\n" + plain(member(verification, "computed")) + "\n";
    }
    std::string out = bill + ": THE BILL DOES NOT MATCH ITS INPUTS\n";
    out += "  issued   " + plain(member(verification, "issued")) + "\n";
    out += "  computed " + plain(member(verification, "computed")) + "\n";
    if (!verification.contains("difference")) return out;
    const json& difference = verification.at("difference");
    const std::string path = member(difference, "path");
    const int64_t index = line_index(path);
    const json lines = issued_bill(issued).value("lines", json::array());
    out += "\nFirst difference at " + plain(path) + "\n";
    if (index >= 0 && index < static_cast<int64_t>(lines.size())) {
        out += line_charge(std::to_string(index + 1), lines[static_cast<size_t>(index)], kilobyte_bytes);
    }
    out += paragraph("issued    " + value_words(difference.at("issued")));
    return out + paragraph("computed  " + value_words(difference.at("computed")));
}

}  // namespace samebill::text
