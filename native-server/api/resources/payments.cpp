// SPDX-License-Identifier: MIT
#include "native-server/api/resources/payments.h"

#include "core/codec/json.h"
#include "native-server/api/listing.h"
#include "native-server/api/problem.h"
#include "native-server/api/records.h"
#include "native-server/api/resources/payment_entries.h"
#include "native-server/api/resources/second_person.h"
#include "native-server/store/accounts.h"
#include "native-server/store/payments.h"

namespace samebill::api {

namespace payments = store::payments;
using nlohmann::json;
using payments::Entry;
using store::Transaction;

namespace {

constexpr BodyMember payment_members[] = {
    {.name = "amount", .form = ValueForm::money, .required = true, .description = "above zero"},
    {.name = "currency", .required = true, .least = 3, .most = 3},
    {.name = "on", .form = ValueForm::date, .required = true, .description = "when the money was received"},
    {.name = "reference",
     .required = true,
     .description = "the bank's; a payment with it is recorded once",
     .least = 1,
     .most = 200},
    {.name = "number",
     .form = ValueForm::integer,
     .description = "of the bill that it pays; left out: on account",
     .least = 1},
    {.name = "issuer", .form = ValueForm::id, .description = "of that bill; left out: the account's"},
    {.name = "note"}};
constexpr BodyForm payment_form{"PaymentRecord", "money received from a customer", payment_members};

constexpr BodyMember proposal_members[] = {
    {.name = "kind", .form = ValueForm::name, .required = true, .names = "reversal refund credit_note write_off"},
    {.name = "amount", .form = ValueForm::money, .required = true, .description = "above zero"},
    {.name = "currency", .required = true, .least = 3, .most = 3},
    {.name = "on", .form = ValueForm::date, .required = true, .description = "the date it counts from"},
    {.name = "reference", .required = true, .least = 1, .most = 200},
    {.name = "note", .required = true, .description = "why", .least = 1},
    {.name = "number",
     .form = ValueForm::integer,
     .description = "of the bill (credit notes and write-offs)",
     .least = 1},
    {.name = "issuer", .form = ValueForm::id, .description = "of that bill; left out: the account's"},
    {.name = "reverses", .form = ValueForm::id, .description = "the payment that did not hold (reversals)"}};
constexpr BodyForm proposal_form{"PaymentProposal", "what corrects a payment or a bill; another person approves it",
                                 proposal_members};

constexpr BodyMember decision_members[] = {{.name = "why", .required = true, .least = 1}};
constexpr BodyForm decision_form{"Decision", "why it was decided so", decision_members};

constexpr BodyMember import_members[] = {{.name = "account", .form = ValueForm::id, .required = true},
                                         {.name = "amount", .form = ValueForm::money, .required = true},
                                         {.name = "currency", .required = true, .least = 3, .most = 3},
                                         {.name = "on", .form = ValueForm::date, .required = true},
                                         {.name = "reference", .required = true, .least = 1, .most = 200},
                                         {.name = "number", .form = ValueForm::integer, .least = 1},
                                         {.name = "issuer", .form = ValueForm::id},
                                         {.name = "note"}};
constexpr BodyForm import_form{"ImportedPayment", "one row of a bank's list", import_members};

constexpr BodyMember error_members[] = {
    {.name = "code", .required = true}, {.name = "path", .required = true}, {.name = "message", .required = true}};
constexpr BodyForm error_form{"Problem", "what is wrong, and where", error_members};
constexpr BodyMember outcome_members[] = {
    {.name = "accepted", .form = ValueForm::integer, .required = true},
    {.name = "repeated",
     .form = ValueForm::integer,
     .required = true,
     .description = "recorded before, in the same words"},
    {.name = "rejected", .form = ValueForm::integer, .required = true},
    {.name = "problems",
     .form = ValueForm::object,
     .required = true,
     .description = "of the rejected ones; paths begin with the record's number, from 0",
     .object = &error_form,
     .list = true}};
constexpr BodyForm outcome_form{"PaymentImport", "what became of the records of an import", outcome_members};

constexpr QueryParameter list_query[] = {
    {.name = "state", .form = ValueForm::name, .names = "proposed posted declined"},
    {.name = "kind", .form = ValueForm::name, .names = "payment reversal refund credit_note write_off"}};

constexpr Column import_columns[] = {{"account"},   {"amount"}, {"currency"}, {"on"},
                                     {"reference"}, {"number"}, {"issuer"},   {"note"}};

// The issuer of the bill named, the account's if only a number was given.
void complete_issuer(Transaction& transaction, Entry& entry) {
    if (!entry.number || entry.issuer) return;
    const auto account = store::accounts::get(transaction, entry.account);
    if (account) entry.issuer = account->issuer;
}

store::audit::Entry entry_of(const Call& call, std::string action, const Entry& entry) {
    store::audit::Entry out = call.entry(std::move(action), entry.id);
    out.account = entry.account;
    out.after = json_of(entry).dump();
    return out;
}

bool same_payment(const Entry& one, const Entry& other) {
    return one.amount == other.amount && one.currency == other.currency && one.value_on == other.value_on &&
           one.issuer == other.issuer && one.number == other.number;
}

std::string location_of(const Entry& entry) {
    return "/v1/accounts/" + entry.account + "/payments/" + entry.id;
}

Response record_payment(Call& call) {
    Entry entry = read_entry(call, call.body, "payment", call.parameter("account"));
    return call.write([&](Transaction& t) {
        complete_issuer(t, entry);
        const Problems problems = check_entry(t, entry, today_of(call));
        if (!problems.empty()) refuse(422, problems);
        if (const auto before = payments::by_reference(t, entry.account, entry.reference)) {
            refuse(409, "A payment with this reference is recorded: " + before->id + ".");
        }
        payments::add(t, entry);
        store::audit::add(t, entry_of(call, "payment.record", entry));
        return created(location_of(entry), json_of(entry));
    });
}

Response propose(Call& call) {
    const std::string kind = call.body.at("kind");
    Entry entry = read_entry(call, call.body, kind, call.parameter("account"));
    if (entry.reverses.has_value() != (kind == "reversal")) {
        refuse(422, "schema", "/reverses", "A reversal, and nothing else, names the payment that it reverses.");
    }
    if (entry.number.has_value() != (kind == "credit_note" || kind == "write_off")) {
        refuse(422, "schema", "/number", "Credit notes and write-offs, and nothing else, name a bill.");
    }
    return call.write([&](Transaction& t) {
        complete_issuer(t, entry);
        const Problems problems = check_entry(t, entry, today_of(call));
        if (!problems.empty()) refuse(422, problems);
        if (entry.reverses && payments::reversed(t, *entry.reverses)) {
            refuse(409, "This payment has a reversal.");
        }
        payments::add(t, entry);
        store::audit::add(t, entry_of(call, "payment.propose", entry));
        return created(location_of(entry), json_of(entry));
    });
}

Response decide(Call& call, const char* state, const char* action) {
    return call.write([&](Transaction& t) {
        auto entry = payments::get(t, call.parameter("account"), call.parameter("payment"));
        if (!entry) refuse(404);
        if (entry->state != "proposed") refuse(409, "This is decided: " + entry->state + ".");
        require_second_person(call, t, entry->by, "A second person decides what the first has proposed.");
        if (std::string_view(state) == "posted") {
            const Problems problems = check_entry(t, *entry, today_of(call));
            if (!problems.empty()) refuse(409, problems);
        }
        store::audit::Entry audited = entry_of(call, action, *entry);
        audited.before = audited.after;
        entry->state = state;
        entry->decided_at = call.now;
        entry->decided_by = call.principal.id;
        entry->decided_why = call.body.at("why").get<std::string>();
        payments::decide(t, *entry);
        audited.after = json_of(*entry).dump();
        audited.why = entry->decided_why;
        store::audit::add(t, audited);
        return json_response(200, json_of(*entry));
    });
}

Response approve(Call& call) {
    return decide(call, "posted", "payment.approve");
}

Response decline(Call& call) {
    return decide(call, "declined", "payment.decline");
}

// A record of the import as an entry, or what is wrong with it.
std::optional<Entry> imported(Call& call, json& record, const std::string& path, Problems& problems) {
    if (const auto number = record.find("number"); number != record.end() && number->is_string()) {
        const std::string digits = *number;  // of CSV
        if (check_text(digits, ValueForm::integer, {}).empty()) *number = std::stoll(digits);
    }
    ProblemList unread;
    Document document;
    const std::string text = record.dump();
    parse_json(text, document, unread);
    Problems found = check_form(document.root, import_form);
    for (Problem& problem : found) problem.path = path + problem.path;
    problems.insert(problems.end(), found.begin(), found.end());
    if (!found.empty()) return std::nullopt;
    return read_entry(call, record, "payment", record.at("account"), path);
}

Response import_payments(Call& call) {
    std::vector<json> records = read_records(call, import_columns, 10'000).items;
    if (auto before = call.replay()) return *before;
    return call.write([&](Transaction& t) {
        int64_t accepted = 0;
        int64_t repeated = 0;
        int64_t rejected = 0;
        json listed = json::array();
        for (size_t i = 0; i < records.size(); i++) {
            const std::string path = "/" + std::to_string(i);
            Problems problems;
            std::optional<Entry> entry;
            try {
                entry = imported(call, records[i], path, problems);
            } catch (const Refused& refused) {
                for (const json& error : json::parse(*refused.response.body).value("errors", json::array())) {
                    problems.push_back({error.at("code"), error.at("path"), error.at("message")});
                }
            }
            if (entry && !store::accounts::get(t, entry->account)) {
                problems.push_back({"unknown_account", path + "/account", "There is no such account."});
            } else if (entry) {
                complete_issuer(t, *entry);
                problems = check_entry(t, *entry, today_of(call), path);
            }
            if (problems.empty()) {
                const auto before = payments::by_reference(t, entry->account, entry->reference);
                if (before && same_payment(*before, *entry)) {
                    repeated++;
                    continue;
                }
                if (before) {
                    problems.push_back(
                        {"reference", path + "/reference", "Another payment has this reference: " + before->id + "."});
                }
            }
            if (!problems.empty()) {
                rejected++;
                for (const Problem& problem : problems) {
                    listed.push_back({{"code", problem.code}, {"path", problem.path}, {"message", problem.message}});
                }
                continue;
            }
            payments::add(t, *entry);
            store::audit::add(t, entry_of(call, "payment.import", *entry));
            accepted++;
        }
        return json_response(
            200,
            {{"accepted", accepted}, {"repeated", repeated}, {"rejected", rejected}, {"problems", std::move(listed)}});
    });
}

payments::Filter filter_of(const Call& call) {
    payments::Filter out;
    if (const std::string* state = call.query("state")) out.state = *state;
    if (const std::string* kind = call.query("kind")) out.kind = *kind;
    return out;
}

Response list_entries(Call& call, const payments::Filter& filter) {
    Listing list(call);
    call.read([&](Transaction& t) {
        payments::list(t, filter, list.after_number(),
                       [&](const Entry& entry) { return list.add(json_of(entry), entry.row); });
    });
    return list.finish();
}

// Customers see what is posted; proposals are the provider's own affair.
Response list_payments(Call& call) {
    payments::Filter filter = filter_of(call);
    filter.account = call.parameter("account");
    if (call.own_account()) filter.state = "posted";
    return list_entries(call, filter);
}

Response list_all_payments(Call& call) {
    return list_entries(call, filter_of(call));
}

Response get_payment(Call& call) {
    const auto entry = call.read(
        [&](Transaction& t) { return payments::get(t, call.parameter("account"), call.parameter("payment")); });
    if (!entry || (call.own_account() && entry->state != "posted")) refuse(404);
    return json_response(200, json_of(*entry));
}

constexpr Roles readers = {Role::customer_viewer, Role::customer_admin, Role::operator_, Role::approver, Role::auditor};
constexpr Roles staff = {Role::operator_, Role::approver, Role::auditor};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/accounts/{account}/payments",
     .id = "listPayments",
     .tag = "payments",
     .summary = "Payments of an account and what corrects them, by arrival; customers see what is posted.",
     .roles = readers,
     .tenant = Tenant::account,
     .query = list_query,
     .answer = &payment_entry_form,
     .list = true,
     .handle = list_payments},
    {.method = "POST",
     .path = "/v1/accounts/{account}/payments",
     .id = "recordPayment",
     .tag = "payments",
     .summary = "Records money received, for a bill or on account; the whole or a part.",
     .roles = {Role::operator_},
     .tenant = Tenant::account,
     .body = BodyKind::form,
     .form = &payment_form,
     .status = 201,
     .answer = &payment_entry_form,
     .stores = true,
     .handle = record_payment},
    {.method = "POST",
     .path = "/v1/accounts/{account}/payments:propose",
     .id = "proposePayment",
     .tag = "payments",
     .summary = "Proposes a reversal, a refund, a credit note or a write-off.",
     .roles = {Role::operator_},
     .tenant = Tenant::account,
     .body = BodyKind::form,
     .form = &proposal_form,
     .status = 201,
     .answer = &payment_entry_form,
     .stores = true,
     .handle = propose},
    {.method = "GET",
     .path = "/v1/accounts/{account}/payments/{payment}",
     .id = "getPayment",
     .tag = "payments",
     .summary = "A payment, or what corrects one.",
     .roles = readers,
     .tenant = Tenant::account,
     .answer = &payment_entry_form,
     .handle = get_payment},
    {.method = "POST",
     .path = "/v1/accounts/{account}/payments/{payment}:approve",
     .id = "approvePayment",
     .tag = "payments",
     .summary = "Posts what another person has proposed.",
     .roles = {Role::approver},
     .tenant = Tenant::account,
     .body = BodyKind::form,
     .form = &decision_form,
     .answer = &payment_entry_form,
     .stores = true,
     .handle = approve},
    {.method = "POST",
     .path = "/v1/accounts/{account}/payments/{payment}:decline",
     .id = "declinePayment",
     .tag = "payments",
     .summary = "Declines what another person has proposed.",
     .roles = {Role::approver},
     .tenant = Tenant::account,
     .body = BodyKind::form,
     .form = &decision_form,
     .answer = &payment_entry_form,
     .stores = true,
     .handle = decline},
    {.method = "GET",
     .path = "/v1/payments",
     .id = "listAllPayments",
     .tag = "payments",
     .summary = "Payments of all accounts, by arrival; with state=proposed what waits for approval.",
     .roles = staff,
     .query = list_query,
     .answer = &payment_entry_form,
     .list = true,
     .all_accounts = true,
     .handle = list_all_payments},
    {.method = "POST",
     .path = "/v1/payments:import",
     .id = "importPayments",
     .tag = "payments",
     .summary = "Records a bank's list of payments (CSV or NDJSON); a row that is wrong does not stop the others.",
     .roles = {Role::operator_},
     .body = BodyKind::records,
     .form = &import_form,
     .answer = &outcome_form,
     .stores = true,
     .handle = import_payments},
};

}  // namespace

Operations payment_operations() {
    return operations;
}

}  // namespace samebill::api
