// SPDX-License-Identifier: MIT
#include "tests/unit/support/scenario.h"

#include <sstream>
#include <stdexcept>

#include "core/base/calendar.h"

namespace {

void append(std::string& list, std::string_view item) {
    if (!list.empty() && !item.empty()) list += ',';
    list += item;
}

std::string quoted(std::string_view text) {
    return '"' + std::string(text) + '"';
}

// The member that an event's last word stands in.
std::string_view last_member(std::string_view type) {
    if (type == "cancel") return "by";
    if (type == "set_group") return "group";
    if (type == "buy_credits") return "pack";
    return "plan";
}

bool has(const std::string& members, std::string_view name) {
    return members.find(quoted(name)) != members.npos;
}

}  // namespace

std::string full_instant(std::string_view text) {
    std::string full(text);
    if (full.size() < 5 || full[4] != '-') full = "2026-" + full;
    if (full.size() == 10) full += "T00:00:00Z";
    if (full.size() == 16) full += ":00Z";
    if (full.size() == 19) full += 'Z';
    return full;
}

std::string short_time(std::string text) {
    const auto drop_end = [&](std::string_view end) {
        if (text.size() < end.size() || text.compare(text.size() - end.size(), end.size(), end) != 0) return false;
        text.resize(text.size() - end.size());
        return true;
    };
    if (!drop_end("T00:00:00Z") && !drop_end(":00Z")) drop_end("Z");
    return text.compare(0, 5, "2026-") == 0 ? text.substr(5) : text;
}

Scenario& Scenario::catalog(std::string_view members) {
    return append(catalog_, members), *this;
}
Scenario& Scenario::account(std::string_view members) {
    return append(account_, members), *this;
}
Scenario& Scenario::agreement(std::string_view members) {
    return append(agreement_, members), *this;
}
Scenario& Scenario::request(std::string_view members) {
    return append(request_, members), *this;
}
Scenario& Scenario::plan(std::string_view json) {
    return append(plans_, json), *this;
}

Scenario& Scenario::device(std::string_view id, std::string_view members) {
    std::string json = "\"id\":" + quoted(id);
    append(json, members);
    append(devices_, "{" + json + "}");
    return *this;
}

Scenario& Scenario::on(std::string_view at, std::string_view words) {
    std::istringstream in{std::string(words)};
    std::string type, device, last;
    in >> type >> device >> last;
    if (device.empty()) throw std::logic_error("an event needs a type and a device: " + std::string(words));
    const std::string instant = full_instant(at);
    std::string json = "{\"at\":" + quoted(instant) + ",\"type\":" + quoted(type) + ",\"device\":" + quoted(device);
    if (!last.empty()) json += ',' + quoted(last_member(type)) + ':' + (last == "null" ? last : quoted(last));
    events_.push_back({instant.substr(0, 7), json + '}'});
    return *this;
}

Scenario& Scenario::active(std::string_view device, std::string_view plan, std::string_view at) {
    on(at, "provision " + std::string(device) + ' ' + std::string(plan));
    return on(at, "activate " + std::string(device));
}

Scenario& Scenario::uses(std::string_view device, std::string_view kind, std::string_view start, int seconds,
                         long long quantity, std::string_view id) {
    const std::string instant = full_instant(start);
    const auto begin = samebill::parse_instant(instant);
    if (!begin) throw std::logic_error("no instant: " + instant);
    const std::string name = id.empty() ? "r" + std::to_string(usage_.size() + 1) : std::string(id);
    usage_.push_back({samebill::format_instant(*begin).substr(0, 7),
                      "{\"id\":" + quoted(name) + ",\"device\":" + quoted(device) + ",\"kind\":" + quoted(kind) +
                          ",\"start\":" + quoted(instant) +
                          ",\"end\":" + quoted(samebill::format_instant(*begin + seconds)) +
                          ",\"quantity\":" + std::to_string(quantity) + '}'});
    return *this;
}

Scenario& Scenario::months(std::string_view from, std::string_view through) {
    from_ = from;
    through_ = through;
    return *this;
}

std::string Scenario::text() const {
    return write(from_, through_, {}, {});
}

std::string Scenario::text_of(std::string_view month, std::string_view opening) const {
    return write(month, month, opening, month);
}

// With a month, only what is of it; the first month takes what is before it as well.
std::string Scenario::write(std::string_view from, std::string_view through, std::string_view opening,
                            std::string_view month) const {
    const auto list = [&](const std::vector<Dated>& all) {
        std::string joined;
        for (const Dated& one : all) {
            const bool taken = month.empty() || one.month == month || (month == from_ && one.month < from_);
            if (taken) append(joined, one.json);
        }
        return '[' + joined + ']';
    };
    std::string catalog = catalog_;
    append(catalog, R"("id":"c")");
    if (!has(catalog, "currency")) append(catalog, R"("currency":"EUR")");
    std::string agreement = agreement_;
    if (agreement.find(R"("from")") != 0)
        agreement = agreement.empty() ? R"("from":"2020-01-01")" : R"("from":"2020-01-01",)" + agreement;
    std::string account = account_;
    append(account,
           R"("schema":"samebill/account/1","id":"a","agreement":{)" + agreement + "},\"devices\":[" + devices_ + ']');
    append(catalog, R"("schema":"samebill/catalog/1","plans":[)" + plans_ + ']');
    std::string text = R"({"schema":"samebill/request/1","inputs_digest":false,"catalog":{)" + catalog +
                       "},\"account\":{" + account + "},\"events\":" + list(events_) + ",\"usage\":" + list(usage_) +
                       ",\"from\":" + quoted(from) + ",\"through\":" + quoted(through);
    if (!opening.empty()) text += ",\"opening\":" + std::string(opening);
    const bool first = month.empty() || month == from_;  // what the request carries besides belongs to its first bill
    if (first) append(text, request_);
    return text + '}';
}
