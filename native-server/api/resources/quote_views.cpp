// SPDX-License-Identifier: MIT
#include "native-server/api/resources/quote_views.h"

#include "core/base/calendar.h"

namespace samebill::api {

namespace quotes = store::quotes;
using nlohmann::json;
using quotes::Version;
using store::Transaction;

namespace {

constexpr BodyMember quote_members[] = {
    {.name = "id", .form = ValueForm::id, .required = true},
    {.name = "account", .form = ValueForm::id, .required = true, .description = "whose it is, or will be"},
    {.name = "version", .form = ValueForm::integer, .required = true},
    {.name = "state",
     .form = ValueForm::name,
     .required = true,
     .names = "draft sent accepted declined expired superseded"},
    {.name = "valid_from", .form = ValueForm::date, .required = true},
    {.name = "valid_until", .form = ValueForm::date, .required = true, .description = "the last day to accept it"},
    {.name = "from", .form = ValueForm::month, .required = true, .description = "the first month it is about"},
    {.name = "through", .form = ValueForm::month, .required = true, .description = "the last month"},
    {.name = "catalog", .form = ValueForm::id, .required = true},
    {.name = "catalog_version", .form = ValueForm::id, .required = true},
    {.name = "digest", .form = ValueForm::digest, .required = true, .description = "of the document"},
    {.name = "at", .form = ValueForm::instant, .required = true},
    {.name = "by", .required = true},
    {.name = "sent_at", .form = ValueForm::instant},
    {.name = "sent_by"},
    {.name = "decided_at", .form = ValueForm::instant, .description = "when it was accepted or declined"},
    {.name = "decided_by"},
    {.name = "why", .description = "it was declined, or which quote took its place"},
    {.name = "document", .form = ValueForm::document, .description = "left out in lists", .document = "quote"}};

}  // namespace

const BodyForm quote_form{"Quote", "a version of a quote", quote_members};

std::string today(const Call& call) {
    return format_date(date_at(call.now));
}

std::string state_of(const Version& version, const std::string& today) {
    return version.state == "sent" && version.valid_until < today ? "expired" : version.state;
}

bool was_accepted(const Version& version) {
    return version.state == "accepted" || (version.state == "superseded" && version.decided_at);
}

std::string tag_of(const Version& version, const std::string& today) {
    return "\"" + version.digest + "-" + state_of(version, today) + "\"";
}

json json_of(const Call& call, const Version& version) {
    json out = {{"id", version.quote},
                {"account", version.account},
                {"version", version.version},
                {"state", state_of(version, today(call))},
                {"valid_from", version.valid_from},
                {"valid_until", version.valid_until},
                {"from", version.from_month},
                {"through", version.through_month},
                {"catalog", version.catalog},
                {"catalog_version", version.catalog_version},
                {"digest", version.digest},
                {"at", format_instant(version.at)},
                {"by", version.by}};
    if (version.sent_at) out["sent_at"] = format_instant(*version.sent_at);
    if (version.sent_by) out["sent_by"] = *version.sent_by;
    if (version.decided_at) out["decided_at"] = format_instant(*version.decided_at);
    if (version.decided_by) out["decided_by"] = *version.decided_by;
    if (version.why) out["why"] = *version.why;
    if (!version.body.empty()) out["document"] = json::parse(version.body);
    return out;
}

Response answer(const Call& call, const Version& version, int status) {
    Response out = json_response(status, json_of(call, version));
    out.headers.push_back({"ETag", tag_of(version, today(call))});
    return out;
}

quotes::Quote seen_quote(const Call& call, Transaction& transaction) {
    const auto quote = quotes::get(transaction, call.parameter("quote"));
    if (!quote || !call.principal.sees(quote->account)) refuse(404);
    return *quote;
}

Version seen_version(const Call& call, Transaction& transaction) {
    const quotes::Quote quote = seen_quote(call, transaction);
    const auto version = quotes::last_version(transaction, quote.id, call.own_account().has_value());
    if (!version) refuse(404);
    return *version;
}

store::audit::Entry quote_entry(const Call& call, std::string action, const Version& version) {
    store::audit::Entry out = call.entry(std::move(action), version.quote + "/" + std::to_string(version.version));
    out.account = version.account;
    json after = json_of(call, version);
    after.erase("document");
    out.after = after.dump();
    return out;
}

}  // namespace samebill::api
