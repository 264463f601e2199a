// SPDX-License-Identifier: MIT
#include "native-server/api/resources/uploads.h"

#include <utility>

#include "core/base/calendar.h"
#include "native-server/api/listing.h"
#include "native-server/metrics/metrics.h"

namespace samebill::api {

namespace uploads = store::uploads;
using nlohmann::json;
using store::Transaction;
using uploads::Upload;

namespace {

constexpr BodyMember upload_members[] = {
    {.name = "id", .required = true},
    {.name = "account", .form = ValueForm::id, .description = "that the sender's key is kept to"},
    {.name = "feed", .form = ValueForm::id},
    {.name = "sequence", .form = ValueForm::integer},
    {.name = "file"},
    {.name = "format", .form = ValueForm::name, .required = true, .names = "csv ndjson cloudevents correction"},
    {.name = "state",
     .form = ValueForm::name,
     .required = true,
     .description = "stored: all of it counts; else none",
     .names = "receiving stored broken_off"},
    {.name = "bytes", .form = ValueForm::integer, .required = true, .description = "out of gzip"},
    {.name = "digest", .form = ValueForm::digest, .required = true, .description = "of these bytes"},
    {.name = "records", .form = ValueForm::integer, .required = true, .description = "the sum of the next four"},
    {.name = "accepted", .form = ValueForm::integer, .required = true, .description = "given to accounts"},
    {.name = "repeated", .form = ValueForm::integer, .required = true, .description = "were there, and are dropped"},
    {.name = "rejected", .form = ValueForm::integer, .required = true, .description = "left out and listed"},
    {.name = "suspended", .form = ValueForm::integer, .required = true, .description = "wait for their device"},
    {.name = "late",
     .form = ValueForm::integer,
     .required = true,
     .description = "of the accepted ones: for months that are finalised"},
    {.name = "at", .form = ValueForm::instant, .required = true, .description = "when it began to come"},
    {.name = "by", .required = true},
    {.name = "done_at", .form = ValueForm::instant}};

constexpr BodyMember day_members[] = {
    {.name = "day", .form = ValueForm::date, .required = true, .description = "of the start"},
    {.name = "kind", .form = ValueForm::name, .required = true, .names = "data voice sms"},
    {.name = "records", .form = ValueForm::integer, .required = true},
    {.name = "quantity", .required = true, .description = "bytes, seconds or messages"}};
constexpr BodyForm day_form{"UsageDay", "records of a day and kind that were stored", day_members};

std::optional<std::string> query_of(const Call& call, std::string_view name) {
    const std::string* text = call.query(name);
    return text == nullptr ? std::nullopt : std::optional(*text);
}

Response list_uploads(Call& call) {
    Listing list(call);
    const uploads::Filter filter{own_uploads(call), query_of(call, "feed"), query_of(call, "state")};
    const int64_t before = list.after() ? list.after_number() : INT64_MAX;
    call.read([&](Transaction& t) {
        uploads::list(t, filter, before,
                      [&](const Upload& upload) { return list.add(upload_json(upload), upload.number); });
    });
    return list.finish();
}

Response get_upload(Call& call) {
    return json_response(200, upload_json(call.read([&](Transaction& t) { return find_upload(call, t); })));
}

// Days come in order, and kinds within; the key of a row is both.
class DayRows {
public:
    explicit DayRows(Listing& list) : list_(list) {}
    void add(const uploads::Day& day) {
        if (day.day == sum_.day && day.kind == sum_.kind) {
            sum_.records += day.records;
            if (__builtin_add_overflow(sum_.quantity, day.quantity, &sum_.quantity)) sum_.quantity = INT64_MAX;
            return;
        }
        flush();
        sum_ = day;
    }
    void flush() {
        const std::string key = sum_.day + sum_.kind;
        if (full_ || sum_.day.empty() || (list_.after() && key <= *list_.after())) return;
        full_ = !list_.add({{"day", sum_.day},
                            {"kind", sum_.kind},
                            {"records", sum_.records},
                            {"quantity", std::to_string(sum_.quantity)}},
                           key);
    }

private:
    Listing& list_;
    uploads::Day sum_;
    bool full_ = false;
};

Response list_upload_days(Call& call) {
    Listing list(call);
    DayRows rows(list);
    call.read([&](Transaction& t) {
        uploads::each_day(t, find_upload(call, t).number, [&](const uploads::Day& day) { rows.add(day); });
    });
    rows.flush();
    return list.finish();
}

Response list_days(Call& call) {
    Listing list(call);
    DayRows rows(list);
    call.read([&](Transaction& t) {
        uploads::each_day_between(t, *call.query("from"), *call.query("through"),
                                  [&](const uploads::Day& day) { rows.add(day); });
    });
    rows.flush();
    return list.finish();
}

constexpr Roles readers = {Role::operator_, Role::auditor, Role::ingest};
constexpr Roles staff = {Role::operator_, Role::auditor};

constexpr QueryParameter of_uploads[] = {
    {.name = "feed", .form = ValueForm::id},
    {.name = "state", .form = ValueForm::name, .names = "receiving stored broken_off"}};
constexpr QueryParameter of_days[] = {{.name = "from", .form = ValueForm::date, .required = true},
                                      {.name = "through", .form = ValueForm::date, .required = true}};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/uploads",
     .id = "listUploads",
     .tag = "usage",
     .summary = "Uploads of usage, the latest first; an ingest key sees its own.",
     .roles = readers,
     .query = of_uploads,
     .answer = &upload_form,
     .list = true,
     .handle = list_uploads},
    {.method = "GET",
     .path = "/v1/uploads/{upload}",
     .id = "getUpload",
     .tag = "usage",
     .summary = "An upload of usage, and what became of its records.",
     .roles = readers,
     .answer = &upload_form,
     .handle = get_upload},
    {.method = "GET",
     .path = "/v1/uploads/{upload}/days",
     .id = "listUploadDays",
     .tag = "usage",
     .summary = "Stored records of an upload by day of start and kind.",
     .roles = readers,
     .answer = &day_form,
     .list = true,
     .handle = list_upload_days},
    {.method = "GET",
     .path = "/v1/usage/days",
     .id = "listUsageDays",
     .tag = "usage",
     .summary = "Stored records of all uploads by day of start and kind.",
     .roles = staff,
     .query = of_days,
     .answer = &day_form,
     .list = true,
     .handle = list_days},
};

}  // namespace

