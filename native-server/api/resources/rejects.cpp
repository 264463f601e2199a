// SPDX-License-Identifier: MIT
#include <charconv>
#include <utility>

#include "core/base/calendar.h"
#include "native-server/api/listing.h"
#include "native-server/api/resources/uploads.h"
#include "native-server/metrics/metrics.h"
#include "native-server/security/random.h"
#include "native-server/store/usage_rejects.h"
#include "native-server/store/usage_suspense.h"
#include "native-server/usage/receiver.h"

// Records that were left out of an upload: listed, taken up again as they should have been, or given up.

namespace samebill::api {

namespace rejects = store::usage_rejects;
using nlohmann::json;
using rejects::Reject;
using store::Transaction;
using store::uploads::Upload;

namespace {

constexpr BodyMember reject_members[] = {
    {.name = "id", .required = true},
    {.name = "record",
     .form = ValueForm::integer,
     .required = true,
     .description = "in the upload, from 0; of what waited for its device until it was too late, among the device's"},
    {.name = "line", .form = ValueForm::integer, .description = "from 1, the header counted"},
    {.name = "column", .form = ValueForm::integer, .description = "byte of the line, from 1"},
    {.name = "code", .required = true},
    {.name = "message", .required = true},
    {.name = "text", .required = true, .description = "the record as it came", .most = 2000},
    {.name = "state", .form = ValueForm::name, .required = true, .names = "open resubmitted dismissed"},
    {.name = "decided_at", .form = ValueForm::instant},
    {.name = "decided_by"},
    {.name = "why"},
    {.name = "resubmitted_as", .description = "the upload that has it now"}};
constexpr BodyForm reject_form{"UsageReject", "a record that was left out", reject_members};

constexpr BodyMember why_members[] = {{.name = "why", .required = true, .least = 1}};
constexpr BodyForm why_form{"Dismissal", "why something is not taken up again", why_members};

constexpr BodyMember dismissed_members[] = {{.name = "dismissed", .form = ValueForm::integer, .required = true}};
constexpr BodyForm dismissed_form{"Dismissed", "how many were open", dismissed_members};

constexpr BodyMember record_members[] = {
    {.name = "id", .form = ValueForm::id, .required = true},
    {.name = "device", .form = ValueForm::id, .required = true},
    {.name = "kind", .form = ValueForm::name, .required = true, .names = "data voice sms"},
    {.name = "start", .form = ValueForm::instant, .required = true},
    {.name = "end", .form = ValueForm::instant, .required = true},
    {.name = "quantity", .form = ValueForm::integer, .required = true}};
constexpr BodyForm record_form_{"UsageRecord", "a usage record as it should have been", record_members};

json reject_json(const Reject& reject) {
    json out = {{"id", std::to_string(reject.sequence)},
                {"record", reject.record},
                {"code", reject.code},
                {"message", reject.message},
                {"text", reject.text},
                {"state", reject.state}};
    if (reject.line) out["line"] = *reject.line;
    if (reject.byte) out["column"] = *reject.byte;
    if (reject.decided_at) out["decided_at"] = format_instant(*reject.decided_at);
    if (reject.decided_by) out["decided_by"] = *reject.decided_by;
    if (reject.decided_why) out["why"] = *reject.decided_why;
    if (reject.resubmitted_as) out["resubmitted_as"] = *reject.resubmitted_as;
    return out;
}

Reject find_reject(const Call& call, Transaction& transaction, const Upload& upload) {
    const std::string& text = call.parameter("reject");
    int64_t sequence = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), sequence);
    auto found = read.ec == std::errc() && read.ptr == text.data() + text.size()
                     ? rejects::find(transaction, upload.number, sequence)
                     : std::nullopt;
    if (!found) refuse(404);
    return *found;
}

Response list_rejects(Call& call) {
    Listing list(call);
    const std::string* given = call.query("state");
    const auto state = given == nullptr ? std::nullopt : std::optional(*given);
    call.read([&](Transaction& t) {
        rejects::list(t, find_upload(call, t).number, state, list.after_number(),
                      [&](const Reject& reject) { return list.add(reject_json(reject), reject.sequence); });
    });
    return list.finish();
}

rejects::Decision decision_of(const Call& call, std::string_view state) {
    return {.state = state, .at = call.now, .by = call.principal.id};
}

Response dismiss_reject(Call& call) {
    return call.write([&](Transaction& t) {
        const Upload upload = find_upload(call, t);
        Reject reject = find_reject(call, t, upload);
        rejects::Decision decision = decision_of(call, "dismissed");
        decision.why = call.body.at("why").get<std::string>();
        if (!rejects::decide(t, reject.sequence, decision)) refuse(409, "This reject was decided on before.");
        store::audit::Entry entry =
            call.entry("usage.reject.dismiss", upload.id + "/" + std::to_string(reject.sequence));
        entry.why = decision.why;
        store::audit::add(t, entry);
        return json_response(200, reject_json(*rejects::find(t, upload.number, reject.sequence)));
    });
}

