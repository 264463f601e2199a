// SPDX-License-Identifier: MIT
#include "native-server/text/bill_text.h"
#include "native-server/text/line_words.h"
#include "native-server/text/table.h"
#include "native-server/text/words.h"

namespace samebill::text {

using nlohmann::json;

namespace {

constexpr Align to_right = Align::right;

std::string cell(const json& row, std::string_view name) {
    return plain(member(row, name));
}

// "~1.53 MB" and below it "1604321 B"; once if they are the same.
std::string two_lines(const json& row, std::string_view name, int64_t kilobyte_bytes) {
    const std::string kind = member(row, "kind");
    const std::string first = readable(kind, number(row, name), kilobyte_bytes);
    const std::string second = exact(kind, number(row, name));
    const std::string shown = kind == "data" ? cell(row, name) + " B" : second;
    return first == second ? shown : first + "\n" + shown;
}

std::string section(const std::string& title, const Table& table) {
    return table.empty() ? "" : "\n" + title + "\n" + table.print();
}

std::string usage(const json& bill, int64_t kilobyte_bytes) {
    Table table({{"Device"},
                 {"Plan"},
                 {"State"},
                 {"Kind"},
                 {"Sessions", to_right},
                 {"Counted", to_right},
                 {"Rated", to_right}});
    for (const json& row : bill.at("usage")) {
        table.add_row({cell(row, "device"), cell(row, "plan"), words(member(row, "state")), cell(row, "kind"),
                       cell(row, "sessions"), two_lines(row, "quantity", kilobyte_bytes),
                       two_lines(row, "rated", kilobyte_bytes)});
    }
    return section("Usage", table);
}

// Own allowances name the device, members of a pool the device and the pool, pools the pool alone.
std::string holder(const json& row) {
    const std::string device = cell(row, "device");
    const std::string group = cell(row, "group");
    if (device.empty()) return "pool " + group;
    return group.empty() ? device : device + "\nin pool " + group;
}

std::string allowances(const json& bill, int64_t kilobyte_bytes) {
    Table table({{"Device or pool"},
                 {"Plan"},
                 {"Kind"},
                 {"Used", to_right},
                 {"Included", to_right},
                 {"Above it", to_right},
                 {"Until", to_right}});
    for (const json& row : bill.at("allowances")) {
        const bool own = row.contains("overage");
        table.add_row({holder(row), cell(row, "plan"), cell(row, "kind"), two_lines(row, "used", kilobyte_bytes),
                       two_lines(row, "included", kilobyte_bytes), own ? two_lines(row, "overage", kilobyte_bytes) : "",
                       cell(row, "until")});
    }
    return section("Allowances (used of included)", table);
}

std::string devices(const json& bill) {
    Table table({{"Device"}, {"State"}, {"Plan"}, {"From"}, {"Until"}, {"Cause"}});
    for (const json& device : bill.at("devices")) {
        std::string id = cell(device, "device");
        for (const json& row : device.at("intervals")) {
            const bool planned = row.contains("plan") && !row.at("plan").is_null();
            table.add_row({id, words(member(row, "state")), planned ? cell(row, "plan") : "none",
                           instant(member(row, "from")), instant(member(row, "until")), words(member(row, "cause"))});
            id.clear();
        }
    }
    return section("Devices", table);
}

std::string exceptions(const json& bill, int64_t kilobyte_bytes) {
    Table table({{"Device"}, {"Kind"}, {"Reason"}, {"Sessions", to_right}, {"Quantity", to_right}});
    for (const json& row : bill.at("exceptions")) {
        table.add_row({cell(row, "device"), cell(row, "kind"), words(member(row, "reason")), cell(row, "sessions"),
                       two_lines(row, "quantity", kilobyte_bytes)});
    }
    return section("Exceptions (sessions that were not billed)", table);
}

std::string notice_words(const json& row) {
    const std::string type = member(row, "type");
    if (type == "duplicate_records") return cell(row, "count") + " records came twice and counted once";
    if (type == "event_ignored") return words(member(row, "event")) + " had no effect";
    if (type == "prepaid_exhausted") return "the last prepaid credit was used";
    if (type == "lapse_due") return "may be cancelled: " + words(member(row, "reason"));
    return words(type);
}

std::string notices(const json& bill) {
    Table table({{"Device"}, {"At"}, {"Notice"}});
    for (const json& row : bill.at("notices")) {
        table.add_row({cell(row, "device"), instant(member(row, "at")), notice_words(row)});
    }
    return section("Notices", table);
}

}  // namespace

std::string bill_tables(const json& bill, int64_t kilobyte_bytes) {
    return usage(bill, kilobyte_bytes) + allowances(bill, kilobyte_bytes) + devices(bill) +
           exceptions(bill, kilobyte_bytes) + notices(bill);
}

}  // namespace samebill::text