const BodyForm upload_form{"UsageUpload", "an upload of usage", upload_members};

json upload_json(const Upload& upload) {
    const uploads::Counts& counts = upload.counts;
    json out = {{"id", upload.id},
                {"format", upload.format},
                {"state", upload.state},
                {"bytes", upload.bytes},
                {"digest", upload.digest},
                {"records", counts.records},
                {"accepted", counts.accepted},
                {"repeated", counts.repeated},
                {"rejected", counts.rejected},
                {"suspended", counts.suspended},
                {"late", counts.late},
                {"at", format_instant(upload.at)},
                {"by", upload.by}};
    if (upload.account) out["account"] = *upload.account;
    if (upload.feed) out["feed"] = *upload.feed;
    if (upload.sequence) out["sequence"] = *upload.sequence;
    if (upload.file) out["file"] = *upload.file;
    if (upload.done_at) out["done_at"] = format_instant(*upload.done_at);
    return out;
}

void count_records(const Call& call, const Upload& upload) {
    if (call.app.metrics == nullptr) return;
    const uploads::Counts& counts = upload.counts;
    call.app.metrics->usage_records("accepted", counts.accepted);
    call.app.metrics->usage_records("repeated", counts.repeated);
    call.app.metrics->usage_records("rejected", counts.rejected);
    call.app.metrics->usage_records("suspended", counts.suspended);
}

std::optional<std::string> own_uploads(const Call& call) {
    return call.principal.roles.meets(staff) ? std::nullopt : std::optional(call.principal.id);
}

Upload find_upload(const Call& call, Transaction& transaction) {
    const auto found = uploads::find(transaction, call.parameter("upload"));
    const auto own = own_uploads(call);
    if (!found || (own && found->by != *own)) refuse(404);
    return *found;
}

Operations upload_operations() {
    return operations;
}

}  // namespace samebill::api
