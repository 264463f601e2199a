// SPDX-License-Identifier: MIT
#include "native-server/api/resources/quotes.h"

#include <charconv>

#include "core/api.h"
#include "native-server/api/engine.h"
#include "native-server/api/listing.h"
#include "native-server/api/problem.h"
#include "native-server/api/resources/quote_views.h"
#include "native-server/security/random.h"
#include "native-server/store/catalogs.h"
#include "native-server/text/quote_text.h"

namespace samebill::api {

namespace quotes = store::quotes;
using nlohmann::json;
using quotes::Version;
using store::Transaction;

namespace {

constexpr BodyMember customer_members[] = {{.name = "name", .required = true, .least = 1},
                                           {.name = "contact", .description = "who is asked about it"},
                                           {.name = "reference", .description = "the customer's own"}};
constexpr BodyForm customer_form{"QuoteCustomer", "whom a quote is for", customer_members};

#define SAMEBILL_QUOTE_EDIT                                                                                  \
    {.name = "customer", .form = ValueForm::object, .required = true, .object = &customer_form},             \
        {.name = "scenario",                                                                                 \
         .form = ValueForm::document,                                                                        \
         .required = true,                                                                                   \
         .description = "its catalog is a published version",                                                \
         .document = "scenario"},                                                                            \
        {.name = "valid_from", .form = ValueForm::date, .description = "today if left out"},                 \
        {.name = "valid_until", .form = ValueForm::date, .required = true, .description = "its last day"}, { \
        .name = "remarks", .description = "to the customer", .most = 10'000                                  \
    }

constexpr BodyMember new_members[] = {
    {.name = "account",
     .form = ValueForm::id,
     .required = true,
     .description =
         "whose agreement it changes; made by accepting it if it is not there. Of sales with assigned accounts "
         "one of these"},
    SAMEBILL_QUOTE_EDIT};
constexpr BodyForm new_form{"NewQuote", "what a quote is made from", new_members};
constexpr BodyMember edit_members[] = {SAMEBILL_QUOTE_EDIT};
constexpr BodyForm edit_form{"QuoteEdit", "what a new version of a quote is made from", edit_members};

constexpr QueryParameter list_query[] = {
    {.name = "account", .form = ValueForm::id},
    {.name = "state", .form = ValueForm::name, .names = "draft sent accepted declined expired superseded"}};
constexpr QueryParameter format_query[] = {
    {.name = "format", .form = ValueForm::name, .description = "json if left out", .names = "json text"}};

// The version of the store whose document this is.
void require_published(Transaction& t, const json& catalog, Version& version) {
    version.catalog = catalog.at("id");
    version.catalog_version = catalog.value("version", "");
    const auto stored = store::catalogs::get(t, version.catalog, version.catalog_version);
    if (!stored || !stored->published || json::parse(stored->body) != catalog) {
        refuse(422, "unknown_catalog_version", "/scenario/catalog",
               "The catalog must be a published version, as GET /v1/catalogs/{catalog}/versions/{version} gives it.");
    }
    if (version.from_month < *stored->effective) {
        refuse(422, "not_effective", "/scenario/catalog", "The version may be used from " + *stored->effective + ".");
    }
}

// The document that the body asks for, as the engine makes it.
Version make_version(const Call& call, const std::string& id, const std::string& account, int64_t number,
                     const std::optional<std::string>& supersedes) {
    const json& body = call.body;
    json draft = {{"schema", "samebill/quote_draft/1"},
                  {"id", id},
                  {"version", number},
                  {"customer", body.at("customer")},
                  {"scenario", body.at("scenario")},
                  {"valid_from", body.value("valid_from", today(call))},
                  {"valid_until", body.at("valid_until")}};
    draft["customer"]["account"] = account;
    if (supersedes) draft["supersedes"] = *supersedes;
    if (body.contains("remarks")) draft["remarks"] = body.at("remarks");
    Outcome made = make_quote(draft.dump());
    if (!made.ok) throw Refused{problem_of(made.text)};
    const json quote = json::parse(made.text);
    if (quote.at("scenario").at("account").at("id") != account) {
        refuse(422, "id", "/scenario/account/id", "The id must be that of the quote's account.");
    }
    Version out;
    out.quote = id;
    out.account = account;
    out.version = number;
    out.state = "draft";
    out.valid_from = quote.at("valid_from");
    out.valid_until = quote.at("valid_until");
    out.from_month = quote.at("from");
    out.through_month = quote.at("through");
    out.digest = quote.at("digest");
    out.body = std::move(made.text);
    out.at = call.now;
    out.by = call.principal.id;
    call.read([&](Transaction& t) { require_published(t, quote.at("scenario").at("catalog"), out); });
    return out;
}

Response list_quotes(Call& call) {
    Listing list(call);
    quotes::Filter filter;
    if (const std::string* account = call.query("account")) filter.account = *account;
    if (const std::string* state = call.query("state")) filter.state = *state;
    filter.today = today(call);
    filter.among = call.seen_accounts();
    filter.sent = call.own_account().has_value();
    call.read([&](Transaction& t) {
        quotes::list(t, list.after().value_or(""), filter,
                     [&](const Version& version) { return list.add(json_of(call, version), version.quote); });
    });
    return list.finish();
}

// Who has accounts assigned makes quotes for these; another's and one that is not there yet are refused alike.
void require_assigned(const Call& call) {
    if (call.principal.sees(call.body.at("account").get<std::string>())) return;
    refuse(422, "unknown_account", "/account", "There is no such account.");
}

Response create_quote(Call& call) {
    const std::string id = security::random_id("quote");
    const Version version = make_version(call, id, call.body.at("account"), 1, std::nullopt);
    return call.write([&](Transaction& t) {
        quotes::add(t, {id, version.account, 1, 1, call.now, call.principal.id});
        quotes::add_version(t, version);
        store::audit::add(t, quote_entry(call, "quote.create", version));
        Response out = answer(call, version, 201);
        out.headers.push_back({"Location", "/v1/quotes/" + id});
        return out;
    });
}

Response get_quote(Call& call) {
    const Version version = call.read([&](Transaction& t) { return seen_version(call, t); });
    const std::string* format = call.query("format");
    if (format != nullptr && *format == "text") {
        return make_response(200, "text/plain; charset=utf-8", text::quote_text(json::parse(version.body)));
    }
    return answer(call, version);
}

// A new version; the one before is superseded, whether it was sent or not.
Response put_quote(Call& call) {
    const auto open = [&](Transaction& t) {
        Version before = seen_version(call, t);
        require_match(call, tag_of(before, today(call)));
        if (was_accepted(before)) refuse(409, "The quote was accepted; another quote follows it.");
        return before;
    };
    const Version seen = call.read(open);
    const Version version = make_version(call, seen.quote, seen.account, seen.version + 1, seen.digest);
    return call.write([&](Transaction& t) {
        Version before = open(t);
        store::audit::Entry entry = quote_entry(call, "quote.edit", version);
        entry.before = quote_entry(call, "", before).after;
        if (before.state != "declined") {
            before.state = "superseded";
            quotes::set_state(t, before);
        }
        quotes::add_version(t, version);
        quotes::Quote quote = seen_quote(call, t);
        quote.version = version.version;
        quote.revision++;
        quotes::change(t, quote);
        store::audit::add(t, entry);
        return answer(call, version);
    });
}

Response list_versions(Call& call) {
    Listing list(call);
    call.read([&](Transaction& t) {
        const quotes::Quote quote = seen_quote(call, t);
        const bool sent = call.own_account().has_value();
        if (!quotes::last_version(t, quote.id, sent)) refuse(404);
        quotes::list_versions(t, quote.id, list.after_number(), sent, [&](const Version& version) {
            return list.add(json_of(call, version), version.version);
        });
    });
    return list.finish();
}

Response get_version(Call& call) {
    const std::string& text = call.parameter("version");
    int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) refuse(404);
    const auto version = call.read([&](Transaction& t) { return quotes::version(t, seen_quote(call, t).id, number); });
    if (!version || (call.own_account() && !version->sent_at)) refuse(404);
    return answer(call, *version);
}

constexpr Roles writers = {Role::sales, Role::operator_};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/quotes",
     .id = "listQuotes",
     .tag = "quotes",
     .summary = "The last version of each quote; a customer sees its own that were sent.",
     .roles = quote_readers,
     .query = list_query,
     .answer = &quote_form,
     .list = true,
     .all_accounts = true,
     .handle = list_quotes},
    {.method = "POST",
     .path = "/v1/quotes",
     .id = "createQuote",
     .tag = "quotes",
     .summary = "A new quote, as a draft.",
     .roles = writers,
     .body = BodyKind::form,
     .form = &new_form,
     .status = 201,
     .answer = &quote_form,
     .stores = true,
     .computes = true,
     .require = require_assigned,
     .handle = create_quote},
    {.method = "GET",
     .path = "/v1/quotes/{quote}",
     .id = "getQuote",
     .tag = "quotes",
     .summary = "The last version of a quote with its document, or as text.",
     .roles = quote_readers,
     .query = format_query,
     .answer = &quote_form,
     .all_accounts = true,
     .handle = get_quote},
    {.method = "PUT",
     .path = "/v1/quotes/{quote}",
     .id = "putQuote",
     .tag = "quotes",
     .summary = "Makes a new version, as a draft; the one before is superseded.",
     .roles = writers,
     .body = BodyKind::form,
     .form = &edit_form,
     .answer = &quote_form,
     .if_match = true,
     .computes = true,
     .handle = put_quote},
    {.method = "GET",
     .path = "/v1/quotes/{quote}/versions",
     .id = "listQuoteVersions",
     .tag = "quotes",
     .summary = "The versions of a quote, the first one first.",
     .roles = quote_readers,
     .answer = &quote_form,
     .list = true,
     .all_accounts = true,
     .handle = list_versions},
    {.method = "GET",
     .path = "/v1/quotes/{quote}/versions/{version}",
     .id = "getQuoteVersion",
     .tag = "quotes",
     .summary = "A version with its document.",
     .roles = quote_readers,
     .answer = &quote_form,
     .all_accounts = true,
     .handle = get_version},
};

}  // namespace

Operations quote_operations() {
    return operations;
}

}  // namespace samebill::api
