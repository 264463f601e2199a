// SPDX-License-Identifier: MIT
#include <utility>

#include "core/base/calendar.h"
#include "native-server/api/listing.h"
#include "native-server/api/resources/uploads.h"
#include "native-server/store/usage_suspense.h"
#include "native-server/usage/rows.h"

// What is missing in usage: sequences of feeds that did not come, and devices that nobody has.

namespace samebill::api {

namespace suspense = store::usage_suspense;
namespace uploads = store::uploads;
using nlohmann::json;
using store::Transaction;

namespace {

constexpr BodyMember feed_members[] = {
    {.name = "id", .form = ValueForm::id, .required = true},
    {.name = "uploads", .form = ValueForm::integer, .required = true},
    {.name = "records", .form = ValueForm::integer, .required = true},
    {.name = "first_sequence", .form = ValueForm::integer},
    {.name = "last_sequence", .form = ValueForm::integer},
    {.name = "missing", .form = ValueForm::integer, .required = true, .description = "sequences between these"},
    {.name = "latest_at", .form = ValueForm::instant, .required = true, .description = "when something last came"}};
constexpr BodyForm feed_form{"Feed", "a source of usage that counts its uploads", feed_members};

constexpr BodyMember gap_members[] = {{.name = "from", .form = ValueForm::integer, .required = true},
                                      {.name = "through", .form = ValueForm::integer, .required = true}};
constexpr BodyForm gap_form{"FeedGap", "sequences of a feed that did not come", gap_members};

constexpr BodyMember device_members[] = {
    {.name = "device", .form = ValueForm::id, .required = true},
    {.name = "records", .form = ValueForm::integer, .required = true},
    {.name = "first_at", .form = ValueForm::instant, .required = true, .description = "of the uploads they came with"},
    {.name = "last_at", .form = ValueForm::instant, .required = true}};
constexpr BodyForm device_form{"SuspendedDevice", "a device that no account has, with usage that waits for it",
                               device_members};

constexpr BodyMember record_members[] = {
    {.name = "id", .form = ValueForm::id, .required = true},
    {.name = "device", .form = ValueForm::id, .required = true},
    {.name = "kind", .form = ValueForm::name, .required = true, .names = "data voice sms"},
    {.name = "start", .form = ValueForm::instant, .required = true},
    {.name = "end", .form = ValueForm::instant, .required = true},
    {.name = "quantity", .required = true}};
constexpr BodyForm suspended_record_form{"SuspendedRecord", "a usage record that waits", record_members};

constexpr BodyMember why_members[] = {{.name = "why", .required = true, .least = 1}};
constexpr BodyForm why_form{"SuspenseDismissal", "why usage is not taken up", why_members};
constexpr BodyMember dismissed_members[] = {{.name = "dismissed", .form = ValueForm::integer, .required = true}};
constexpr BodyForm dismissed_form{"SuspenseDismissed", "how many records waited", dismissed_members};

Response list_feeds(Call& call) {
    Listing list(call);
    call.read([&](Transaction& t) {
        uploads::list_feeds(t, list.after().value_or(""), [&](const uploads::Feed& feed) {
            json out = {{"id", feed.id},
                        {"uploads", feed.uploads},
                        {"records", feed.records},
                        {"missing", feed.missing},
                        {"latest_at", format_instant(feed.latest_at)}};
            if (feed.first) out["first_sequence"] = *feed.first;
            if (feed.last) out["last_sequence"] = *feed.last;
            return list.add(out, feed.id);
        });
    });
    return list.finish();
}

Response list_gaps(Call& call) {
    Listing list(call);
    call.read([&](Transaction& t) {
        const std::string& feed = call.parameter("feed");
        if (!uploads::feed_exists(t, feed)) refuse(404);
        uploads::list_gaps(t, feed, list.after() ? list.after_number() : -1, [&](int64_t from, int64_t through) {
            return list.add({{"from", from}, {"through", through}}, from);
        });
    });
    return list.finish();
}

Response list_suspense(Call& call) {
    Listing list(call);
    call.read([&](Transaction& t) {
        suspense::list_devices(t, list.after().value_or(""), [&](const suspense::Device& device) {
            return list.add({{"device", device.id},
                             {"records", device.records},
                             {"first_at", format_instant(device.first_at)},
                             {"last_at", format_instant(device.last_at)}},
                            device.id);
        });
    });
    return list.finish();
}

// The open parts of the device of the path; 404 if nothing waits for it.
std::vector<suspense::Part> parts_of(const Call& call, Transaction& transaction) {
    auto parts = suspense::open_parts(transaction, call.parameter("device"));
    if (parts.empty()) refuse(404);
    return parts;
}

Response list_suspended_records(Call& call) {
    Listing list(call);
    const auto parts = call.read([&](Transaction& t) { return parts_of(call, t); });
    int64_t number = 0;
    for (const suspense::Part& part : parts) {
        usage::each_row(part.body, [&](std::string_view text) {
            if (++number <= list.after_number()) return;
            const usage::StoredRow row = usage::split_row(text);
            list.add({{"id", row.id},
                      {"device", row.device},
                      {"kind", row.kind},
                      {"start", row.start},
                      {"end", row.end},
                      {"quantity", row.quantity}},
                     number);
        });
    }
    return list.finish();
}

Response dismiss_suspense(Call& call) {
    return call.write([&](Transaction& t) {
        int64_t records = 0;
        for (const suspense::Part& part : parts_of(call, t)) {
            suspense::decide(t, part.sequence,
                             {.state = "dismissed",
                              .at = call.now,
                              .by = call.principal.id,
                              .why = call.body.at("why").get<std::string>()});
            records += part.records;
        }
        const json out = {{"dismissed", records}};
        store::audit::Entry entry = call.entry("usage.suspense.dismiss", call.parameter("device"));
        entry.why = call.body.at("why").get<std::string>();
        entry.after = out.dump();
        store::audit::add(t, entry);
        return json_response(200, out);
    });
}

constexpr Roles readers = {Role::operator_, Role::auditor};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/feeds",
     .id = "listFeeds",
     .tag = "usage",
     .summary = "Feeds of usage by id, with how many of their sequences are missing.",
     .roles = readers,
     .answer = &feed_form,
     .list = true,
     .handle = list_feeds},
    {.method = "GET",
     .path = "/v1/feeds/{feed}/gaps",
     .id = "listFeedGaps",
     .tag = "usage",
     .summary = "Sequences of a feed that did not come.",
     .roles = readers,
     .answer = &gap_form,
     .list = true,
     .handle = list_gaps},
    {.method = "GET",
     .path = "/v1/suspense",
     .id = "listSuspense",
     .tag = "usage",
     .summary = "Devices that no account has, with how many usage records wait for each.",
     .roles = readers,
     .answer = &device_form,
     .list = true,
     .all_accounts = true,
     .handle = list_suspense},
    {.method = "GET",
     .path = "/v1/suspense/{device}",
     .id = "listSuspendedRecords",
     .tag = "usage",
     .summary = "The usage records that wait for a device.",
     .roles = readers,
     .answer = &suspended_record_form,
     .list = true,
     .all_accounts = true,
     .handle = list_suspended_records},
    {.method = "POST",
     .path = "/v1/suspense/{device}:dismiss",
     .id = "dismissSuspense",
     .tag = "usage",
     .summary = "Gives the records up that wait for a device, with a reason.",
     .roles = {Role::operator_},
     .body = BodyKind::form,
     .form = &why_form,
     .answer = &dismissed_form,
     .stores = true,
     .handle = dismiss_suspense},
};

}  // namespace

Operations suspense_operations() {
    return operations;
}

}  // namespace samebill::api
