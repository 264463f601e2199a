// SPDX-License-Identifier: MIT
#include "core/base/calendar.h"
#include "native-server/api/engine.h"
#include "native-server/api/resources/quote_views.h"
#include "native-server/api/resources/quotes.h"
#include "native-server/api/resources/second_person.h"
#include "native-server/api/resources/trials.h"
#include "native-server/runs/month.h"
#include "native-server/store/accounts.h"
#include "native-server/store/catalogs.h"

namespace samebill::api {

namespace accounts = store::accounts;
namespace quotes = store::quotes;
using nlohmann::json;
using quotes::Version;
using store::Transaction;

namespace {

constexpr BodyMember decline_members[] = {{.name = "why", .required = true, .least = 1}};
constexpr BodyForm decline_form{"QuoteDecline", "why a quote is declined", decline_members};

// The last version, if If-Match names it as it is now and it is in the state that is due.
Version due_version(const Call& call, Transaction& t, std::string_view due) {
    Version version = seen_version(call, t);
    require_match(call, tag_of(version, today(call)));
    const std::string state = state_of(version, today(call));
    if (state != due) refuse(409, "The quote is " + state + ".");
    return version;
}

// Puts the version into a state with its row in the audit log.
void settle(const Call& call, Transaction& t, Version& version, std::string_view state, const std::string& action) {
    store::audit::Entry entry = quote_entry(call, action, version);
    entry.before = entry.after;
    version.state = state;
    quotes::set_state(t, version);
    quotes::Quote quote = seen_quote(call, t);
    quote.revision++;
    quotes::change(t, quote);
    entry.after = quote_entry(call, action, version).after;
    entry.why = version.why;
    store::audit::add(t, entry);
}

void decide(const Call& call, Transaction& t, Version& version, std::string_view state, const std::string& action) {
    version.decided_at = call.now;
    version.decided_by = call.principal.id;
    settle(call, t, version, state, action);
}

void require_seen_quote(const Call& call) {
    call.read([&](Transaction& t) { seen_quote(call, t); });
}

Response send_quote(Call& call) {
    return call.write([&](Transaction& t) {
        Version version = due_version(call, t, "draft");
        if (version.valid_until < today(call)) refuse(409, "The quote's last day is over: make a new version.");
        version.sent_at = call.now;
        version.sent_by = call.principal.id;
        settle(call, t, version, "sent", "quote.send");
        return answer(call, version);
    });
}

Response decline_quote(Call& call) {
    return call.write([&](Transaction& t) {
        Version version = due_version(call, t, "sent");
        version.why = call.body.at("why").get<std::string>();
        decide(call, t, version, "declined", "quote.decline");
        return answer(call, version);
    });
}

// What acceptance does to the account: the quote's agreement and attachments in the place of its own, its taxes where
// it names some, and its days of payment.
accounts::Account changed_account(const Call& call, const Version& version,
                                  const std::optional<accounts::Account>& before) {
    const json quote = json::parse(version.body);
    const json& scenario = quote.at("scenario");
    const json& agreed = scenario.at("account");
    accounts::Account out;
    if (before) out = *before;
    json body = before ? json::parse(before->body)
                       : json{{"schema", "samebill/account/1"},
                              {"id", version.account},
                              {"name", quote.at("customer").at("name")}};
    for (const char* part : {"agreement", "pricing_attachments"}) body.erase(part);
    for (const char* part : {"agreement", "pricing_attachments", "tax"}) {
        if (agreed.contains(part)) body[part] = agreed.at(part);
    }
    if (!before) {
        out.id = version.account;
        out.catalog = version.catalog;
        out.uptake = "by_date";
        out.issuer = "main";
    }
    out.payment_days = scenario.value("payment_days", int64_t{30});
    out.revision = before ? before->revision + 1 : 1;
    out.body = body.dump();
    out.at = call.now;
    out.by = call.principal.id;
    return out;
}

// The account's first month that is to be billed and is not final; nothing if there is none yet.
std::optional<std::string> first_open_month(Transaction& t, const std::optional<accounts::Account>& account) {
    if (!account) return std::nullopt;
    if (account->billed_through) return runs::next_month(*account->billed_through);
    return runs::first_month_due(t, *account);
}

// The account's document is one for all months that are not final: it may not change under those before the quote.
void require_earlier_months_final(const Version& version, const std::optional<std::string>& open) {
    if (!open || *open >= version.from_month) return;
    refuse(409, "The account's months from " + *open + " are not final, and the quote begins with " +
                    version.from_month +
                    ": its terms would hold for them too. Accept it when the month before the "
                    "quote's first is final.");
}

bool has_negotiated_prices(const json& account) {
    const json agreement = account.value("agreement", json::object());
    return !agreement.value("discounts", json::array()).empty() || agreement.contains("minimum_monthly_charge") ||
           !account.value("pricing_attachments", json::array()).empty();
}

// Whether the principal, a second person, may bind the account to it: its customer, an approver, or at list prices an
// operator too.
void require_decider(const Call& call, Transaction& t, const Version& version) {
    constexpr const char* words = "Who made or sent a quote does not accept it.";
    require_second_person(call, t, version.by, words);
    require_second_person(call, t, version.sent_by.value_or(version.by), words);
    constexpr Roles binding = {Role::customer_admin, Role::approver};
    if (call.principal.roles.meets(binding)) return;
    if (has_negotiated_prices(json::parse(version.body).at("scenario").at("account"))) {
        refuse(403, "Negotiated prices are accepted by the customer or by an approver.");
    }
}

// What the account has against it. Looked at before the engine is asked, and once more before it is written.
void require_acceptable(const Call& call, Transaction& t, const Version& version,
                        const std::optional<accounts::Account>& account) {
    if (today(call) < version.valid_from) refuse(409, "The quote is valid from " + version.valid_from + " on.");
    if (account && account->catalog != version.catalog) refuse(409, "The account has another catalog than the quote.");
    if (account && account->billed_through && version.from_month <= *account->billed_through) {
        refuse(409, "The account is billed through " + *account->billed_through + ", and the quote begins before.");
    }
    require_earlier_months_final(version, first_open_month(t, account));
}

std::string place_of_trial(const std::string&, const runs::Parts&) {
    return "";
}

// Whether the account's devices and events go on under the quote's terms and catalog version.
void try_terms(Call& call, const Version& version, const std::string& body) {
    runs::Changes changes;
    changes.account = body;
    changes.catalog = call.read(
        [&](Transaction& t) { return store::catalogs::body_of(t, version.catalog, version.catalog_version); });
    require_sound(call, version.account, changes, place_of_trial);
}

// What was accepted before for months of this quote ends with the month before its first.
void supersede_others(const Call& call, Transaction& t, const Version& version) {
    for (Version& other : quotes::accepted_from(t, version.account, version.from_month)) {
        store::audit::Entry entry = quote_entry(call, "quote.supersede", other);
        entry.before = entry.after;
        other.state = "superseded";
        other.why = "quote " + version.quote + " holds from " + version.from_month + " on";
        quotes::set_state(t, other);
        quotes::Quote quote = *quotes::get(t, other.quote);
        quote.revision++;
        quotes::change(t, quote);
        entry.after = quote_entry(call, "", other).after;
        entry.why = other.why;
        store::audit::add(t, entry);
    }
}

json account_json(const accounts::Account& account) {
    return {{"catalog", account.catalog}, {"document", json::parse(account.body)}, {"revision", account.revision}};
}

void change_account(const Call& call, Transaction& t, const Version& version, const accounts::Account& account,
                    const std::optional<accounts::Account>& before) {
    if (before) {
        accounts::change(t, account);
    } else {
        accounts::add(t, account);
    }
    store::audit::Entry entry = call.entry(before ? "account.edit" : "account.create", account.id);
    entry.account = account.id;
    if (before) entry.before = account_json(*before).dump();
    entry.after = account_json(account).dump();
    entry.why = "quote " + version.quote + ", version " + std::to_string(version.version);
    store::audit::add(t, entry);
    quotes::end_pins(t, account.id, version.from_month);
    quotes::pin(t, {account.id, version.from_month, version.through_month, version.catalog, version.catalog_version,
                    version.quote, call.now, call.principal.id});
}

// What is to be accepted, as it was when it was looked at first.
struct Seen {
    Version version;
    std::optional<accounts::Account> account;
    uint64_t generation = 0;  // of the account
};

Seen see_acceptable(const Call& call, Transaction& t) {
    Seen out;
    out.version = due_version(call, t, "sent");
    out.account = accounts::get(t, out.version.account);
    out.generation = call.app.database->generation(out.version.account);
    require_decider(call, t, out.version);
    require_acceptable(call, t, out.version, out.account);
    return out;
}

Response accept_quote(Call& call) {
    const Seen seen = call.read([&](Transaction& t) { return see_acceptable(call, t); });
    const accounts::Account account = changed_account(call, seen.version, seen.account);
    if (seen.account) try_terms(call, seen.version, account.body);
    return call.write([&](Transaction& t) {
        Seen now = see_acceptable(call, t);
        if (now.version.digest != seen.version.digest || now.version.version != seen.version.version) refuse(412);
        if (now.account.has_value() != seen.account.has_value())
            refuse(409, "The account was made meanwhile; ask again.");
        require_generation(call, account.id, seen.generation);
        supersede_others(call, t, now.version);
        change_account(call, t, now.version, account, seen.account);
        decide(call, t, now.version, "accepted", "quote.accept");
        return answer(call, now.version);
    });
}

constexpr Roles deciders = {Role::customer_admin, Role::operator_, Role::approver};

constexpr Operation operations[] = {
    {.method = "POST",
     .path = "/v1/quotes/{quote}:send",
     .id = "sendQuote",
     .tag = "quotes",
     .summary = "Sends a draft: from now on its customer sees it, and it stays as it is.",
     .roles = {Role::sales, Role::operator_},
     .answer = &quote_form,
     .stores = true,
     .if_match = true,
     .require = require_seen_quote,
     .handle = send_quote},
    {.method = "POST",
     .path = "/v1/quotes/{quote}:accept",
     .id = "acceptQuote",
     .tag = "quotes",
     .summary = "Accepts what was sent: its agreement and attachments become the account's (which is made if it is not "
                "there), and its catalog version holds for the account in the quote's months.",
     .roles = deciders,
     .answer = &quote_form,
     .stores = true,
     .if_match = true,
     .computes = true,
     .handle = accept_quote},
    {.method = "POST",
     .path = "/v1/quotes/{quote}:decline",
     .id = "declineQuote",
     .tag = "quotes",
     .summary = "Declines what was sent.",
     .roles = deciders,
     .body = BodyKind::form,
     .form = &decline_form,
     .answer = &quote_form,
     .stores = true,
     .if_match = true,
     .handle = decline_quote},
};

}  // namespace

Operations quote_decision_operations() {
    return operations;
}

}  // namespace samebill::api
