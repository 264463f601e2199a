// SPDX-License-Identifier: MIT
#include <algorithm>
#include <optional>
#include <utility>

#include "core/usage/fields.h"
#include "native-server/api/media.h"
#include "native-server/api/problem.h"
#include "native-server/api/resources/uploads.h"
#include "native-server/metrics/metrics.h"
#include "native-server/security/random.h"
#include "native-server/usage/cloud_events.h"
#include "native-server/usage/receiver.h"

// Usage comes in: read piece by piece as it arrives, stored when it has come to its end, answered when it is on disk.

namespace samebill::api {

using store::Transaction;
using store::uploads::Upload;

namespace {

enum class Form : uint8_t { csv, ndjson, event, events };

constexpr size_t most_event_bytes = size_t{16} << 20;  // of a batch of CloudEvents, which is read as a whole

std::optional<Form> form_of(std::string_view content_type) {
    const std::string type = lower_case(content_type.substr(0, content_type.find(';')));
    if (type == "application/cloudevents+json") return Form::event;
    if (type == "application/cloudevents-batch+json") return Form::events;
    const auto form = record_form(content_type);
    if (form == RecordForm::csv) return Form::csv;
    if (form == RecordForm::ndjson) return Form::ndjson;
    return std::nullopt;
}

std::string_view name_of(Form form) {
    return form == Form::csv ? "csv" : form == Form::ndjson ? "ndjson" : "cloudevents";
}

std::optional<std::string> given_feed(const Call& call, bool in_path) {
    std::optional<std::string> feed;
    if (in_path) {
        feed = call.parameter("feed");
        if (!is_id(*feed)) refuse(404);
    } else if (const std::string* text = call.query("feed")) {
        feed = *text;
    }
    const auto& allowed = call.principal.feeds;
    // Feeds are the provider's: a key that is kept to an account fills none that was not given to it.
    if (feed && allowed.empty() && call.own_account()) {
        refuse(403, "This key is kept to an account and was given no feed: leave it out, or take a key with `feeds`.");
    }
    if (allowed.empty()) return feed;
    // A key for one feed need not name it.
    if (!feed && allowed.size() == 1) return allowed.front();
    if (!feed || std::find(allowed.begin(), allowed.end(), *feed) == allowed.end()) {
        refuse(403, "This key is for other feeds: name one of its own.");
    }
    return feed;
}

usage::UploadHead head_of(const Call& call, Form form, bool in_path) {
    usage::UploadHead head{.id = security::random_id("upload"), .format = std::string(name_of(form))};
    head.account = call.own_account();
    head.feed = given_feed(call, in_path);
    if (const std::string* sequence = call.query("sequence")) head.sequence = std::stoll(*sequence);
    if (head.sequence && !head.feed) {
        refuse(400, "schema", "sequence", "A sequence counts within a feed: name the feed, too.");
    }
    if (const std::string* file = call.query("file")) head.file = *file;
    head.at = call.now;
    head.by = call.principal.id;
    return head;
}

// False: the body broke off.
bool read_body(const Call& call, usage::IncomingUpload& upload, std::string* whole) {
    std::string piece(size_t{128} << 10, '\0');
    for (;;) {
        const int64_t count = call.request.read_body(piece.data(), piece.size());
        if (count < 0) return false;
        if (count == 0) return true;
        const std::string_view bytes = std::string_view(piece).substr(0, static_cast<size_t>(count));
        upload.count_sent(bytes);
        if (whole == nullptr) {
            upload.feed(bytes);
        } else {
            if (whole->size() + bytes.size() > most_event_bytes) {
                refuse(413,
                       "A batch of events has at most 16 MiB: send several, or CSV or NDJSON, which have no limit.");
            }
            whole->append(bytes);
        }
    }
}

Response answer(const Upload& upload) {
    return created("/v1/uploads/" + upload.id, upload_json(upload));
}

// What is answered if the feed's sequence was stored before.
std::optional<Response> repeated_sequence(Transaction& transaction, const usage::IncomingUpload& upload) {
    if (!upload.head.sequence) return std::nullopt;
    const auto before = store::uploads::find_in_feed(transaction, *upload.head.feed, *upload.head.sequence);
    if (!before) return std::nullopt;
    if (before->digest != upload.digest) {
        refuse(409, "repeated_sequence", "sequence",
               "This sequence of the feed was stored with other bytes; send these with a sequence of their own.");
    }
    Response out = answer(*before);
    out.headers.push_back({"Idempotency-Replayed", "true"});
    return out;
}

store::audit::Entry entry_of(const Call& call, const Upload& upload) {
    store::audit::Entry entry = call.entry("usage.upload", upload.id);
    entry.account = upload.account;
    entry.after = upload_json(upload).dump();
    return entry;
}

// Tells the metrics, once all is known, what became of an upload.
class Counted {
public:
    Counted(const Call& call, const usage::IncomingUpload& upload) : call_(call), upload_(upload) {}
    ~Counted() {
        if (call_.app.metrics != nullptr) call_.app.metrics->uploaded(result, upload_.bytes);
    }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;

