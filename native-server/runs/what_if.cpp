// SPDX-License-Identifier: MIT
#include "native-server/runs/what_if.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/calendar.h"

namespace samebill::runs {

using nlohmann::json;

namespace {

std::optional<Instant> instant_of_event(const std::string& body) {
    const json event = json::parse(body, nullptr, false);
    if (!event.is_object() || !event.contains("at") || !event.at("at").is_string()) return std::nullopt;
    return parse_instant(event.at("at").get_ref<const std::string&>());
}

// Rows whose session starts from `from` until before `until`. The start is the fourth field; a row that cannot be read
// stays, for the table to refuse.
std::string rows_within(std::string_view rows, int64_t from, int64_t until) {
    std::string out;
    while (!rows.empty()) {
        const size_t end = std::min(rows.find('\n'), rows.size() - 1);
        const std::string_view row = rows.substr(0, end + 1);
        rows.remove_prefix(end + 1);
        size_t begin = 0;
        for (int i = 0; i < 3 && begin != std::string_view::npos; ++i) begin = row.find(',', begin + (i > 0 ? 1 : 0));
        std::optional<Instant> start;
        if (begin != std::string_view::npos) {
            const size_t comma = row.find(',', begin + 1);
            start = parse_instant(row.substr(begin + 1, comma - begin - 1));
        }
        if (!start || (*start >= from && *start < until)) out += row;
    }
    return out;
}

std::string rows_of_month(std::string_view rows, std::string_view month) {
    const Month number = *parse_month(month);
    return rows_within(rows, start_of_month(number), start_of_month(number + 1));
}

void leave_out_events(const WhatIf& changes, Parts& parts) {
    std::vector<std::string> events;
    for (size_t i = 0; i < parts.events.size(); ++i) {
        const auto at = changes.at ? instant_of_event(parts.events[i]) : std::nullopt;
        const auto& without = changes.without_events;
        const bool late = at && *at > *changes.at;
        if (late || std::find(without.begin(), without.end(), parts.event_ids[i]) != without.end()) continue;
        events.push_back(std::move(parts.events[i]));
    }
    parts.events = std::move(events);
}

void add_events(const WhatIf& changes, MonthInputs& inputs, bool first) {
    inputs.stored_events = inputs.parts.events.size();
    for (size_t i = 0; i < changes.events.size(); ++i) {
        const auto month = month_of_event(changes.events[i]);
        const bool history = first && month && *month < inputs.month;
        if (month != inputs.month && !history) continue;
        inputs.parts.events.push_back(changes.events[i]);
        inputs.asked_events.push_back(i);
    }
}

// Each plan of the list with another's prices and terms, under its own id.
Problems replace_plans(const WhatIf& changes, json& catalog) {
    const json plans = catalog.value("plans", json::array());
    const auto find = [&](const std::string& id) {
        return std::find_if(plans.begin(), plans.end(), [&](const json& plan) { return plan.value("id", "") == id; });
    };
    for (size_t i = 0; i < changes.plans.size(); ++i) {
        const auto& [id, as] = changes.plans[i];
        const auto from = find(id);
        const auto to = find(as);
        if (from == plans.end() || to == plans.end()) {
            const bool first = from == plans.end();
            return one_problem("unknown_plan", "The catalog has no plan \"" + (first ? id : as) + "\".",
                               "/plans/" + std::to_string(i) + (first ? "/plan" : "/as"));
        }
        json& plan = catalog["plans"][static_cast<size_t>(from - plans.begin())];
        plan = *to;
        plan["id"] = id;
    }
    return {};
}

}  // namespace

std::optional<std::string> month_of_event(const std::string& body) {
    const auto at = instant_of_event(body);
    return at ? std::optional(format_month(month_at(*at))) : std::nullopt;
}

Problems apply(const WhatIf& changes, const std::optional<std::string>& catalog, bool first, MonthInputs& inputs) {
    leave_out_events(changes, inputs.parts);
    add_events(changes, inputs, first);
    if (changes.at) {
        for (std::string& chunk : inputs.rows.chunks) chunk = rows_within(chunk, 0, *changes.at + 1);
    }
    if (!changes.usage.empty()) inputs.rows.chunks.push_back(rows_of_month(changes.usage, inputs.month));
    if (!changes.account_patch.empty()) {
        json account = json::parse(inputs.parts.account);
        account.merge_patch(json::parse(changes.account_patch));
        account.erase("devices");
        inputs.parts.account = account.dump();
    }
    if (changes.catalog_version && !catalog) {
        return one_problem("unknown_catalog_version", "The account's catalog has no such version.", "/catalog_version");
    }
    if (catalog) inputs.parts.catalog = *catalog;
    if (!changes.catalog.empty()) inputs.parts.catalog = changes.catalog;
    if (changes.plans.empty()) return {};
    json document = json::parse(inputs.parts.catalog);
    if (Problems problems = replace_plans(changes, document); !problems.empty()) return problems;
    inputs.parts.catalog = document.dump();
    return {};
}

}  // namespace samebill::runs
