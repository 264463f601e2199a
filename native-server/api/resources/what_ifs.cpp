// SPDX-License-Identifier: MIT
#include "native-server/api/resources/what_ifs.h"

#include <set>

#include "core/base/calendar.h"
#include "native-server/api/call.h"
#include "native-server/api/listing.h"
#include "native-server/receivables/ledger.h"
#include "native-server/runs/comparison.h"
#include "native-server/store/accounts.h"
#include "native-server/store/catalogs.h"

namespace samebill::api {

using nlohmann::json;
using receivables::money_text;
using runs::AccountChange;
using runs::Comparison;
using store::Transaction;

namespace {

constexpr BodyMember question_members[] = {{.name = "month", .form = ValueForm::month, .required = true},
                                           {.name = "accounts",
                                            .form = ValueForm::id,
                                            .description = "left out: all of the catalog",
                                            .least = 1,
                                            .list = true}};
constexpr BodyForm question_form{"WhatIfQuestion", "which bills are compared", question_members};

constexpr BodyMember totals_members[] = {{.name = "currency", .required = true},
                                         {.name = "before", .form = ValueForm::money, .required = true},
                                         {.name = "after", .form = ValueForm::money, .required = true},
                                         {.name = "change", .form = ValueForm::money, .required = true}};
constexpr BodyForm totals_form{"WhatIfTotals", "sums over all accounts in one currency", totals_members};

constexpr BodyMember what_if_members[] = {
    {.name = "id", .form = ValueForm::id, .required = true},
    {.name = "catalog", .form = ValueForm::id, .required = true},
    {.name = "version", .form = ValueForm::id, .required = true},
    {.name = "month", .form = ValueForm::month, .required = true},
    {.name = "state", .form = ValueForm::name, .required = true, .names = "working done"},
    {.name = "accounts", .form = ValueForm::integer, .required = true},
    {.name = "computed", .form = ValueForm::integer, .required = true},
    {.name = "failed",
     .form = ValueForm::integer,
     .required = true,
     .description = "of these, accounts that cannot be billed"},
    {.name = "totals", .form = ValueForm::object, .required = true, .object = &totals_form, .list = true},
    {.name = "at", .form = ValueForm::instant, .required = true},
    {.name = "by", .required = true}};
constexpr BodyForm what_if_form{"WhatIf", "how far a comparison has come", what_if_members};

constexpr BodyMember problem_members[] = {
    {.name = "code", .required = true}, {.name = "path", .required = true}, {.name = "message", .required = true}};
constexpr BodyForm problem_form{"Problem", "what is wrong, and where", problem_members};
constexpr BodyMember change_members[] = {
    {.name = "account", .form = ValueForm::id, .required = true},
    {.name = "currency"},
    {.name = "before", .form = ValueForm::money, .description = "total as things stand"},
    {.name = "after", .form = ValueForm::money, .description = "total with the version"},
    {.name = "change", .form = ValueForm::money},
    {.name = "problems",
     .form = ValueForm::object,
     .description = "why it cannot be billed",
     .object = &problem_form,
     .list = true}};
constexpr BodyForm change_form{"AccountChange", "what a catalog version changes in an account's bill", change_members};

json json_of(const Comparison& comparison) {
    json totals = json::array();
    for (const auto& [currency, sums] : comparison.totals) {
        totals.push_back({{"currency", currency},
                          {"before", money_text(sums.before, currency)},
                          {"after", money_text(sums.after, currency)},
                          {"change", money_text(sums.after - sums.before, currency)}});
    }
    return {{"id", comparison.id},
            {"catalog", comparison.catalog},
            {"version", comparison.version},
            {"month", comparison.month},
            {"state", comparison.done ? "done" : "working"},
            {"accounts", comparison.accounts},
            {"computed", comparison.computed},
            {"failed", comparison.failed},
            {"totals", std::move(totals)},
            {"at", format_instant(comparison.at)},
            {"by", comparison.by}};
}

json json_of(const AccountChange& change) {
    json out = {{"account", change.account}};
    if (!change.problems.empty()) {
        out["problems"] = json::parse(change.problems);
        return out;
    }
    out.update(
        {{"currency", change.currency}, {"before", change.before}, {"after", change.after}, {"change", change.change}});
    return out;
}

std::vector<std::string> accounts_of(const Call& call, const std::string& catalog) {
    const json wanted = call.body.value("accounts", json());
    std::set<std::string> named;
    if (wanted.is_array()) named.insert(wanted.begin(), wanted.end());
    std::vector<std::string> out;
    call.read([&](Transaction& t) {
        store::accounts::list(t, "", std::nullopt, [&](const store::accounts::Account& account) {
            const bool asked = wanted.is_null() || named.erase(account.id) > 0;
            if (asked && account.catalog == catalog) out.push_back(account.id);
            if (asked && account.catalog != catalog && !wanted.is_null()) named.insert(account.id);
            return true;
        });
    });
    if (!named.empty()) {
        refuse(422, "unknown_account", "/accounts", "No account of this catalog: " + *named.begin() + ".");
    }
    return out;
}

Response ask(Call& call) {
    Comparison asked;
    asked.catalog = call.parameter("catalog");
    asked.version = call.parameter("version");
    asked.month = call.body.at("month");
    asked.at = call.now;
    asked.by = call.principal.id;
    const bool known =
        call.read([&](Transaction& t) { return store::catalogs::about(t, asked.catalog, asked.version).has_value(); });
    if (!known) refuse(404);
    const auto started = call.app.comparisons->start(asked, accounts_of(call, asked.catalog));
    if (!started) refuse(503, "Other comparisons are at work; ask again later.");
    Response out = created("/v1/what-ifs/" + started->id, json_of(*started));
    out.status = 202;
    return out;
}

Comparison found(const Call& call) {
    auto comparison = call.app.comparisons->find(call.parameter("what_if"));
    if (!comparison) refuse(404);
    return *comparison;
}

Response get_what_if(Call& call) {
    return json_response(200, json_of(found(call)));
}

Response list_changes(Call& call) {
    const Comparison comparison = found(call);
    if (!comparison.done) refuse(409, "The comparison is at work; its changes are listed once it is done.");
    Listing list(call);
    const auto& changes = *comparison.changes;
    for (auto i = static_cast<size_t>(list.after_number()); i < changes.size(); i++) {
        if (!list.add(json_of(changes[i]), static_cast<int64_t>(i + 1))) break;
    }
    return list.finish();
}

constexpr Roles roles = {Role::operator_, Role::approver, Role::auditor};

constexpr Operation operations[] = {
    {.method = "POST",
     .path = "/v1/catalogs/{catalog}/versions/{version}:what_if",
     .id = "askWhatIf",
     .tag = "catalogs",
     .summary = "What a version, also a draft, would change in a month's bill of each account; answered by and by.",
     .roles = roles,
     .body = BodyKind::form,
     .form = &question_form,
     .status = 202,
     .answer = &what_if_form,
     .handle = ask},
    {.method = "GET",
     .path = "/v1/what-ifs/{what_if}",
     .id = "getWhatIf",
     .tag = "catalogs",
     .summary = "How far a comparison has come, and its sums.",
     .roles = roles,
     .answer = &what_if_form,
     .handle = get_what_if},
    {.method = "GET",
     .path = "/v1/what-ifs/{what_if}/changes",
     .id = "listWhatIfChanges",
     .tag = "catalogs",
     .summary = "The change in each account's bill, the greatest rise first; accounts that cannot be billed come last.",
     .roles = roles,
     .answer = &change_form,
     .list = true,
     .all_accounts = true,
     .handle = list_changes},
};

}  // namespace

Operations what_if_operations() {
    return operations;
}

}  // namespace samebill::api
