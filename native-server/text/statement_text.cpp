// SPDX-License-Identifier: MIT
#include "native-server/text/statement_text.h"

#include "native-server/text/bill_csv.h"
#include "native-server/text/table.h"
#include "native-server/text/words.h"

namespace samebill::text {

using nlohmann::json;

std::string statement_text(const json& document) {
    std::string out = "Statement of account " + document.at("account").get<std::string>() + "\n" +
                      document.at("from").get<std::string>() + " to " + document.at("through").get<std::string>() +
                      "\n";
    for (const json& statement : document.at("statements")) {
        const std::string currency = statement.at("currency");
        Table table({{"date"}, {"entry"}, {"reference"}, {currency, Align::right}, {"balance", Align::right}});
        table.add_row({document.at("from"), "opening balance", "", "", statement.at("opening")});
        for (const json& entry : statement.at("entries")) {
            std::string kind = entry.at("kind");
            if (kind == "credit_note") kind = "credit note";
            if (kind == "write_off") kind = "write-off";
            if (kind != "bill" && entry.contains("bill")) kind += " for bill " + entry.at("bill").get<std::string>();
            std::string reference = plain(entry.at("reference").get<std::string>());
            if (entry.contains("note")) reference += "\n" + plain(entry.at("note").get<std::string>());
            table.add_row({entry.at("on"), kind, reference, entry.at("amount"), entry.at("balance")});
        }
        table.add_row({document.at("through"), "closing balance", "", "", statement.at("closing")});
        out += "\n" + table.print();
    }
    return out;
}

namespace {

void add_row(std::string& out, const json& statement, std::string_view on, std::string_view kind, const json& entry,
             const std::string& balance) {
    const auto field = [&](const char* name) { return csv_text(entry.value(name, "")); };
    out += statement.at("currency").get<std::string>() + "," + std::string(on) + "," + std::string(kind) + "," +
           field("reference") + "," + field("bill") + "," + field("note") + "," + entry.value("amount", "") + "," +
           balance + "\r\n";
}

}  // namespace

std::string statement_csv(const json& document) {
    std::string out = "currency,on,kind,reference,bill,note,amount,balance\r\n";
    for (const json& statement : document.at("statements")) {
        const json none = json::object();
        add_row(out, statement, document.at("from").get<std::string>(), "opening", none, statement.at("opening"));
        for (const json& entry : statement.at("entries")) {
            add_row(out, statement, entry.at("on").get<std::string>(), entry.at("kind").get<std::string>(), entry,
                    entry.at("balance"));
        }
        add_row(out, statement, document.at("through").get<std::string>(), "closing", none, statement.at("closing"));
    }
    return out;
}

}  // namespace samebill::text
