// SPDX-License-Identifier: MIT
#include "native-server/runs/trial.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/api.h"
#include "core/base/assert.h"
#include "core/base/calendar.h"
#include "native-server/store/accounts.h"
#include "native-server/store/events.h"
#include "native-server/usage/stored_usage.h"

namespace samebill::runs {

using nlohmann::json;
using store::Transaction;

namespace {

constexpr Month most_months = 120;  // of one request

// The month of an event's text; nothing if it is none, which the engine will say.
std::optional<Month> month_of_event(const std::string& event) {
    const json document = json::parse(event, nullptr, false);
    if (!document.is_object() || !document.contains("at") || !document["at"].is_string()) return std::nullopt;
    const auto at = parse_instant(document["at"].get<std::string>());
    return at ? std::optional(month_at(*at)) : std::nullopt;
}

// The spans of the open months; all but the first get their opening state from the one before.
struct Steps {
    uint64_t generation = 0;
    std::vector<Parts> spans;
};

Steps read_steps(const store::Database& database, std::string_view account, const Changes& changes) {
    return database.read([&](Transaction& t) {
        Steps out;
        out.generation = database.generation(account);
        const Months open = open_months(t, account, changes);
        const std::vector<Months> spans = changes.catalog ? std::vector{open} : spans_of(t, account, open);
        for (const Months& months : spans) {
            Changes own = changes;
            own.more_events.clear();
            const Month first = *parse_month(months.from);
            const Month last = *parse_month(months.through);
            for (const std::string& event : changes.more_events) {
                const Month month = month_of_event(event).value_or(first);
                const bool earlier = month < first && &months != &spans.front();
                const bool later = month > last && &months != &spans.back();
                if (!earlier && !later) own.more_events.push_back(event);
            }
            // With an opening, events before the span stay out; the one given here is put in its place when known.
            if (&months != &spans.front()) own.opening = "{}";
            out.spans.push_back(read_parts(t, account, months, own));
        }
        return out;
    });
}

}  // namespace

Months open_months(Transaction& transaction, std::string_view account, const Changes& changes) {
    const auto stored = store::accounts::get(transaction, account);
    SAMEBILL_ASSERT(stored.has_value());
    std::optional<Month> first;
    std::optional<Month> last;
    const auto include = [&](std::optional<Month> month) {
        if (!month) return;
        first = std::min(first.value_or(*month), *month);
        last = std::max(last.value_or(*month), *month);
    };
    if (const auto months = store::events::months_of(transaction, account)) {
        include(parse_month(months->first));
        include(parse_month(months->second));
    }
    for (const std::string& event : changes.more_events) include(month_of_event(event));
    if (!first) {
        const json document = json::parse(stored->body);
        include(month_of(*parse_date(document.at("agreement").at("from").get<std::string>())));
    }
    if (stored->billed_through) {
        first = *parse_month(*stored->billed_through) + 1;
    } else {
        // What happened before there was a catalog is history, which the first request takes along.
        while (*first < *last && !store::accounts::version_in_force(transaction, account, format_month(*first))) {
            first = *first + 1;
        }
        first = std::max(*first, *last - most_months + 1);
    }
    return {format_month(*first), format_month(std::max(*first, *last))};
}

Trial try_changes(const store::Database& database, std::string_view account, const Changes& changes) {
    Steps steps = read_steps(database, account, changes);
    Trial out;
    out.generation = steps.generation;
    std::string closing;
    for (Parts& parts : steps.spans) {
        if (!closing.empty()) parts.opening = closing;
        const bool last = &parts == &steps.spans.back();
        // What comes in while this is read raises the generation, and the caller asks for that again.
        usage::StoredUsage stored =
            usage::stored_usage(database, {std::string(account), parts.months.from, parts.months.through});
        const std::string request = request_text(parts, false);
        out.parts = std::move(parts);
        Inputs inputs;
        inputs.request = request;
        inputs.table = &stored.table;
        SAMEBILL_ASSERT(!store::Database::held_by_this_thread());
        const Outcome outcome = run(inputs);
        if (!outcome.ok) {
            out.ok = false;
            out.errors = outcome.text;
            return out;
        }
        if (!last) closing = json::parse(outcome.text).at("closing").dump();
    }
    return out;
}

}  // namespace samebill::runs