Response dismiss_rejects(Call& call) {
    return call.write([&](Transaction& t) {
        const Upload upload = find_upload(call, t);
        rejects::Decision decision = decision_of(call, "dismissed");
        decision.why = call.body.at("why").get<std::string>();
        const json out = {{"dismissed", rejects::decide_all(t, upload.number, decision)}};
        store::audit::Entry entry = call.entry("usage.rejects.dismiss", upload.id);
        entry.why = decision.why;
        entry.after = out.dump();
        store::audit::add(t, entry);
        return json_response(200, out);
    });
}

// The corrected record is an upload of its own.
Response resubmit_reject(Call& call) {
    call.read([&](Transaction& t) { find_reject(call, t, find_upload(call, t)); });
    usage::Receiver& receiver = *call.app.receiver;
    usage::IncomingUpload incoming(
        receiver.around(),
        {.id = security::random_id("upload"), .format = "correction", .at = call.now, .by = call.principal.id},
        UsageTable::Format::ndjson);
    const std::string line = call.body.dump() + "\n";
    incoming.count_sent(line);
    incoming.feed(line);
    incoming.end();
    incoming.head.done_at = call.now;
    if (!incoming.rejects.empty()) refuse(422, "schema", "", incoming.rejects.front().message);
    std::optional<Response> out;
    std::optional<Upload> correction;
    receiver.store(incoming, [&](const usage::Receiver::Last& last) {
        out = call.write([&](Transaction& t) {
            const Upload of = find_upload(call, t);
            const Reject reject = find_reject(call, t, of);
            const Upload stored = last(t);
            if (!incoming.rejects.empty())
                refuse(409, incoming.rejects.front().code, "", incoming.rejects.front().message);
            rejects::Decision decision = decision_of(call, "resubmitted");
            decision.resubmitted_as = stored.number;
            if (!rejects::decide(t, reject.sequence, decision)) refuse(409, "This reject was decided on before.");
            store::audit::Entry entry =
                call.entry("usage.reject.resubmit", of.id + "/" + std::to_string(reject.sequence));
            entry.account = store::usage_suspense::account_of(t, call.body.at("device").get<std::string>());
            entry.before = json{{"text", reject.text}}.dump();
            entry.after = upload_json(stored).dump();
            store::audit::add(t, entry);
            correction = stored;
            return created("/v1/uploads/" + stored.id, upload_json(stored));
        });
    });
    if (correction) {
        if (call.app.metrics != nullptr) call.app.metrics->uploaded("stored", incoming.bytes);
        count_records(call, *correction);
    }
    return *out;
}

constexpr QueryParameter of_rejects[] = {
    {.name = "state", .form = ValueForm::name, .names = "open resubmitted dismissed"}};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/uploads/{upload}/rejects",
     .id = "listRejects",
     .tag = "usage",
     .summary = "Records of an upload that were left out, each with its reason.",
     .roles = {Role::operator_, Role::auditor, Role::ingest},
     .query = of_rejects,
     .answer = &reject_form,
     .list = true,
     .all_accounts = true,
     .handle = list_rejects},
    {.method = "POST",
     .path = "/v1/uploads/{upload}/rejects/{reject}:resubmit",
     .id = "resubmitReject",
     .tag = "usage",
     .summary = "Takes a rejected record as it should have been.",
     .roles = {Role::operator_},
     .body = BodyKind::form,
     .form = &record_form_,
     .status = 201,
     .answer = &upload_form,
     .stores = true,
     .handle = resubmit_reject},
    {.method = "POST",
     .path = "/v1/uploads/{upload}/rejects/{reject}:dismiss",
     .id = "dismissReject",
     .tag = "usage",
     .summary = "Gives a rejected record up, with a reason.",
     .roles = {Role::operator_},
     .body = BodyKind::form,
     .form = &why_form,
     .answer = &reject_form,
     .stores = true,
     .handle = dismiss_reject},
    {.method = "POST",
     .path = "/v1/uploads/{upload}/rejects:dismiss",
     .id = "dismissRejects",
     .tag = "usage",
     .summary = "Gives all rejects of an upload up that are open, with a reason.",
     .roles = {Role::operator_},
     .body = BodyKind::form,
     .form = &why_form,
     .answer = &dismissed_form,
     .stores = true,
     .handle = dismiss_rejects},
};

}  // namespace

Operations reject_operations() {
    return operations;
}

}  // namespace samebill::api
