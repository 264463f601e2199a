// SPDX-License-Identifier: MIT
#include "native-server/text/assignment_text.h"

#include <array>

#include "native-server/text/bill_csv.h"
#include "native-server/text/line_words.h"
#include "native-server/text/table.h"
#include "native-server/text/words.h"

namespace samebill::text {

using nlohmann::json;

namespace {

constexpr std::array<const char*, 8> fields = {"device",      "plan_before", "plan_after", "group_before",
                                               "group_after", "present",     "proposed",   "saving"};

std::string cell(const json& row, const char* name) {
    return row.at(name).is_null() ? "-" : plain(member(row, name));
}

std::string certainty(const json& bound) {
    if (bound.at("proven").get<bool>()) return "No assignment comes to less";
    return "No assignment comes to less than " + plain(member(bound, "total")) + ": at most " +
           plain(member(bound, "gap")) + " more could be saved";
}

std::string months_table(const json& assignment) {
    Table table({{"month"}, {"as it is", Align::right}, {"proposed", Align::right}});
    const json& present = assignment.at("present");
    const json& proposed = assignment.at("proposed");
    for (size_t i = 0; i < present.at("months").size(); ++i) {
        const json& before = present.at("months")[i];
        table.add_row({member(before, "month"), member(before, "total"), member(proposed.at("months")[i], "total")});
    }
    table.add_row({"total", member(present, "total"), member(proposed, "total")});
    return table.print();
}

std::string changes_table(const json& changes) {
    Table table({{"device"}, {"plan"}, {"to plan"}, {"group"}, {"to group"}, {"saves", Align::right}});
    for (const json& change : changes) {
        table.add_row({cell(change, "device"), cell(change, "plan_before"), cell(change, "plan_after"),
                       cell(change, "group_before"), cell(change, "group_after"), cell(change, "saving")});
    }
    return table.print();
}

std::string excluded_lines(const json& excluded) {
    std::string out;
    for (const json& row : excluded) {
        out += "  " + plain(member(row, "plan")) + ": " + words(member(row, "reason")) + ", " + member(row, "devices") +
               (member(row, "devices") == "1" ? " device\n" : " devices\n");
    }
    return out;
}

}  // namespace

std::string assignment_text(const json& assignment) {
    const std::string currency = ' ' + plain(member(assignment, "currency"));
    std::string out = "Best plan for " + plain(member(assignment, "account")) + ", " +
                      member(assignment, "changes_on") + " through " + member(assignment, "through") + "\n\n";
    out += months_table(assignment);
    out +=
        "\nSaves " + plain(member(assignment, "saving")) + currency + ". " + certainty(assignment.at("bound")) + ".\n";
    const json& changes = assignment.at("changes");
    if (changes.empty()) {
        out += "No device has to change.\n";
    } else {
        out += "\nChanges on the first of " + member(assignment, "changes_on") + "\n" + changes_table(changes);
        out += "  of their own lines " + plain(member(assignment, "own_saving")) + currency +
               "; pools, discounts, minimum and taxes " + plain(member(assignment, "shared_saving")) + currency + "\n";
    }
    const json& excluded = assignment.at("excluded");
    if (!excluded.empty()) out += "\nPlans not open to all devices\n" + excluded_lines(excluded);
    return out;
}

std::string assignment_csv(const json& assignment) {
    std::string out;
    for (const char* field : fields) out += (out.empty() ? "" : ",") + std::string(field);
    out += "\r\n";
    for (const json& change : assignment.at("changes")) {
        std::string row;
        for (size_t i = 0; i < fields.size(); ++i) {
            if (i > 0) row += ',';
            const std::string value = change.at(fields[i]).is_null() ? "" : member(change, fields[i]);
            row += i < 5 ? csv_text(value) : csv_number(value);
        }
        out += row + "\r\n";
    }
    return out;
}

}  // namespace samebill::text