    std::string_view result = "refused";

private:
    const Call& call_;
    const usage::IncomingUpload& upload_;
};

Response repeated(Counted& counted, Response before) {
    if (before.status < 400) counted.result = "repeated";
    return before;
}

Response receive(Call& call, bool in_path) {
    const auto form = form_of(call.request.header("content-type"));
    if (!form) refuse(415, "Usage comes as text/csv, application/x-ndjson or CloudEvents in JSON.");
    usage::Receiver& receiver = *call.app.receiver;
    usage::IncomingUpload upload(receiver.around(), head_of(call, *form, in_path),
                                 *form == Form::csv ? UsageTable::Format::csv : UsageTable::Format::ndjson);
    const bool events = *form == Form::event || *form == Form::events;
    std::string whole;
    Counted counted(call, upload);
    if (!read_body(call, upload, events ? &whole : nullptr)) {
        counted.result = "broken_off";
        return problem(400, "The body broke off.");
    }
    if (events) {
        const Problems problems = usage::read_cloud_events(whole, *form == Form::events, upload);
        if (!problems.empty()) refuse(problems.front().code == "parse" ? 400 : 422, problems);
    }
    upload.end();
    if (upload.header_refused) refuse(422, "schema", "", *upload.header_refused);
    if (auto before = call.replay()) return repeated(counted, *before);
    upload.head.done_at = call.app.clock->now();
    if (auto before = call.read([&](Transaction& t) { return repeated_sequence(t, upload); })) {
        return repeated(counted, *before);
    }
    std::optional<Response> out;
    std::optional<Upload> stored;
    receiver.store(upload, [&](const usage::Receiver::Last& last) {
        out = call.write([&](Transaction& t) {
            if (auto before = repeated_sequence(t, upload)) return *before;
            stored = last(t);
            store::audit::add(t, entry_of(call, *stored));
            return answer(*stored);
        });
    });
    if (!stored) return repeated(counted, *out);
    counted.result = "stored";
    count_records(call, *stored);
    return *out;
}

Response receive_usage(Call& call) {
    return receive(call, false);
}
Response receive_feed(Call& call) {
    return receive(call, true);
}

constexpr QueryParameter of_feed[] = {
    {.name = "sequence", .form = ValueForm::integer, .description = "of this upload in its feed, as the sender counts"},
    {.name = "file", .description = "what the sender calls it"}};
constexpr QueryParameter of_upload[] = {
    {.name = "feed", .form = ValueForm::id, .description = "where it comes from"}, of_feed[0], of_feed[1]};

constexpr Operation operations[] = {
    {.method = "POST",
     .path = "/v1/usage",
     .id = "uploadUsage",
     .tag = "usage",
     .summary =
         "Takes usage records of any accounts: CSV or NDJSON of any size, or CloudEvents. The answer means on disk.",
     .roles = {Role::ingest, Role::operator_},
     .body = BodyKind::records,
     .max_body = -1,
     .query = of_upload,
     .status = 201,
     .other_status = 200,
     .answer = &upload_form,
     .stores = true,
     .metered = false,
     .handle = receive_usage},
    {.method = "POST",
     .path = "/v1/feeds/{feed}/usage",
     .id = "uploadFeed",
     .tag = "usage",
     .summary = "The same for one feed.",
     .roles = {Role::ingest, Role::operator_},
     .body = BodyKind::records,
     .max_body = -1,
     .query = of_feed,
     .status = 201,
     .other_status = 200,
     .answer = &upload_form,
     .stores = true,
     .metered = false,
     .handle = receive_feed},
};

}  // namespace

Operations usage_operations() {
    return operations;
}

}  // namespace samebill::api
