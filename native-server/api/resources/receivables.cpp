// SPDX-License-Identifier: MIT
#include "core/base/calendar.h"
#include "native-server/api/listing.h"
#include "native-server/api/resources/payment_entries.h"
#include "native-server/api/resources/payments.h"
#include "native-server/receivables/ledger.h"
#include "native-server/text/statement_text.h"

namespace samebill::api {

using nlohmann::json;
using receivables::Ledger;
using receivables::Receivable;
using receivables::Statement;
using store::Transaction;

namespace {

constexpr BodyMember receivable_members[] = {
    {.name = "account", .form = ValueForm::id, .required = true},
    {.name = "issuer", .form = ValueForm::id, .required = true},
    {.name = "number", .form = ValueForm::integer, .required = true},
    {.name = "month", .form = ValueForm::month, .required = true},
    {.name = "issued_on", .form = ValueForm::date, .required = true},
    {.name = "due_on", .form = ValueForm::date, .required = true},
    {.name = "currency", .required = true},
    {.name = "amount_due", .form = ValueForm::money, .required = true},
    {.name = "settled", .form = ValueForm::money, .required = true, .description = "of it"},
    {.name = "open", .form = ValueForm::money, .required = true, .description = "what is left of it"},
    {.name = "status", .form = ValueForm::name, .required = true, .names = "open paid past_due"}};
constexpr BodyForm receivable_form{"Receivable", "what a final bill still asks for", receivable_members};

constexpr BodyMember on_account_members[] = {
    {.name = "currency", .required = true},
    {.name = "amount",
     .form = ValueForm::money,
     .required = true,
     .description = "paid and not needed by any bill yet"},
    {.name = "open", .form = ValueForm::money, .required = true, .description = "of all bills"},
    {.name = "past_due", .form = ValueForm::money, .required = true, .description = "of the bills that are past due"}};
constexpr BodyForm on_account_form{"OnAccount", "sums of an account in one currency", on_account_members};
constexpr BodyMember account_receivables_members[] = {
    {.name = "account", .form = ValueForm::id, .required = true},
    {.name = "on", .form = ValueForm::date, .required = true, .description = "the day of which the status is told"},
    {.name = "bills", .form = ValueForm::object, .required = true, .object = &receivable_form, .list = true},
    {.name = "totals", .form = ValueForm::object, .required = true, .object = &on_account_form, .list = true}};
constexpr BodyForm account_receivables_form{"AccountReceivables", "what an account owes, bill by bill",
                                            account_receivables_members};

constexpr BodyMember statement_entry_members[] = {
    {.name = "on", .form = ValueForm::date, .required = true},
    {.name = "kind",
     .form = ValueForm::name,
     .required = true,
     .names = "bill payment reversal refund credit_note write_off"},
    {.name = "reference", .required = true},
    {.name = "bill", .description = "issuer/number"},
    {.name = "note"},
    {.name = "amount", .form = ValueForm::money, .required = true, .description = "above zero: owed by the customer"},
    {.name = "balance", .form = ValueForm::money, .required = true, .description = "after it"}};
constexpr BodyForm statement_entry_form{"StatementEntry", "one entry of a statement of account",
                                        statement_entry_members};
constexpr BodyMember statement_members[] = {
    {.name = "currency", .required = true},
    {.name = "opening", .form = ValueForm::money, .required = true},
    {.name = "entries", .form = ValueForm::object, .required = true, .object = &statement_entry_form, .list = true},
    {.name = "closing", .form = ValueForm::money, .required = true}};
constexpr BodyForm statement_form{"Statement", "entries of one currency and the balances around them",
                                  statement_members};
constexpr BodyMember statements_members[] = {
    {.name = "account", .form = ValueForm::id, .required = true},
    {.name = "from", .form = ValueForm::date, .required = true},
    {.name = "through", .form = ValueForm::date, .required = true},
    {.name = "statements", .form = ValueForm::object, .required = true, .object = &statement_form, .list = true}};
constexpr BodyForm statements_form{"StatementOfAccount", "bills and payments from a date through a date",
                                   statements_members};

constexpr QueryParameter statement_query[] = {
    {.name = "from", .form = ValueForm::date, .description = "the first day; left out: from the beginning"},
    {.name = "through", .form = ValueForm::date, .description = "the last day; left out: today"}};
constexpr QueryParameter status_query[] = {{.name = "status", .form = ValueForm::name, .names = "open paid past_due"}};

json json_of(const Receivable& receivable, const std::string& account) {
    const std::string& currency = receivable.bill.currency;
    return {{"account", account},
            {"issuer", receivable.bill.issuer},
            {"number", receivable.bill.number},
            {"month", receivable.bill.month},
            {"issued_on", format_date(date_at(receivable.bill.issued_at))},
            {"due_on", receivable.bill.due_on},
            {"currency", currency},
            {"amount_due", receivable.bill.amount_due},
            {"settled", receivables::money_text(receivable.settled, currency)},
            {"open", receivables::money_text(receivable.open, currency)},
            {"status", receivables::status_name(receivable.status)}};
}

json totals_of(const Ledger& ledger) {
    json out = json::array();
    for (const auto& [currency, on_account] : ledger.on_account) {
        receivables::Minor open = 0;
        receivables::Minor past_due = 0;
        for (const Receivable& receivable : ledger.bills) {
            if (receivable.bill.currency != currency) continue;
            open += receivable.open;
            if (receivable.status == receivables::Status::past_due) past_due += receivable.open;
        }
        out.push_back({{"currency", currency},
                       {"amount", receivables::money_text(on_account, currency)},
                       {"open", receivables::money_text(open, currency)},
                       {"past_due", receivables::money_text(past_due, currency)}});
    }
    return out;
}

Response account_receivables(Call& call) {
    const std::string& account = call.parameter("account");
    const std::string today = today_of(call);
    const Ledger ledger = call.read([&](Transaction& t) { return receivables::ledger_of(t, account, today); });
    json bills = json::array();
    for (const Receivable& receivable : ledger.bills) bills.push_back(json_of(receivable, account));
    return json_response(200, {{"account", account}, {"on", today}, {"bills", bills}, {"totals", totals_of(ledger)}});
}

// Accounts are taken a few at a time, so that the store is not held for long; the cursor is "account month".
Response list_receivables(Call& call) {
    Listing list(call);
    const std::string* wanted = call.query("status");
    const std::string today = today_of(call);
    const std::string begin = list.after().value_or("");
    const std::string begin_month = begin.empty() ? "" : begin.substr(begin.find(' ') + 1);
    std::string account = begin.substr(0, begin.find(' '));
    // The account that the last page ended in goes on; `after` is exclusive, so step just before it.
    bool first = !begin.empty();
    for (bool more = true; more;) {
        std::vector<std::pair<std::string, Ledger>> ledgers;
        call.read([&](Transaction& t) {
            if (first) ledgers.emplace_back(account, receivables::ledger_of(t, account, today));
            for (const std::string& id : store::payments::accounts_with_bills(t, account, 50)) {
                ledgers.emplace_back(id, receivables::ledger_of(t, id, today));
            }
        });
        more = !ledgers.empty();
        for (const auto& [id, ledger] : ledgers) {
            for (const Receivable& receivable : ledger.bills) {
                if (first && id == account && receivable.bill.month <= begin_month) continue;
                if (wanted != nullptr && *wanted != receivables::status_name(receivable.status)) continue;
                if (!more) break;
                more = list.add(json_of(receivable, id), id + " " + receivable.bill.month);
            }
        }
        first = false;
        if (more) account = ledgers.back().first;
    }
    return list.finish();
}

json json_of(const Statement& statement) {
    json entries = json::array();
    for (const receivables::StatementEntry& entry : statement.entries) {
        json one = {{"on", entry.on},
                    {"kind", entry.kind},
                    {"reference", entry.reference},
                    {"amount", receivables::money_text(entry.amount, statement.currency)},
                    {"balance", receivables::money_text(entry.balance, statement.currency)}};
        if (!entry.bill.empty()) one["bill"] = entry.bill;
        if (!entry.note.empty()) one["note"] = entry.note;
        entries.push_back(std::move(one));
    }
    return {{"currency", statement.currency},
            {"opening", receivables::money_text(statement.opening, statement.currency)},
            {"entries", std::move(entries)},
            {"closing", receivables::money_text(statement.closing, statement.currency)}};
}

// JSON, or CSV or plain text as Accept asks.
Response get_statement(Call& call) {
    const std::string& account = call.parameter("account");
    const std::string from = call.query("from") != nullptr ? *call.query("from") : "1970-01-01";
    const std::string through = call.query("through") != nullptr ? *call.query("through") : today_of(call);
    if (through < from) refuse(422, "period", "through", "The last day must not be before the first.");
    const std::vector<Statement> found = call.read([&](Transaction& t) {
        return receivables::statements(store::payments::bills(t, account), store::payments::posted(t, account), from,
                                       through);
    });
    json document = {{"account", account}, {"from", from}, {"through", through}, {"statements", json::array()}};
    for (const Statement& statement : found) document["statements"].push_back(json_of(statement));
    const std::string_view accept = call.request.header("accept");
    Response out;
    if (accept.starts_with("text/csv")) {
        out = make_response(200, "text/csv; charset=utf-8", text::statement_csv(document));
    } else if (accept.starts_with("text/plain")) {
        out = make_response(200, "text/plain; charset=utf-8", text::statement_text(document));
    } else {
        out = json_response(200, document);
    }
    out.headers.push_back({"Vary", "Accept"});
    return out;
}

constexpr Roles readers = {Role::customer_viewer, Role::customer_admin, Role::operator_, Role::approver, Role::auditor};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/accounts/{account}/receivables",
     .id = "getReceivables",
     .tag = "payments",
     .summary = "What an account owes: the status of each final bill, and what lies on account.",
     .roles = readers,
     .tenant = Tenant::account,
     .answer = &account_receivables_form,
     .handle = account_receivables},
    {.method = "GET",
     .path = "/v1/receivables",
     .id = "listReceivables",
     .tag = "payments",
     .summary = "The final bills of all accounts with their status, by account and month.",
     .roles = {Role::operator_, Role::approver, Role::auditor},
     .query = status_query,
     .answer = &receivable_form,
     .list = true,
     .all_accounts = true,
     .handle = list_receivables},
    {.method = "GET",
     .path = "/v1/accounts/{account}/statement",
     .id = "getStatement",
     .tag = "payments",
     .summary = "Statement of account: opening balance, bills and payments, closing balance; JSON, CSV or text.",
     .roles = readers,
     .tenant = Tenant::account,
     .query = statement_query,
     .answer = &statements_form,
     .handle = get_statement},
};

}  // namespace

Operations receivable_operations() {
    return operations;
}

}  // namespace samebill::api
