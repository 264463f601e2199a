// SPDX-License-Identifier: MIT
#include "native-server/api/resources/corrections.h"

#include "core/base/calendar.h"
#include "native-server/api/call.h"
#include "native-server/api/listing.h"
#include "native-server/runs/billing.h"
#include "native-server/store/accounts.h"
#include "native-server/store/bills.h"
#include "native-server/store/corrections.h"
#include "native-server/store/packed.h"
#include "native-server/text/document_text.h"

namespace samebill::api {

namespace corrections = store::corrections;
using nlohmann::json;
using store::Transaction;

namespace {

constexpr Roles readers = {Role::customer_viewer, Role::customer_admin, Role::operator_, Role::approver, Role::auditor};

constexpr BodyMember correction_members[] = {
    {.name = "id", .form = ValueForm::id, .required = true},
    {.name = "of", .form = ValueForm::month, .required = true, .description = "the month that was billed otherwise"},
    {.name = "kind",
     .form = ValueForm::name,
     .required = true,
     .description = "in whose favour it is",
     .names = "credit_note charge"},
    {.name = "state",
     .form = ValueForm::name,
     .required = true,
     .description = "open until a bill carries it; listed: differences of other rules, never billed",
     .names = "open billed listed withdrawn"},
    {.name = "subtotal",
     .form = ValueForm::money,
     .required = true,
     .description = "new less old, less what bills "
                    "carry already"},
    {.name = "tax", .form = ValueForm::money, .required = true},
    {.name = "amount", .form = ValueForm::money, .required = true},
    {.name = "why", .required = true},
    {.name = "billed_in", .form = ValueForm::month, .description = "the month whose bill carries it"},
    {.name = "at", .form = ValueForm::instant, .required = true},
    {.name = "by", .required = true}};
constexpr BodyForm correction_form{"Correction", "a difference found in a final month", correction_members};

constexpr BodyMember request_members[] = {{.name = "from",
                                           .form = ValueForm::month,
                                           .required = true,
                                           .description = "the first final month to compute anew"},
                                          {.name = "why", .required = true, .least = 1, .most = 200}};
constexpr BodyForm request_form{"CorrectionRequest", "final months to be computed anew", request_members};

constexpr QueryParameter format_query[] = {
    {.name = "format", .form = ValueForm::name, .description = "json if left out", .names = "json text"}};

json correction_json(const corrections::Correction& correction) {
    const json statement = json::parse(store::unpack(correction.statement));
    const json& adjustment = statement.at("adjustments").at(0);
    const auto amount = adjustment.at("amount").get<std::string>();
    json out = {{"id", correction.id},
                {"of", correction.of_month},
                {"kind", amount.starts_with('-') ? "credit_note" : "charge"},
                {"state", correction.state},
                {"subtotal", adjustment.at("subtotal")},
                {"tax", adjustment.at("tax")},
                {"amount", amount},
                {"why", correction.why},
                {"at", format_instant(correction.at)},
                {"by", correction.by}};
    if (correction.billed_in) out["billed_in"] = *correction.billed_in;
    return out;
}

Response list_corrections(Call& call) {
    Listing list(call);
    call.read([&](Transaction& t) {
        corrections::list(t, call.parameter("account"), list.after_number(),
                          [&](const corrections::Correction& one) { return list.add(correction_json(one), one.row); });
    });
    return list.finish();
}

Response get_correction(Call& call) {
    const auto found = call.read(
        [&](Transaction& t) { return corrections::find(t, call.parameter("account"), call.parameter("correction")); });
    if (!found) refuse(404);
    const std::string statement = store::unpack(found->statement);
    const std::string* format = call.query("format");
    if (format == nullptr || *format == "json") {
        return json_response(200, {{"correction", correction_json(*found)}, {"statement", json::parse(statement)}});
    }
    const json shown = correction_json(*found);
    std::string text =
        (shown.at("kind") == "credit_note" ? "Credit note " : "Correction ") + found->id + ": " + found->why + "\n\n";
    text += text::correction_text(json::parse(statement), 1024);
    return make_response(200, "text/plain; charset=utf-8", std::move(text));
}

Response request_correction(Call& call) {
    const std::string& account = call.parameter("account");
    const std::string from = call.body.at("from");
    call.app.database->write([&](Transaction& t) {
        if (!store::bills::find_head(t, account, from)) {
            refuse(422, "period", "/from", "The account has no final bill of " + from + ".");
        }
        corrections::mark_due(t, account, from, call.body.at("why").get<std::string>(), call.principal.id, call.now);
        store::audit::Entry entry = call.entry("correction.request", account);
        entry.account = account;
        entry.after = call.body.dump();
        store::audit::add(t, entry);
    });
    const Problems problems = call.app.billing->corrector().settle(account);
    if (!problems.empty()) refuse(422, problems);
    // Asked again under the same key before this is written down, it finds the same.
    return call.write([&](Transaction& t) {
        json out = json::array();
        for (const auto& one : corrections::of_state(t, account, "open")) out.push_back(correction_json(one));
        return json_response(200, {{"items", out}});
    });
}

// Gives up what could not be corrected: the final months stay as they were billed.
Response dismiss_correction(Call& call) {
    const std::string& account = call.parameter("account");
    return call.write([&](Transaction& t) {
        const auto due = corrections::find_due(t, account);
        if (!due || !due->problems) refuse(409, "Nothing stands against the account's corrections.");
        corrections::clear_due(t, *due);
        t.touch(account);
        store::audit::Entry entry = call.entry("correction.dismiss", account);
        entry.account = account;
        entry.before = *due->problems;
        entry.why = call.body.at("why").get<std::string>();
        store::audit::add(t, entry);
        Response out;
        out.status = 204;
        return out;
    });
}

constexpr BodyMember why_members[] = {
    {.name = "why", .required = true, .description = "for the audit log", .least = 1}};
constexpr BodyForm why_form{"CorrectionDismissal", "why final months stay as they are", why_members};

constexpr BodyMember found_members[] = {
    {.name = "items", .form = ValueForm::object, .required = true, .object = &correction_form, .list = true}};
constexpr BodyForm found_form{"CorrectionsFound", "the corrections that wait for the next bill", found_members};

constexpr BodyMember statement_members[] = {
    {.name = "correction", .form = ValueForm::object, .required = true, .object = &correction_form},
    {.name = "statement",
     .form = ValueForm::document,
     .required = true,
     .description = "old and new, line by line",
     .document = "correction"}};
constexpr BodyForm statement_form{"CorrectionStatement", "a correction and its statement", statement_members};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/accounts/{account}/corrections",
     .id = "listCorrections",
     .tag = "corrections",
     .summary = "Differences found in the account's final months, in the order in which they were found.",
     .roles = readers,
     .tenant = Tenant::account,
     .answer = &correction_form,
     .list = true,
     .handle = list_corrections},
    {.method = "GET",
     .path = "/v1/accounts/{account}/corrections/{correction}",
     .id = "getCorrection",
     .tag = "corrections",
     .summary = "A correction with its statement: old, new and why; one in the customer's favour is a credit note.",
     .roles = readers,
     .tenant = Tenant::account,
     .query = format_query,
     .answer = &statement_form,
     .handle = get_correction},
    {.method = "POST",
     .path = "/v1/accounts/{account}/corrections",
     .id = "requestCorrection",
     .tag = "corrections",
     .summary = "Computes final months anew from the inputs that hold now. Late usage and voided events ask for it by "
                "themselves.",
     .roles = {Role::operator_},
     .tenant = Tenant::account,
     .body = BodyKind::form,
     .form = &request_form,
     .answer = &found_form,
     .stores = true,
     .computes = true,
     .handle = request_correction},
    {.method = "POST",
     .path = "/v1/accounts/{account}/corrections:dismiss",
     .id = "dismissCorrection",
     .tag = "corrections",
     .summary = "Gives up a correction that cannot be computed and so keeps the account from being billed.",
     .roles = {Role::approver},
     .tenant = Tenant::account,
     .body = BodyKind::form,
     .form = &why_form,
     .status = 204,
     .stores = true,
     .handle = dismiss_correction},
};

}  // namespace

Operations correction_operations() {
    return operations;
}

}  // namespace samebill::api
