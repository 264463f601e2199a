// SPDX-License-Identifier: MIT
#include "native-server/api/resources/audit.h"

#include <algorithm>
#include <iterator>

#include "core/base/calendar.h"
#include "native-server/api/listing.h"
#include "native-server/store/audit.h"

namespace samebill::api {

using nlohmann::json;
namespace audit = store::audit;

namespace {

constexpr BodyMember row_members[] = {
    {.name = "sequence", .form = ValueForm::integer, .required = true, .description = "1, 2, 3 … without gaps"},
    {.name = "at", .form = ValueForm::instant, .required = true},
    {.name = "by", .required = true, .description = "key or person; `system` for what the server does by itself"},
    {.name = "action", .required = true, .description = "account.edit, event.void …"},
    {.name = "subject", .required = true, .description = "id of what changed"},
    {.name = "account", .form = ValueForm::id},
    {.name = "before", .description = "JSON, as it was"},
    {.name = "after", .description = "JSON, as it is from then on"},
    {.name = "why"},
    {.name = "previous", .form = ValueForm::digest, .description = "digest of the row before; only in the export"},
    {.name = "digest", .form = ValueForm::digest, .description = "of this row with `previous`; only in the export"},
};
constexpr BodyForm row_form{"AuditRow", "a row of the audit log", row_members};

constexpr Roles readers_of_data = {Role::operator_, Role::approver, Role::auditor, Role::privacy_officer};

// system_admin reads what was done, but of customers' data not what it was.
bool sees_contents(const Roles& roles, const audit::Entry& entry) {
    if (!entry.account || roles.meets(readers_of_data)) return true;
    if (roles.meets({Role::customer_admin, Role::customer_viewer})) return true;
    return entry.action.starts_with("key.") || entry.action.starts_with("person.") ||
           entry.action.starts_with("session.");
}

// What the provider has not decided yet, drafts, and what it does about uploads: customers see what comes of it.
bool is_providers_own(std::string_view action) {
    constexpr std::string_view own[] = {
        "bar.propose",     "bar.decline",      "correction.dismiss", "correction.fail",      "payment.decline",
        "payment.propose", "price.decline",    "price.propose",      "quote.create",         "quote.edit",
        "run.drop_item",   "run.approve_item", "run.take_back_item", "usage.reject.resubmit"};
    return std::find(std::begin(own), std::end(own), action) != std::end(own);
}

// Of a decision they see what it made, and not what was proposed.
bool is_decision(std::string_view action) {
    return action == "bar.approve" || action == "payment.approve" || action == "price.approve";
}

json shown(const Roles& roles, const audit::Row& row) {
    const audit::Entry& entry = row.entry;
    const bool to_customer = roles.meets({Role::customer_viewer, Role::customer_admin});
    json out = {{"sequence", row.sequence},
                {"at", format_instant(entry.at)},
                {"by", entry.by},
                {"action", entry.action},
                {"subject", entry.subject}};
    if (entry.account) out["account"] = *entry.account;
    if (entry.why) out["why"] = *entry.why;
    if (!sees_contents(roles, entry)) return out;
    if (entry.before && !(to_customer && is_decision(entry.action))) out["before"] = *entry.before;
    if (entry.after) out["after"] = *entry.after;
    return out;
}

Response list_audit(Call& call) {
    Listing list(call);
    const auto own_account = call.own_account();
    const bool own_only = call.principal.roles.has(Role::customer_viewer);
    call.read([&](store::Transaction& t) {
        audit::list(t, own_account, list.after_number(), [&](const audit::Row& row) {
            if (own_only && row.entry.by != call.principal.id) return true;
            if (own_account && is_providers_own(row.entry.action)) return true;
            return list.add(shown(call.principal.roles, row), row.sequence);
        });
    });
    return list.finish();
}

// The members that the digest is of, and the digest: what is needed to check the chain elsewhere.
std::string exported(const audit::Row& row) {
    json out = {{"sequence", row.sequence},   {"at", row.entry.at},           {"by", row.entry.by},
                {"action", row.entry.action}, {"subject", row.entry.subject}, {"previous", row.previous},
                {"digest", row.digest}};
    if (row.entry.account) out["account"] = *row.entry.account;
    if (row.entry.before) out["before"] = *row.entry.before;
    if (row.entry.after) out["after"] = *row.entry.after;
    if (row.entry.why) out["why"] = *row.entry.why;
    return out.dump() + "\n";
}

// Pieces of some rows, so that a long log holds neither memory nor the store.
Response export_audit(Call& call) {
    Response out;
    out.content_type = "application/x-ndjson";
    out.headers.push_back({"Content-Disposition", "attachment; filename=\"audit.ndjson\""});
    out.pieces = [&database = *call.app.database, last = int64_t{0}](std::string& piece) mutable {
        constexpr int most = 500;
        int rows = 0;
        database.read([&](store::Transaction& t) {
            audit::list(t, std::nullopt, last, [&](const audit::Row& row) {
                piece += exported(row);
                last = row.sequence;
                return ++rows < most;
            });
        });
        return rows == most;
    };
    return out;
}

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/audit",
     .id = "listAudit",
     .tag = "audit",
     .summary = "The audit log from its beginning; customers see their account's, without what the "
                "provider has not decided, and viewers what they did themselves.",
     .roles = {Role::customer_viewer, Role::customer_admin, Role::operator_, Role::approver, Role::auditor,
               Role::privacy_officer, Role::system_admin},
     .answer = &row_form,
     .list = true,
     .all_accounts = true,
     .handle = list_audit},
    {.method = "GET",
     .path = "/v1/audit/export",
     .id = "exportAudit",
     .tag = "audit",
     .summary = "The whole audit log as NDJSON, with the digests that chain its rows.",
     .roles = {Role::auditor},
     .answer_type = "application/x-ndjson",
     .all_accounts = true,
     .handle = export_audit},
};

}  // namespace

Operations audit_operations() {
    return operations;
}

}  // namespace samebill::api
