// SPDX-License-Identifier: MIT
#include "native-server/api/resources/events.h"

#include <algorithm>

#include "core/base/calendar.h"
#include "native-server/api/call.h"
#include "native-server/api/listing.h"
#include "native-server/api/records.h"
#include "native-server/api/resources/trials.h"
#include "native-server/runs/billing.h"
#include "native-server/security/random.h"
#include "native-server/store/accounts.h"
#include "native-server/store/corrections.h"
#include "native-server/store/events.h"

namespace samebill::api {

namespace events = store::events;
using events::Event;
using nlohmann::json;
using store::Transaction;

namespace {

constexpr size_t most_events = 10'000;
constexpr int64_t most_bytes = int64_t{8} << 20;
constexpr int64_t most_seconds_ago = 300;                // of a customer's own event: clocks differ
constexpr int64_t furthest_ahead = 400 * seconds_a_day;  // of the clock: what lies further is taken for a slip

constexpr Column columns[] = {{"at"},   {"type"}, {"device"}, {"plan"}, {.name = "group", .empty_is_null = false},
                              {"pack"}, {"by"},   {"reason"}};

constexpr BodyMember event_members[] = {
    {.name = "id", .form = ValueForm::id, .required = true},
    {.name = "event", .form = ValueForm::document, .required = true, .document = "event"},
    {.name = "received_at", .form = ValueForm::instant, .required = true},
    {.name = "received_from", .required = true, .description = "principal"},
    {.name = "voided_at", .form = ValueForm::instant},
    {.name = "voided_by"},
    {.name = "voided_why"}};
constexpr BodyForm event_form{"StoredEvent", "an event as it was taken", event_members};

constexpr BodyMember taken_members[] = {
    {.name = "events", .form = ValueForm::object, .required = true, .object = &event_form, .list = true}};
constexpr BodyForm taken_form{"EventsTaken", "the events that were taken", taken_members};

constexpr BodyMember void_members[] = {
    {.name = "why", .required = true, .description = "for the audit log", .least = 1}};
constexpr BodyForm void_form{"EventVoid", "why an event is taken out", void_members};

constexpr QueryParameter list_query[] = {
    {.name = "device", .form = ValueForm::id, .description = "only its events"},
    {.name = "month", .form = ValueForm::month, .description = "only events of the month"},
    {.name = "voided", .form = ValueForm::boolean, .description = "false: without those that were voided"}};

json json_of(const Event& event) {
    json out = {{"id", event.id},
                {"event", json::parse(event.body)},
                {"received_at", format_instant(event.at)},
                {"received_from", event.by}};
    if (event.voided_at) {
        out["voided_at"] = format_instant(*event.voided_at);
        out["voided_by"] = event.voided_by.value_or("");
        out["voided_why"] = event.voided_why.value_or("");
    }
    return out;
}

store::audit::Entry entry_of(const Call& call, std::string action, const Event& event) {
    store::audit::Entry out = call.entry(std::move(action), event.id);
    out.account = event.account;
    out.after = json_of(event).dump();
    return out;
}

std::optional<std::string> given(const std::string* value) {
    return value == nullptr ? std::nullopt : std::optional(*value);
}

Response list_events(Call& call) {
    Listing list(call);
    events::Filter filter{call.parameter("account"), given(call.query("device")), given(call.query("month"))};
    if (const std::string* voided = call.query("voided")) filter.voided = *voided == "true";
    call.read([&](Transaction& t) {
        events::list(t, filter, list.after_number(),
                     [&](const Event& event) { return list.add(json_of(event), event.sequence); });
    });
    return list.finish();
}

Response get_event(Call& call) {
    const auto event =
        call.read([&](Transaction& t) { return events::get(t, call.parameter("account"), call.parameter("event")); });
    if (!event) refuse(404);
    return json_response(200, json_of(*event));
}

// Which of the records an event of the request that was tried is; they are the last ones, in their order, but a span
// has only those of its months.
std::string place_of_event(const std::string& path, const runs::Parts& parts, const Records& records,
                           const std::vector<std::string>& texts) {
    size_t position = 0;
    std::string_view rest;
    if (!split_place(path, "/events/", position, rest)) return "";
    if (position >= parts.events.size() || !parts.event_ids[position].empty()) return "";
    // Of equal ones the one that stands as far from the first new one.
    size_t equals_before = 0;
    for (size_t i = 0; i < position; i++) {
        if (parts.event_ids[i].empty() && parts.events[i] == parts.events[position]) equals_before++;
    }
    for (size_t i = 0; i < texts.size(); i++) {
        if (texts[i] == parts.events[position] && equals_before-- == 0) return records.place(i, rest);
    }
    return "";
}

Event event_of(const Call& call, const json& given, const std::string& text) {
    Event out;
    out.id = security::random_id("event");
    out.account = call.parameter("account");
    out.device = given.at("device");
    out.happened_at = *parse_instant(given.at("at").get<std::string>());
    out.month = format_month(month_at(out.happened_at));
    out.body = text;
    out.at = call.now;
    out.by = call.principal.id;
    return out;
}

Response add_events(Call& call) {
    const std::string& account = call.parameter("account");
    const Records records = read_records(call, columns, most_events);
    runs::Changes changes;
    for (const json& event : records.items) changes.more_events.push_back(event.dump());
    for (size_t i = 0; i < records.items.size(); i++) {
        const json& event = records.items[i];
        const auto at = event.contains("at") && event["at"].is_string()
                            ? parse_instant(event["at"].get_ref<const std::string&>())
                            : std::nullopt;
        if (at && *at > call.now + furthest_ahead) {
            refuse(422, "too_far_ahead", records.place(i, "/at"), "The event lies more than 400 days ahead.");
        }
        // What was is billed as it was; what was recorded wrongly is the provider's to mend.
        if (at && call.own_account() && *at < call.now - most_seconds_ago) {
            refuse(422, "in_the_past", records.place(i, "/at"), "A customer's events are from now on, not before.");
        }
        if (call.own_account() && event.contains("by") && event["by"] == "provider") {
            refuse(422, "not_permitted", records.place(i, "/by"), "What the provider does is for the provider to say.");
        }
    }
    const uint64_t tried =
        require_sound(call, account, changes, [&](const std::string& path, const runs::Parts& parts) {
            return place_of_event(path, parts, records, changes.more_events);
        });
    return call.write([&](Transaction& t) {
        require_generation(call, account, tried);
        json taken = json::array();
        for (size_t i = 0; i < records.items.size(); i++) {
            Event event = event_of(call, records.items[i], changes.more_events[i]);
            events::add(t, event);
            store::audit::add(t, entry_of(call, "event.add", event));
            taken.push_back(json_of(event));
        }
        return json_response(201, {{"events", std::move(taken)}});
    });
}

// Refuses to void an event that what is open needs; the generation of what was tried.
uint64_t require_sound_without(Call& call, const Event& event) {
    runs::Changes changes;
    changes.without_events.insert(event.id);
    return require_sound(call, event.account, changes, [](const std::string&, const runs::Parts&) { return ""; });
}

// The same for an event of a finalised month, with all that came after it as it was billed.
uint64_t require_bills_without(Call& call, const Event& event) {
    const uint64_t generation = call.app.database->generation(event.account);
    const Problems problems = call.app.billing->corrector().check_without(event.account, event.id);
    if (!problems.empty()) refuse(409, problems);
    return generation;
}

Response void_event(Call& call) {
    const std::string& account = call.parameter("account");
    struct Seen {
        std::optional<Event> event;
        std::optional<std::string> billed_through;
    };
    Seen seen = call.read([&](Transaction& t) {
        return Seen{events::get(t, account, call.parameter("event")), store::accounts::get(t, account)->billed_through};
    });
    if (!seen.event) refuse(404);
    if (seen.event->voided_at) refuse(409, "The event was voided before.");
    const bool finalised = seen.billed_through && seen.event->month <= *seen.billed_through;
    const uint64_t tried =
        finalised ? require_bills_without(call, *seen.event) : require_sound_without(call, *seen.event);
    return call.write([&](Transaction& t) {
        require_generation(call, account, tried);
        if (store::accounts::get(t, account)->billed_through != seen.billed_through) {
            refuse(409, "A month of the account became final meanwhile: ask again.");
        }
        Event event = *seen.event;
        event.voided_at = call.now;
        event.voided_by = call.principal.id;
        event.voided_why = call.body.at("why");
        events::set_voided(t, event);
        store::audit::Entry entry = entry_of(call, "event.void", event);
        entry.before = json_of(*seen.event).dump();
        entry.why = event.voided_why;
        store::audit::add(t, entry);
        if (finalised) {
            store::corrections::mark_due(t, account, event.month, "voided_event", call.principal.id, call.now);
        }
        return json_response(200, json_of(event));
    });
}

constexpr Roles readers = {Role::customer_viewer, Role::customer_admin, Role::operator_, Role::approver, Role::auditor};
constexpr Roles writers = {Role::customer_admin, Role::operator_};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/accounts/{account}/events",
     .id = "listEvents",
     .tag = "events",
     .summary = "The events of an account in the order in which they came.",
     .roles = readers,
     .tenant = Tenant::account,
     .query = list_query,
     .answer = &event_form,
     .list = true,
     .handle = list_events},
    {.method = "POST",
     .path = "/v1/accounts/{account}/events",
     .id = "addEvents",
     .tag = "events",
     .summary = "Adds events, all or none, if the engine takes them now: CSV, NDJSON or JSON (one, or a list).",
     .roles = writers,
     .tenant = Tenant::account,
     .body = BodyKind::records,
     .document = "event",
     .max_body = most_bytes,
     .status = 201,
     .answer = &taken_form,
     .stores = true,
     .computes = true,
     .handle = add_events},
    {.method = "GET",
     .path = "/v1/accounts/{account}/events/{event}",
     .id = "getEvent",
     .tag = "events",
     .summary = "An event.",
     .roles = readers,
     .tenant = Tenant::account,
     .answer = &event_form,
     .handle = get_event},
    {.method = "POST",
     .path = "/v1/accounts/{account}/events/{event}:void",
     .id = "voidEvent",
     .tag = "events",
     .summary = "Takes an event out of what is billed; of a finalised month, as a correction to come.",
     .roles = {Role::operator_},
     .tenant = Tenant::account,
     .body = BodyKind::form,
     .form = &void_form,
     .answer = &event_form,
     .stores = true,
     .computes = true,
     .handle = void_event},
};

}  // namespace

Operations event_operations() {
    return operations;
}

}  // namespace samebill::api
