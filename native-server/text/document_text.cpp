// SPDX-License-Identifier: MIT
#include "native-server/text/document_text.h"

#include <algorithm>

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

std::string both_lines(const json& issued, const json& computed, size_t at, int64_t kilobyte_bytes) {
    const std::string number = std::to_string(at + 1);
    std::string out = "\nFirst line that differs\n";
    out +=
        at < issued.size() ? "\n  As issued\n" + line_charge(number, issued[at], kilobyte_bytes) : "\n  Not issued\n";
    return out + (at < computed.size() ? "\n  As computed\n" + line_charge(number, computed[at], kilobyte_bytes)
                                       : "\n  Not computed\n");
}

// Empty if all lines are the same.
std::string first_line_that_differs(const BothBills& bills, int64_t kilobyte_bytes) {
    const json issued = bills.issued.is_object() ? bills.issued.value("lines", json::array()) : json::array();
    const json computed = bills.computed.is_null() ? issued : bills.computed.at("lines");
    const size_t count = std::max(issued.size(), computed.size());
    for (size_t i = 0; i < count; i++) {
        const bool same = i < issued.size() && i < computed.size() && issued[i] == computed[i];
        if (!same) return both_lines(issued, computed, i, kilobyte_bytes);
    }
    return {};
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
    out +=
        "  Rounded   " + plain(member(explanation, "amount")) + " (" + words(member(explanation, "rounding")) + ")\n";
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

std::string verification_text(const json& verification, const BothBills& bills, int64_t kilobyte_bytes) {
    const std::string bill = plain(member(verification, "account")) + ", " + plain(member(verification, "period"));
    if (verification.at("matches").get<bool>()) {
        return bill + ": the bill matches its inputs\n" + plain(member(verification, "computed")) + "\n";
    }
    std::string out = bill + ": THE BILL DOES NOT MATCH ITS INPUTS\n";
    out += "  issued   " + plain(member(verification, "issued")) + "\n";
    out += "  computed " + plain(member(verification, "computed")) + "\n";
    out += first_line_that_differs(bills, kilobyte_bytes);
    if (!verification.contains("difference")) return out;
    const json& difference = verification.at("difference");
    out += "\nFirst difference at " + plain(member(difference, "path")) + "\n";
    out += paragraph("issued    " + value_words(difference.at("issued")));
    return out + paragraph("computed  " + value_words(difference.at("computed")));
}

}  // namespace samebill::text
