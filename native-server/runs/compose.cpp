// SPDX-License-Identifier: MIT
#include "native-server/runs/compose.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/api.h"
#include "core/base/assert.h"
#include "core/base/calendar.h"
#include "native-server/store/accounts.h"
#include "native-server/store/billing_inputs.h"
#include "native-server/store/bills.h"
#include "native-server/store/catalogs.h"
#include "native-server/store/corrections.h"
#include "native-server/store/devices.h"
#include "native-server/store/events.h"
#include "native-server/store/packed.h"

namespace samebill::runs {

namespace {

using store::Transaction;

Month month_number(std::string_view text) {
    const auto month = parse_month(text);
    SAMEBILL_ASSERT(month.has_value());
    return *month;
}

// Of a finalised month the version that its bill was made with; else the one in force.
std::string version_of(Transaction& transaction, std::string_view account, std::string_view month) {
    if (const auto billed = store::bills::find_head(transaction, account, month)) return billed->catalog_version;
    const auto version = store::accounts::version_in_force(transaction, account, month);
    if (!version) throw NoVersion{std::string(month)};
    return *version;
}

std::string opening_state(Transaction& transaction, std::string_view account, std::string_view from) {
    const std::string before = format_month(month_number(from) - 1);
    const auto packed = store::billing::closing_state(transaction, account, before, rules_version);
    return packed ? store::unpack(*packed) : "";
}

void read_events(Transaction& transaction, const Changes& changes, Parts& parts) {
    const Instant from = parts.opening.empty() ? INT64_MIN : start_of_month(month_number(parts.months.from));
    const Instant until = start_of_month(month_number(parts.months.through) + 1);
    store::events::list_valid(transaction, parts.account_id, from, until, [&](const store::events::Event& event) {
        if (changes.without_events.contains(event.id)) return;
        parts.events.push_back(event.body);
        parts.event_ids.push_back(event.id);
    });
    for (const std::string& event : changes.more_events) {
        parts.events.push_back(event);
        parts.event_ids.emplace_back();
    }
}

// Corrections wait for the first month that has no final bill.
void read_adjustments(Transaction& transaction, const std::optional<std::string>& billed_through, Parts& parts) {
    if (!billed_through || parts.months.from != format_month(month_number(*billed_through) + 1)) return;
    for (const auto& one : store::corrections::of_state(transaction, parts.account_id, "open")) {
        if (one.adjustment && one.of_month < parts.months.from) parts.adjustments.push_back(*one.adjustment);
    }
}

void append_list(std::string& out, const std::vector<std::string>& values) {
    out += '[';
    for (size_t i = 0; i < values.size(); i++) {
        if (i > 0) out += ',';
        out += values[i];
    }
    out += ']';
}

size_t size_of(const std::vector<std::string>& values) {
    size_t out = 2;
    for (const std::string& value : values) out += value.size() + 1;
    return out;
}

}  // namespace

std::vector<Months> spans_of(Transaction& transaction, std::string_view account, const Months& months) {
    std::vector<Months> out;
    std::string version;
    const Month last = month_number(months.through);
    for (Month month = month_number(months.from); month <= last; month++) {
        const std::string name = format_month(month);
        std::string current = version_of(transaction, account, name);
        if (out.empty() || current != version) out.push_back({name, name});
        out.back().through = name;
        version = std::move(current);
    }
    return out;
}

Parts read_parts(Transaction& transaction, std::string_view account, const Months& months, const Changes& changes) {
    const auto stored = store::accounts::get(transaction, account);
    SAMEBILL_ASSERT(stored.has_value());
    Parts parts;
    parts.account_id = account;
    parts.months = months;
    parts.account = changes.account ? *changes.account : stored->body;
    if (changes.catalog) {
        parts.catalog = *changes.catalog;
    } else {
        parts.catalog_version = version_of(transaction, account, months.from);
        const auto body = store::catalogs::body_of(transaction, stored->catalog, parts.catalog_version);
        SAMEBILL_ASSERT(body.has_value());
        parts.catalog = *body;
    }
    const std::string changed = changes.device ? nlohmann::json::parse(*changes.device).at("id") : "";
    store::devices::list(transaction, account, "", [&](const store::devices::Device& device) {
        parts.devices.push_back(device.id == changed ? *changes.device : device.body);
        return true;
    });
    parts.opening = changes.opening ? *changes.opening : opening_state(transaction, account, months.from);
    read_events(transaction, changes, parts);
    if (changes.adjustments) read_adjustments(transaction, stored->billed_through, parts);
    return parts;
}

std::string request_text(const Parts& parts, bool inputs_digest) {
    // The account's text ends with "}", and has no member `devices`: it sorts between `agreement` and `id`.
    SAMEBILL_ASSERT(parts.account.size() > 2 && parts.account.back() == '}');
    std::string out;
    out.reserve(parts.catalog.size() + parts.account.size() + parts.opening.size() + size_of(parts.devices) +
                size_of(parts.events) + size_of(parts.adjustments) + 300);
    out += R"({"account":)";
    out.append(parts.account, 0, parts.account.size() - 1);
    out += R"(,"devices":)";
    append_list(out, parts.devices);
    out += '}';
    if (!parts.adjustments.empty()) {
        out += R"(,"adjustments":)";
        append_list(out, parts.adjustments);
    }
    out += R"(,"catalog":)" + parts.catalog + R"(,"events":)";
    append_list(out, parts.events);
    out += R"(,"from":")" + parts.months.from + '"';
    if (!inputs_digest) out += R"(,"inputs_digest":false)";
    if (!parts.opening.empty()) out += R"(,"opening":)" + parts.opening;
    out += R"(,"schema":"samebill/request/1","through":")" + parts.months.through + R"(","usage":[]})";
    return out;
}

}  // namespace samebill::runs
