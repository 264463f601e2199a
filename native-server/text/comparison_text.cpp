// SPDX-License-Identifier: MIT
#include "native-server/text/comparison_text.h"

#include <array>
#include <utility>

#include "native-server/text/bill_csv.h"
#include "native-server/text/line_words.h"
#include "native-server/text/table.h"
#include "native-server/text/words.h"

namespace samebill::text {

using nlohmann::json;

namespace {

constexpr std::array<const char*, 5> charges = {"access", "recurring", "one_off", "usage", "prepaid"};
constexpr std::array<const char*, 5> sums = {"discounts", "minimum_shortfall", "subtotal", "tax_total", "total"};

std::string said(const json& object, const char* name) {
    return plain(member(object, name));
}

std::string joined(const json& names) {
    std::string out;
    for (const json& name : names) out += (out.empty() ? "" : ", ") + plain(name.get<std::string>());
    return out;
}

// What an alternative costs more than the reference; null of the reference itself.
const json* difference_of(const json& result, const json& alternative) {
    for (const json& difference : result.at("differences")) {
        if (difference.at("alternative") == alternative.at("name")) return &difference.at("totals");
    }
    return nullptr;
}

bool serves_all(const json& alternative) {
    for (const json& quantity : alternative.at("not_billed")) {
        if (quantity != 0) return false;
    }
    return true;
}

std::string totals_table(const json& result) {
    Table table({{"alternative"}, {"total", Align::right}, {"difference", Align::right}, {""}});
    for (const json& alternative : result.at("alternatives")) {
        const json* difference = difference_of(result, alternative);
        table.add_row({said(alternative, "name"), said(alternative.at("totals"), "total"),
                       difference == nullptr ? "-" : said(*difference, "total"),
                       serves_all(alternative) ? "" : "not all usage is billed"});
    }
    return table.print();
}

std::string recommendation(const json& result) {
    const json& found = result.at("recommended");
    const std::string currency = ' ' + said(result, "currency");
    std::string out = "Recommended: " + said(found, "alternative") + " (" + words(member(found, "reason")) + ")";
    if (found.at("alternative") != result.at("reference"))
        out += ", " + said(found, "saving") + currency + " less than " + said(result, "reference");
    out += ".\n";
    if (found.contains("next")) {
        out += "  " + said(found, "saving_to_next") + currency + " less than the next, " + said(found, "next");
        const std::string part = member(found, "mainly");
        out += part == "none" ? ".\n" : "; mainly by " + words(part) + ".\n";
    }
    if (!found.at("equal").empty()) out += "  As much: " + joined(found.at("equal")) + ".\n";
    if (!found.at("passed_over").empty())
        out += "  Cheaper, but not all usage is billed: " + joined(found.at("passed_over")) + ".\n";
    return out;
}

std::string break_even(const json& found) {
    std::string out = "\nCheapest by " + words(member(found, "over"));
    if (found.contains("cohort")) out += " of " + said(found, "cohort");
    if (found.contains("behaviour")) out += ", " + said(found, "behaviour");
    out += " (" + words(member(found, "unit")) + ")\n";
    for (const json& range : found.at("ranges")) {
        const bool is_one = range.at("from") == range.at("through");
        out += "  " + member(range, "from") + (is_one ? "" : " through " + member(range, "through")) + ": " +
               joined(range.at("cheapest")) + "\n";
    }
    for (const json& change : found.at("changes")) {
        out += "  at " + member(change, "at") + (change.contains("month") ? " (" + member(change, "month") + ")" : "") +
               ": " + said(change, "first") + " " + said(change.at("totals"), "first") + ", " + said(change, "second") +
               " " + said(change.at("totals"), "second") + "; one less: " + said(change.at("totals_before"), "first") +
               ", " + said(change.at("totals_before"), "second") + "\n";
    }
    if (found.at("widest_step") != 1)
        out += "  looked at in steps of " + member(found, "widest_step") +
               ": two changes within a step that take each other back are not seen\n";
    return out;
}

std::string sensitivity(const json& found) {
    Table table({{"assumption"},
                 {"from", Align::right},
                 {"to", Align::right},
                 {"total", Align::right},
                 {"total", Align::right},
                 {"swing", Align::right}});
    for (const json& change : found.at("assumptions")) {
        std::string name = said(change, "cohort") + ": " + words(member(change, "assumption"));
        if (change.contains("behaviour")) name += " of " + said(change, "behaviour");
        table.add_row({name, member(change, "low"), member(change, "high"), member(change, "total_low"),
                       member(change, "total_high"), member(change, "swing")});
    }
    return "\nWhat matters most to " + said(found, "alternative") + ", " + said(found, "total") +
           ": each assumption by " + member(found, "percent") + " %\n" + table.print();
}

}  // namespace

std::string comparison_text(const json& result) {
    std::string out = "Comparison, " + member(result, "from") + " through " + member(result, "through") + ", " +
                      said(result, "currency") + "\n\n" + totals_table(result) + "\n" + recommendation(result);
    for (const json& found : result.at("break_even")) out += break_even(found);
    if (result.contains("sensitivity")) out += sensitivity(result.at("sensitivity"));
    return out;
}

std::string comparison_csv(const json& result) {
    std::string out = "alternative,part,amount,difference\r\n";
    for (const json& alternative : result.at("alternatives")) {
        const json* difference = difference_of(result, alternative);
        const auto row = [&](const char* part, const json& amounts, const json* more) {
            out += csv_text(member(alternative, "name")) + ',' + csv_text(part) + ',' +
                   csv_number(member(amounts, part)) + ',' + csv_number(more == nullptr ? "" : member(*more, part)) +
                   "\r\n";
        };
        const json& totals = alternative.at("totals");
        const json* more = difference == nullptr ? nullptr : &difference->at("charges");
        for (const char* part : charges) row(part, totals.at("charges"), more);
        for (const char* part : sums) row(part, totals, difference);
    }
    return out;
}

}  // namespace samebill::text
