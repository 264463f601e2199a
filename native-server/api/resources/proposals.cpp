// SPDX-License-Identifier: MIT
#include "native-server/api/resources/proposals.h"

#include "core/base/calendar.h"
#include "native-server/api/barred.h"
#include "native-server/api/engine.h"
#include "native-server/api/listing.h"
#include "native-server/api/resources/accounts.h"
#include "native-server/api/resources/second_person.h"
#include "native-server/api/resources/trials.h"
#include "native-server/security/random.h"
#include "native-server/store/accounts.h"
#include "native-server/store/bars.h"
#include "native-server/store/devices.h"
#include "native-server/store/proposals.h"

namespace samebill::api {

namespace accounts = store::accounts;
namespace proposals = store::proposals;
using nlohmann::json;
using proposals::Proposal;
using store::Transaction;

namespace {

constexpr BodyMember proposal_members[] = {
    {.name = "id", .form = ValueForm::id, .required = true},
    {.name = "account", .form = ValueForm::id, .required = true},
    {.name = "kind", .form = ValueForm::name, .required = true, .names = "prices bar"},
    {.name = "state", .form = ValueForm::name, .required = true, .names = "proposed approved declined"},
    {.name = "proposed", .form = ValueForm::any, .required = true, .description = "what is to be"},
    {.name = "before", .form = ValueForm::any, .description = "of prices: what was when this was proposed"},
    {.name = "note", .required = true, .description = "why"},
    {.name = "at", .form = ValueForm::instant, .required = true},
    {.name = "by", .required = true},
    {.name = "decided_at", .form = ValueForm::instant},
    {.name = "decided_by"},
    {.name = "decided_why"}};
constexpr BodyForm proposal_form{"Proposal", "what one person proposed and another decides", proposal_members};

constexpr BodyMember agreement_members[] = {
    {.name = "discounts", .form = ValueForm::any, .description = "all of them, as in samebill/account/1", .list = true},
    {.name = "minimum_monthly_charge", .form = ValueForm::any, .description = "as in samebill/account/1; null: none"}};
constexpr BodyForm agreement_form{"ProposedAgreement", "what is to change of an agreement", agreement_members};
constexpr BodyMember prices_members[] = {{.name = "agreement", .form = ValueForm::object, .object = &agreement_form},
                                         {.name = "pricing_attachments",
                                          .form = ValueForm::any,
                                          .description = "all of them, as in samebill/account/1",
                                          .list = true},
                                         {.name = "note", .required = true, .description = "why", .least = 1}};
constexpr BodyForm prices_form{
    "PriceProposal", "the negotiated prices that an account is to have; what is left out stays", prices_members};

constexpr BodyMember bar_members[] = {
    {.name = "device", .form = ValueForm::id, .description = "left out: the whole account"},
    {.name = "reason", .required = true, .least = 1},
    {.name = "clause", .required = true, .description = "of the policy or agreement that it rests on", .least = 1},
    {.name = "notice", .description = "what the customer was told", .most = 10'000}};
constexpr BodyForm bar_form{"BarProposal", "a bar to put on an account or a device", bar_members};

constexpr BodyMember decision_members[] = {{.name = "why", .required = true, .least = 1}};
constexpr BodyForm decision_form{"ProposalDecision", "why it was decided so", decision_members};

constexpr QueryParameter list_query[] = {
    {.name = "state", .form = ValueForm::name, .names = "proposed approved declined"}};

json json_of(const Proposal& proposal) {
    json out = {{"id", proposal.id},
                {"account", proposal.account},
                {"kind", proposal.kind},
                {"state", proposal.state},
                {"proposed", json::parse(proposal.body).at("proposed")},
                {"note", proposal.note},
                {"at", format_instant(proposal.at)},
                {"by", proposal.by}};
    if (const json body = json::parse(proposal.body); body.contains("before")) out["before"] = body.at("before");
    if (proposal.decided_at) {
        out["decided_at"] = format_instant(*proposal.decided_at);
        out["decided_by"] = proposal.decided_by.value_or("");
        out["decided_why"] = proposal.decided_why.value_or("");
    }
    return out;
}

// "price.propose", "bar.approve" …
std::string action_of(const Proposal& proposal, const char* what) {
    return (proposal.kind == "bar" ? "bar." : "price.") + std::string(what);
}

json discounts_of(const json& document) {
    return document.at("agreement").value("discounts", json::array());
}

// Null: none.
json minimum_of(const json& document) {
    return document.at("agreement").value("minimum_monthly_charge", json());
}

json attachments_of(const json& document) {
    return document.value("pricing_attachments", json::array());
}

json prices_of(const json& document) {
    const json agreement = {{"discounts", discounts_of(document)}, {"minimum_monthly_charge", minimum_of(document)}};
    return {{"agreement", agreement}, {"pricing_attachments", attachments_of(document)}};
}

// The account's document with the prices that are proposed; refuses what is no sound one.
std::string with_prices(const std::string& account, const json& prices) {
    json document = json::parse(account);
    json& agreement = document["agreement"];
    if (prices.contains("agreement")) agreement.update(prices.at("agreement"));
    if (agreement.contains("minimum_monthly_charge") && agreement["minimum_monthly_charge"].is_null())
        agreement.erase("minimum_monthly_charge");
    if (prices.contains("pricing_attachments")) document["pricing_attachments"] = prices.at("pricing_attachments");
    document["devices"] = json::array();
    json checked = json::parse(checked_part(document, "account", ""));
    checked.erase("devices");
    return checked.dump();
}

// Refuses prices that the engine does not take.
void require_sound_prices(Call& call, const std::string& id, const std::string& account) {
    runs::Changes changes;
    changes.account = account;
    require_sound(call, id, changes, [](const std::string& path, const runs::Parts&) {
        constexpr std::string_view head = "/account";
        return path.starts_with(head) ? path.substr(head.size()) : "";
    });
}

void require_device(Transaction& transaction, const std::string& account, const json& bar) {
    if (bar.contains("device") && !store::devices::get(transaction, account, bar.at("device").get<std::string>())) {
        refuse(422, "unknown_device", "/device", "The account has no such device.");
    }
}

// `kept`: `proposed`, and of prices `before`.
Response propose(Call& call, const char* kind, const json& kept, const std::string& note) {
    Proposal proposal;
    proposal.id = security::random_id("proposal");
    proposal.account = call.parameter("account");
    proposal.kind = kind;
    proposal.body = kept.dump();
    proposal.note = note;
    proposal.at = call.now;
    proposal.by = call.principal.id;
    return call.write([&](Transaction& t) {
        if (proposal.kind == "bar") require_device(t, proposal.account, kept.at("proposed"));
        proposals::add(t, proposal);
        store::audit::Entry entry = call.entry(action_of(proposal, "propose"), proposal.id);
        entry.account = proposal.account;
        entry.after = json_of(proposal).dump();
        store::audit::add(t, entry);
        return created("/v1/accounts/" + proposal.account + "/proposals/" + proposal.id, json_of(proposal));
    });
}

Response propose_prices(Call& call) {
    const std::string& id = call.parameter("account");
    json prices = call.body;
    prices.erase("note");
    if (prices.empty()) refuse(422, "schema", "", "Nothing is proposed.");
    const std::string before = call.read([&](Transaction& t) { return accounts::get(t, id)->body; });
    require_sound_prices(call, id, with_prices(before, prices));
    return propose(call, "prices", json::object({{"proposed", prices}, {"before", prices_of(json::parse(before))}}),
                   call.body.at("note"));
}

Response propose_bar(Call& call) {
    return propose(call, "bar", json::object({{"proposed", call.body}}), call.body.at("reason"));
}

Proposal found_proposal(const Call& call, Transaction& transaction) {
    auto proposal = proposals::get(transaction, call.parameter("account"), call.parameter("proposal"));
    if (!proposal) refuse(404);
    return *proposal;
}

// The proposal as it is decided now, by a second person.
Proposal decided(const Call& call, Transaction& transaction, const char* state) {
    Proposal out = found_proposal(call, transaction);
    if (out.state != "proposed") refuse(409, "This is decided: " + out.state + ".");
    require_second_person(call, transaction, out.by, "A second person decides what the first has proposed.");
    out.state = state;
    out.decided_at = call.now;
    out.decided_by = call.principal.id;
    out.decided_why = call.body.at("why").get<std::string>();
    proposals::decide(transaction, out);
    return out;
}

store::audit::Entry decision_entry(const Call& call, const Proposal& proposal, const char* what, std::string subject) {
    store::audit::Entry out = call.entry(action_of(proposal, what), std::move(subject));
    out.account = proposal.account;
    out.why = proposal.decided_why;
    return out;
}

Response approve_prices(Call& call) {
    const std::string& id = call.parameter("account");
    json body;
    uint64_t generation = 0;
    const auto before = call.read([&](Transaction& t) {
        body = json::parse(found_proposal(call, t).body);
        generation = call.app.database->generation(id);
        return *accounts::get(t, id);
    });
    if (prices_of(json::parse(before.body)) != body.at("before"))
        refuse(409, "The account's prices changed since this was proposed; propose it anew.");
    const std::string after = with_prices(before.body, body.at("proposed"));
    require_sound_prices(call, id, after);
    return call.write([&](Transaction& t) {
        const Proposal proposal = decided(call, t, "approved");
        require_generation(call, id, generation);
        accounts::Account account = *accounts::get(t, id);
        store::audit::Entry entry = decision_entry(call, proposal, "approve", proposal.id);
        entry.before = json{{"proposal", json_of(proposal)}, {"account", account_json(account)}}.dump();
        account.body = after;
        account.revision++;
        account.at = call.now;
        account.by = call.principal.id;
        accounts::change(t, account);
        entry.after = account_json(account).dump();
        store::audit::add(t, entry);
        return json_response(200, json_of(proposal));
    });
}

Response approve_bar(Call& call) {
    Response out = call.write([&](Transaction& t) {
        const Proposal proposal = decided(call, t, "approved");
        const json body = json::parse(proposal.body).at("proposed");
        require_device(t, proposal.account, body);
        store::bars::Bar bar;
        bar.id = security::random_id("bar");
        bar.account = proposal.account;
        if (body.contains("device")) bar.device = body.at("device");
        bar.reason = body.at("reason");
        bar.clause = body.at("clause");
        if (body.contains("notice")) bar.notice = body.at("notice");
        bar.at = call.now;
        bar.by = proposal.by;
        store::bars::add(t, bar);
        store::audit::Entry entry = decision_entry(call, proposal, "approve", bar.id);
        entry.before = json_of(proposal).dump();
        entry.after = body.dump();
        store::audit::add(t, entry);
        return json_response(200, json_of(proposal));
    });
    call.app.barred->refresh();
    return out;
}

Response approve(Call& call) {
    const Proposal proposal = call.read([&](Transaction& t) { return found_proposal(call, t); });
    return proposal.kind == "bar" ? approve_bar(call) : approve_prices(call);
}

Response decline(Call& call) {
    return call.write([&](Transaction& t) {
        const Proposal proposal = decided(call, t, "declined");
        store::audit::Entry entry = decision_entry(call, proposal, "decline", proposal.id);
        entry.after = json_of(proposal).dump();
        store::audit::add(t, entry);
        return json_response(200, json_of(proposal));
    });
}

Response list_proposals(Call& call) {
    Listing list(call);
    const std::string* state = call.query("state");
    call.read([&](Transaction& t) {
        proposals::list(t, call.parameter("account"), state == nullptr ? std::nullopt : std::optional(*state),
                        list.after_number(),
                        [&](const Proposal& proposal) { return list.add(json_of(proposal), proposal.row); });
    });
    return list.finish();
}

Response get_proposal(Call& call) {
    return call.read([&](Transaction& t) { return json_response(200, json_of(found_proposal(call, t))); });
}

constexpr Roles readers = {Role::sales, Role::operator_, Role::approver, Role::auditor, Role::privacy_officer};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/accounts/{account}/proposals",
     .id = "listProposals",
     .tag = "proposals",
     .summary = "What was proposed for an account, by arrival. Customers see what was approved, where it holds.",
     .roles = readers,
     .tenant = Tenant::account,
     .query = list_query,
     .answer = &proposal_form,
     .list = true,
     .handle = list_proposals},
    {.method = "GET",
     .path = "/v1/accounts/{account}/proposals/{proposal}",
     .id = "getProposal",
     .tag = "proposals",
     .summary = "A proposal.",
     .roles = readers,
     .tenant = Tenant::account,
     .answer = &proposal_form,
     .handle = get_proposal},
    {.method = "POST",
     .path = "/v1/accounts/{account}/prices:propose",
     .id = "proposePrices",
     .tag = "proposals",
     .summary = "Proposes negotiated prices: discounts, minimum charge, pricing attachments. They hold once a second "
                "person approves.",
     .roles = {Role::sales, Role::operator_},
     .tenant = Tenant::account,
     .body = BodyKind::form,
     .form = &prices_form,
     .status = 201,
     .answer = &proposal_form,
     .stores = true,
     .computes = true,
     .handle = propose_prices},
    {.method = "POST",
     .path = "/v1/accounts/{account}/bars:propose",
     .id = "proposeBar",
     .tag = "proposals",
     .summary = "Proposes to bar the use of an account or a device. It holds once a second person approves.",
     .roles = {Role::operator_},
     .tenant = Tenant::account,
     .body = BodyKind::form,
     .form = &bar_form,
     .status = 201,
     .answer = &proposal_form,
     .stores = true,
     .handle = propose_bar},
    {.method = "POST",
     .path = "/v1/accounts/{account}/proposals/{proposal}:approve",
     .id = "approveProposal",
     .tag = "proposals",
     .summary = "Approves a proposal, which holds from then on: prices for every month that is not finalised, a bar at "
                "once. By another person than who proposed it.",
     .roles = {Role::approver},
     .tenant = Tenant::account,
     .body = BodyKind::form,
     .form = &decision_form,
     .answer = &proposal_form,
     .stores = true,
     .computes = true,
     .handle = approve},
    {.method = "POST",
     .path = "/v1/accounts/{account}/proposals/{proposal}:decline",
     .id = "declineProposal",
     .tag = "proposals",
     .summary = "Declines a proposal; by another person than who proposed it.",
     .roles = {Role::approver},
     .tenant = Tenant::account,
     .body = BodyKind::form,
     .form = &decision_form,
     .answer = &proposal_form,
     .stores = true,
     .handle = decline},
};

}  // namespace

void require_same_prices(const json& before, const json& after) {
    constexpr const char* words = "Negotiated prices are proposed (prices:propose) and approved by a second person.";
    if (discounts_of(before) != discounts_of(after))
        refuse(422, "not_permitted", "/document/agreement/discounts", words);
    if (minimum_of(before) != minimum_of(after))
        refuse(422, "not_permitted", "/document/agreement/minimum_monthly_charge", words);
    if (attachments_of(before) != attachments_of(after)) {
        refuse(422, "not_permitted", "/document/pricing_attachments", words);
    }
}

Operations proposal_operations() {
    return operations;
}

}  // namespace samebill::api
