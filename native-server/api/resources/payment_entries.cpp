// SPDX-License-Identifier: MIT
#include "native-server/api/resources/payment_entries.h"

#include <algorithm>

#include "core/base/calendar.h"
#include "native-server/receivables/ledger.h"
#include "native-server/security/random.h"
#include "native-server/store/accounts.h"
#include "native-server/store/catalogs.h"

namespace samebill::api {

namespace payments = store::payments;
using nlohmann::json;
using payments::Entry;
using receivables::Minor;
using store::Transaction;

namespace {

constexpr BodyMember members[] = {
    {.name = "id", .form = ValueForm::id, .required = true},
    {.name = "account", .form = ValueForm::id, .required = true},
    {.name = "kind",
     .form = ValueForm::name,
     .required = true,
     .names = "payment reversal refund credit_note write_off"},
    {.name = "state", .form = ValueForm::name, .required = true, .names = "proposed posted declined"},
    {.name = "amount",
     .form = ValueForm::money,
     .required = true,
     .description = "above zero; the kind tells the direction"},
    {.name = "currency", .required = true},
    {.name = "on", .form = ValueForm::date, .required = true, .description = "the date it counts from"},
    {.name = "reference", .required = true},
    {.name = "issuer", .form = ValueForm::id, .description = "of the bill that it is for"},
    {.name = "number", .form = ValueForm::integer, .description = "of that bill; left out: on account"},
    {.name = "reverses", .form = ValueForm::id, .description = "the payment that did not hold"},
    {.name = "note"},
    {.name = "at", .form = ValueForm::instant, .required = true},
    {.name = "by", .required = true},
    {.name = "decided_at", .form = ValueForm::instant},
    {.name = "decided_by"},
    {.name = "decided_why"}};

// Card data is not kept anywhere, so what may be a card's number is refused before it is written or logged.
void refuse_card_numbers(const json& body, const std::string& path) {
    for (const char* name : {"reference", "note"}) {
        const auto found = body.find(name);
        if (found == body.end() || !found->is_string()) continue;
        if (!receivables::has_card_number(found->get_ref<const std::string&>())) continue;
        refuse(422, "card_number", path + "/" + name,
               "This may be the number of a payment card. No card data is taken; leave it out.");
    }
}

Problems one(std::string code, std::string path, std::string message) {
    return {{std::move(code), std::move(path), std::move(message)}};
}

// Credit notes and write-offs that the bill has already.
Minor credited(const std::vector<Entry>& entries, const payments::Bill& bill) {
    Minor out = 0;
    for (const Entry& entry : entries) {
        if (entry.kind != "credit_note" && entry.kind != "write_off") continue;
        if (entry.issuer != bill.issuer || entry.number != bill.number) continue;
        out += receivables::minor_of(entry.amount, entry.currency);
    }
    return out;
}

bool knows_currency(Transaction& transaction, const Entry& entry) {
    const auto account = store::accounts::get(transaction, entry.account);
    if (account && store::catalogs::currency_of(transaction, account->catalog) == entry.currency) return true;
    const auto bills = payments::bills(transaction, entry.account);
    return std::any_of(bills.begin(), bills.end(),
                       [&](const payments::Bill& bill) { return bill.currency == entry.currency; });
}

Problems check_reversal(Transaction& transaction, const Entry& entry, const std::string& path) {
    const auto payment = payments::get(transaction, entry.account, *entry.reverses);
    const std::string at = path + "/reverses";
    if (!payment || payment->kind != "payment") return one("unknown_payment", at, "The account has no such payment.");
    if (entry.amount != payment->amount || entry.currency != payment->currency) {
        return one("amount", path + "/amount",
                   "A reversal takes back the whole payment: " + payment->amount + " " + payment->currency + ".");
    }
    return {};
}

// The most that the entry may come to; nothing: any amount.
std::optional<Minor> most_of(Transaction& transaction, const Entry& entry, const payments::Bill* bill,
                             std::string_view today) {
    const auto entries = payments::posted(transaction, entry.account);
    if (entry.kind == "credit_note") {
        return receivables::minor_of(bill->amount_due, bill->currency) - credited(entries, *bill);
    }
    if (entry.kind != "write_off" && entry.kind != "refund") return std::nullopt;
    const receivables::Ledger ledger = receivables::settle(payments::bills(transaction, entry.account), entries, today);
    if (entry.kind == "refund") {
        const auto found = ledger.on_account.find(entry.currency);
        return found == ledger.on_account.end() ? 0 : found->second;
    }
    for (const receivables::Receivable& receivable : ledger.bills) {
        if (receivable.bill.issuer == bill->issuer && receivable.bill.number == bill->number) return receivable.open;
    }
    return 0;
}

}  // namespace

const BodyForm payment_entry_form{"PaymentEntry", "a payment, or what corrects one or a bill", members};

json json_of(const Entry& entry) {
    json out = {{"id", entry.id},       {"account", entry.account},     {"kind", entry.kind},
                {"state", entry.state}, {"amount", entry.amount},       {"currency", entry.currency},
                {"on", entry.value_on}, {"reference", entry.reference}, {"at", format_instant(entry.at)},
                {"by", entry.by}};
    if (entry.issuer) out["issuer"] = *entry.issuer;
    if (entry.number) out["number"] = *entry.number;
    if (entry.reverses) out["reverses"] = *entry.reverses;
    if (entry.note) out["note"] = *entry.note;
    if (entry.decided_at) out["decided_at"] = format_instant(*entry.decided_at);
    if (entry.decided_by) out["decided_by"] = *entry.decided_by;
    if (entry.decided_why) out["decided_why"] = *entry.decided_why;
    return out;
}

std::string today_of(const Call& call) {
    return format_date(date_at(call.now));
}

Entry read_entry(const Call& call, const json& body, std::string kind, const std::string& account,
                 const std::string& path) {
    refuse_card_numbers(body, path);
    Entry out;
    out.id = security::random_id("pay");
    out.account = account;
    out.state = kind == "payment" ? "posted" : "proposed";
    out.kind = std::move(kind);
    out.amount = body.at("amount");
    out.currency = body.at("currency");
    out.value_on = body.at("on");
    out.reference = body.at("reference");
    if (body.contains("issuer")) out.issuer = body.at("issuer");
    if (body.contains("number")) out.number = body.at("number");
    if (body.contains("reverses")) out.reverses = body.at("reverses");
    if (body.contains("note")) out.note = body.at("note");
    out.at = call.now;
    out.by = call.principal.id;
    const auto digits = minor_digits_of(out.currency);
    if (!digits) refuse(422, "currency", path + "/currency", "The currency must be an ISO 4217 code.");
    const auto amount = parse_amount(out.amount, *digits);
    if (!amount || *amount <= 0) {
        refuse(422, "amount", path + "/amount",
               "The amount must be above zero and have exactly the currency's " + std::to_string(*digits) +
                   " digits after the point.");
    }
    out.amount = format_amount(*amount, *digits);
    if (out.value_on > today_of(call)) refuse(422, "date", path + "/on", "The date must not be to come.");
    if (out.issuer && !out.number) refuse(422, "schema", path, "An issuer alone names no bill: number is missing.");
    return out;
}

Problems check_entry(Transaction& transaction, const Entry& entry, std::string_view today, const std::string& path) {
    std::optional<payments::Bill> bill;
    if (entry.number) {
        bill = payments::bill(transaction, entry.account, *entry.issuer, *entry.number);
        if (!bill) return one("unknown_bill", path + "/number", "The account has no final bill of this number.");
    }
    const bool right = bill ? bill->currency == entry.currency : knows_currency(transaction, entry);
    if (!right) return one("currency", path + "/currency", "The account has no bills in this currency.");
    if (entry.reverses) {
        Problems problems = check_reversal(transaction, entry, path);
        if (!problems.empty()) return problems;
    }
    const auto most = most_of(transaction, entry, bill ? &*bill : nullptr, today);
    if (!most || receivables::minor_of(entry.amount, entry.currency) <= *most) return {};
    const std::string text = receivables::money_text(*most < 0 ? 0 : *most, entry.currency);
    return one("too_much", path + "/amount", "At most " + text + " " + entry.currency + " can be taken here.");
}

}  // namespace samebill::api
