// SPDX-License-Identifier: MIT
#include "native-server/text/quote_csv.h"

#include "native-server/text/bill_csv.h"
#include "native-server/text/line_words.h"

namespace samebill::text {

using nlohmann::json;

namespace {

constexpr const char* categories[] = {"access", "recurring", "one_off", "usage", "prepaid"};
constexpr const char* kinds[] = {"data", "voice", "sms"};

std::string charges_of(const json& row) {
    std::string out;
    for (const char* name : categories) out += "," + csv_number(member(row.at("charges"), name));
    return out;
}

// `quantity`, or what of it is `not_billed`, by kind.
std::string usage_of(const json& cohort, const char* what) {
    std::string out;
    for (const char* kind : kinds) {
        std::string quantity = "0";
        for (const json& row : cohort.at("usage")) {
            if (row.at("kind") == kind) quantity = member(row, what);
        }
        out += "," + csv_number(quantity);
    }
    return out;
}

std::string overage_of(const json& cohort) {
    std::string out;
    for (const char* kind : kinds) {
        int64_t over = 0;
        int64_t stranded = 0;
        for (const json& row : cohort.at("allowances")) {
            if (row.at("kind") != kind) continue;
            over += number(row, "overage");
            stranded += number(row, "stranded");
        }
        out += "," + std::to_string(over) + "," + std::to_string(stranded);
    }
    return out;
}

}  // namespace

std::string scenario_csv(const json& result) {
    std::string out =
        "month,cohort,billed,access,recurring,one_off,usage,prepaid,shared,subtotal,tax_total,total,per_device,due,"
        "data,"
        "voice,sms,data_overage,data_stranded,voice_overage,voice_stranded,sms_overage,sms_stranded,"
        "data_not_billed,voice_not_billed,sms_not_billed\r\n";
    size_t at = 0;
    for (const json& month : result.at("months")) {
        const std::string name = member(month, "month");
        for (const json& cohort : month.at("cohorts")) {
            out += name + "," + csv_text(member(cohort, "cohort")) + "," + csv_number(member(cohort, "billed")) +
                   charges_of(cohort) + "," + csv_number(member(cohort, "shared")) + "," +
                   csv_number(member(cohort, "total")) + ",,," + csv_number(member(cohort, "per_device")) + "," +
                   usage_of(cohort, "quantity") + overage_of(cohort) + usage_of(cohort, "not_billed") + "\r\n";
        }
        const json& payment = result.at("cash_flow").at(at++);
        out += name + ",," + charges_of(month) + ",," + csv_number(member(month, "subtotal")) + "," +
               csv_number(member(month, "tax_total")) + "," + csv_number(member(month, "total")) + ",," +
               member(payment, "due") + ",,,,,,,,,,,,\r\n";
    }
    return out;
}

std::string quote_check_csv(const json& check) {
    std::string out = "row,part,amount\r\n";
    const auto add = [&](const std::string& row, const std::string& part, const std::string& amount) {
        out += row + "," + part + "," + csv_number(amount) + "\r\n";
    };
    add("quoted", "", member(check.at("quote"), "total"));
    for (const json& cause : check.at("causes")) {
        const std::string name = member(cause, "cause");
        add(name, "", member(cause, "amount"));
        for (const json& part : cause.at("parts")) add(name, member(part, "part"), member(part, "amount"));
    }
    add("remaining", "", member(check, "remaining"));
    add("billed", "", member(check.at("bill"), "total"));
    return out;
}

}  // namespace samebill::text
