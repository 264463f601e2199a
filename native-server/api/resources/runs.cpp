// SPDX-License-Identifier: MIT
#include "native-server/api/resources/runs.h"

#include <set>

#include "core/api.h"
#include "core/base/calendar.h"
#include "core/base/money.h"
#include "native-server/api/call.h"
#include "native-server/api/listing.h"
#include "native-server/api/resources/run_views.h"
#include "native-server/api/resources/second_person.h"
#include "native-server/runs/billing.h"
#include "native-server/security/random.h"
#include "native-server/store/accounts.h"
#include "native-server/store/packed.h"

namespace samebill::api {

namespace runs_ = store::runs;
using nlohmann::json;
using runs_::Run;
using store::Transaction;

namespace {

constexpr Roles readers = {Role::operator_, Role::approver, Role::auditor};
constexpr Roles starters = {Role::operator_};
constexpr Roles approvers = {Role::approver};

constexpr BodyMember start_members[] = {
    {.name = "month", .form = ValueForm::month, .description = "of the bills"},
    {.name = "kind",
     .form = ValueForm::name,
     .description = "bills if left out; rebuild makes the states of final months anew under the present rules",
     .names = "bills rebuild"},
    {.name = "accounts",
     .form = ValueForm::id,
     .description = "all if left out",
     .least = 1,
     .most = 100'000,
     .list = true},
    {.name = "begins",
     .form = ValueForm::boolean,
     .description = "accounts without a final bill begin with this month; what was before is history and not billed"},
    {.name = "hold_factor",
     .form = ValueForm::decimal,
     .description = "a bill above so many times its trailing average is held; 3 if left out"}};
constexpr BodyForm start_form{"RunStart", "a bill run to be started", start_members};

constexpr BodyMember why_members[] = {
    {.name = "why", .required = true, .description = "for the audit log", .least = 1}};
constexpr BodyForm why_form{"Reason", "why something is done", why_members};

constexpr QueryParameter state_query[] = {{.name = "state",
                                           .form = ValueForm::name,
                                           .description = "items of this state only",
                                           .names = "waiting computed held parked approved finalised dropped"}};

Run find_run(Transaction& transaction, const Call& call) {
    auto run = runs_::find(transaction, call.parameter("run"));
    if (!run) refuse(404);
    return std::move(*run);
}

Response answer(Transaction& transaction, const std::string& id, int status = 200) {
    return json_response(status, run_json(transaction, *runs_::find(transaction, id)));
}

void log(Transaction& transaction, const Call& call, const char* action, const std::string& subject,
         const json& after = nullptr, const std::optional<std::string>& account = {}) {
    store::audit::Entry entry = call.entry(action, subject);
    entry.account = account;
    if (!after.is_null()) entry.after = after.dump();
    if (call.body.is_object() && call.body.contains("why")) entry.why = call.body.at("why").get<std::string>();
    store::audit::add(transaction, entry);
}

[[noreturn]] void refuse_state(const Run& run, const char* wanted) {
    refuse(409, "The run is " + run.state + "; this is for runs that are " + wanted + ".");
}

Response start_run(Call& call) {
    const json& body = call.body;
    Run run;
    run.kind = body.value("kind", "bills");
    run.month = body.value("month", "");
    if (run.kind == "bills" && run.month.empty()) refuse(422, "schema", "", "A run of bills has a month.");
    if (run.kind == "rebuild" && !run.month.empty()) refuse(422, "schema", "/month", "A rebuild is of all months.");
    run.begins = body.value("begins", false);
    run.hold_factor = body.value("hold_factor", "3");
    if (run.hold_factor.find('.') > 6 && run.hold_factor.size() > 6) {
        refuse(422, "schema", "/hold_factor", "The factor is less than a million.");
    }
    run.id = security::random_id("run");
    run.state = "computing";
    run.rules = rules_version;
    run.at = call.now;
    run.by = call.principal.id;
    std::vector<std::string> accounts = body.value("accounts", std::vector<std::string>());
    if (!accounts.empty()) run.scope = json(accounts).dump();
    Response out = call.write([&](Transaction& t) {
        std::set<std::string> seen;
        for (size_t i = 0; i < accounts.size(); ++i) {
            const std::string path = "/accounts/" + std::to_string(i);
            if (!seen.insert(accounts[i]).second) refuse(422, "duplicate_id", path, "The account is listed already.");
            if (!store::accounts::get(t, accounts[i]))
                refuse(422, "unknown_account", path, "There is no such account.");
        }
        runs_::add(t, run, accounts);
        log(t, call, "run.start", run.id, run_json(t, run));
        Response made = answer(t, run.id, 202);
        made.headers.push_back({"Location", "/v1/runs/" + run.id});
        return made;
    });
    call.app.billing->runner().wake();
    return out;
}

Response list_runs(Call& call) {
    Listing list(call);
    call.read([&](Transaction& t) {
        std::vector<Run> found;
        runs_::list(t, list.after_number(), [&](const Run& run) {
            found.push_back(run);
            return static_cast<int64_t>(found.size()) <= list.limit();
        });
        for (const Run& run : found) list.add(run_json(t, run), run.row);
    });
    return list.finish();
}

Response get_run(Call& call) {
    return call.read([&](Transaction& t) { return json_response(200, run_json(t, find_run(t, call))); });
}

Response list_items(Call& call) {
    Listing list(call);
    const std::string* state = call.query("state");
    call.read([&](Transaction& t) {
        const Run run = find_run(t, call);
        runs_::list_items(t, run.id, state == nullptr ? std::nullopt : std::optional(*state), list.after().value_or(""),
                          [&](const runs_::Item& item) { return list.add(item_json(item), item.account); });
    });
    return list.finish();
}

runs_::Item find_item(Transaction& transaction, const Call& call, const Run& run) {
    auto item = runs_::find_item(transaction, run.id, call.parameter("account"));
    if (!item) refuse(404);
    return std::move(*item);
}

Response get_item(Call& call) {
    return call.read(
        [&](Transaction& t) { return json_response(200, item_json(find_item(t, call, find_run(t, call)))); });
}

Response get_draft(Call& call) {
    const auto packed = call.read([&](Transaction& t) {
        const Run run = find_run(t, call);
        return runs_::bill_of_item(t, run.id, find_item(t, call, run).account);
    });
    if (!packed) refuse(404, "There is no draft: the item is not computed, or its bill is final.");
    return json_text_response(200, store::unpack(*packed));
}

Response approve_run(Call& call) {
    return call.write([&](Transaction& t) {
        const Run run = find_run(t, call);
        require_second_person(call, t, run.by, "Who started a run does not approve it.");
        if (!runs_::move(t, run.id, "review", "approved")) refuse_state(run, "in review");
        const int64_t count = runs_::move_items(t, run.id, "computed", "approved", call.now, call.principal.id);
        runs_::put_approved(t, run.id, call.now, call.principal.id);
        log(t, call, "run.approve", run.id, {{"items", count}});
        return answer(t, run.id);
    });
}

Response approve_item(Call& call) {
    return call.write([&](Transaction& t) {
        const Run run = find_run(t, call);
        require_second_person(call, t, run.by, "Who started a run does not approve it.");
        if (run.state != "review" && run.state != "approved") refuse_state(run, "in review or approved");
        const runs_::Item item = find_item(t, call, run);
        if (item.state != "held" && item.state != "computed") refuse(409, "The item is " + item.state + ".");
        runs_::move_item(t, run.id, item.account, item.state, "approved", call.now, call.principal.id);
        log(t, call, "run.approve_item", run.id + "/" + item.account,
            {{"amount_due", *item.amount_due}, {"digest", *item.digest}}, item.account);
        return json_response(200, item_json(find_item(t, call, run)));
    });
}

Response drop_item(Call& call) {
    return call.write([&](Transaction& t) {
        const Run run = find_run(t, call);
        if (run.state != "review" && run.state != "approved") refuse_state(run, "in review or approved");
        const runs_::Item item = find_item(t, call, run);
        if (item.state == "finalised" || item.state == "dropped") refuse(409, "The item is " + item.state + ".");
        runs_::move_item(t, run.id, item.account, item.state, "dropped", call.now, call.principal.id);
        log(t, call, "run.drop_item", run.id + "/" + item.account, nullptr, item.account);
        return json_response(200, item_json(find_item(t, call, run)));
    });
}

Response finalise_run(Call& call) {
    Response out = call.write([&](Transaction& t) {
        const Run run = find_run(t, call);
        if (run.kind != "bills") refuse(409, "A rebuild has no bills.");
        if (run.state != "approved" && run.state != "review") refuse_state(run, "approved");
        if (runs_::accounts_of_items(t, run.id, "approved", "", 1).empty()) {
            refuse(409, "No item of the run is approved.");
        }
        const Month month = *parse_month(run.month);
        if (call.now < start_of_month(month + 1)) refuse(409, "period_not_over", "", run.month + " is not over yet.");
        runs_::move(t, run.id, run.state, "finalising");
        runs_::put_finalised(t, run.id, call.now, call.principal.id);
        log(t, call, "run.finalise", run.id);
        return answer(t, run.id, 202);
    });
    call.app.billing->runner().wake();
    return out;
}

Response recompute_run(Call& call) {
    Response out = call.write([&](Transaction& t) {
        const Run run = find_run(t, call);
        if (run.state != "review" && run.state != "approved") refuse_state(run, "in review or approved");
        const int64_t count = runs_::move_items(t, run.id, "parked", "waiting", call.now, call.principal.id);
        runs_::move(t, run.id, run.state, "computing");
        log(t, call, "run.recompute", run.id, {{"items", count}});
        return answer(t, run.id, 202);
    });
    call.app.billing->runner().wake();
    return out;
}

Response cancel_run(Call& call) {
    return call.write([&](Transaction& t) {
        const Run run = find_run(t, call);
        if (run.state != "computing" && run.state != "review" && run.state != "approved") {
            refuse_state(run, "computing, in review or approved");
        }
        for (const char* state : {"waiting", "computed", "held", "parked", "approved"}) {
            runs_::move_items(t, run.id, state, "dropped", call.now, call.principal.id);
        }
        const auto counts = runs_::counts(t, run.id);
        const bool any = counts.contains("finalised");
        runs_::move(t, run.id, run.state, any ? "finalised" : "cancelled");
        runs_::put_ended(t, run.id, call.now);
        log(t, call, "run.cancel", run.id);
        return answer(t, run.id);
    });
}

constexpr Operation operations[] = {
    {.method = "POST",
     .path = "/v1/runs",
     .id = "startRun",
     .tag = "runs",
     .summary = "Starts a bill run of a month: drafts are computed, then wait for review.",
     .roles = starters,
     .body = BodyKind::form,
     .form = &start_form,
     .max_body = int64_t{16} << 20,
     .status = 202,
     .answer = &run_form,
     .stores = true,
     .handle = start_run},
    {.method = "GET",
     .path = "/v1/runs",
     .id = "listRuns",
     .tag = "runs",
     .summary = "Bill runs, the newest first.",
     .roles = readers,
     .answer = &run_form,
     .list = true,
     .handle = list_runs},
    {.method = "GET",
     .path = "/v1/runs/{run}",
     .id = "getRun",
     .tag = "runs",
     .summary = "A bill run, and how far it is.",
     .roles = readers,
     .answer = &run_form,
     .handle = get_run},
    {.method = "GET",
     .path = "/v1/runs/{run}/items",
     .id = "listRunItems",
     .tag = "runs",
     .summary = "The accounts of a run with their amounts, by account.",
     .roles = readers,
     .query = state_query,
     .answer = &item_form,
     .list = true,
     .all_accounts = true,
     .handle = list_items},
    {.method = "GET",
     .path = "/v1/runs/{run}/items/{account}",
     .id = "getRunItem",
     .tag = "runs",
     .summary = "An account in a run.",
     .roles = readers,
     .answer = &item_form,
     .all_accounts = true,
     .handle = get_item},
    {.method = "GET",
     .path = "/v1/runs/{run}/items/{account}/bill",
     .id = "getDraftBill",
     .tag = "runs",
     .summary = "The draft of an account's bill.",
     .roles = readers,
     .answer_document = "bill",
     .all_accounts = true,
     .handle = get_draft},
    {.method = "POST",
     .path = "/v1/runs/{run}/items/{account}:approve",
     .id = "approveRunItem",
     .tag = "runs",
     .summary = "Approves one draft, such as one that is held; by another person than who started the run.",
     .roles = approvers,
     .body = BodyKind::form,
     .form = &why_form,
     .answer = &item_form,
     .stores = true,
     .handle = approve_item},
    {.method = "POST",
     .path = "/v1/runs/{run}/items/{account}:drop",
     .id = "dropRunItem",
     .tag = "runs",
     .summary = "Takes an account out of a run; another run can bill it.",
     .roles = starters,
     .body = BodyKind::form,
     .form = &why_form,
     .answer = &item_form,
     .stores = true,
     .handle = drop_item},
    {.method = "POST",
     .path = "/v1/runs/{run}:approve",
     .id = "approveRun",
     .tag = "runs",
     .summary = "Approves all drafts that are not held; by another person than who started the run.",
     .roles = approvers,
     .answer = &run_form,
     .stores = true,
     .handle = approve_run},
    {.method = "POST",
     .path = "/v1/runs/{run}:finalise",
     .id = "finaliseRun",
     .tag = "runs",
     .summary = "Makes final bills of the approved drafts: numbered, chained and signed.",
     .roles = {Role::operator_, Role::approver},
     .status = 202,
     .answer = &run_form,
     .stores = true,
     .handle = finalise_run},
    {.method = "POST",
     .path = "/v1/runs/{run}:recompute",
     .id = "recomputeRun",
     .tag = "runs",
     .summary = "Computes what was parked once more.",
     .roles = starters,
     .status = 202,
     .answer = &run_form,
     .stores = true,
     .handle = recompute_run},
    {.method = "POST",
     .path = "/v1/runs/{run}:cancel",
     .id = "cancelRun",
     .tag = "runs",
     .summary = "Ends a run; what is not final is dropped.",
     .roles = starters,
     .body = BodyKind::form,
     .form = &why_form,
     .answer = &run_form,
     .stores = true,
     .handle = cancel_run},
};

}  // namespace

Operations run_operations() {
    return operations;
}

}  // namespace samebill::api
