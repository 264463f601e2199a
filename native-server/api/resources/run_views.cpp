// SPDX-License-Identifier: MIT
#include "native-server/api/resources/run_views.h"

#include "core/base/calendar.h"

namespace samebill::api {

using nlohmann::json;

namespace {

constexpr BodyMember count_members[] = {
    {.name = "waiting", .form = ValueForm::integer, .description = "to be computed"},
    {.name = "computed", .form = ValueForm::integer},
    {.name = "held", .form = ValueForm::integer, .description = "far above the average: each wants its own approval"},
    {.name = "parked", .form = ValueForm::integer, .description = "cannot be computed; each says why"},
    {.name = "approved", .form = ValueForm::integer},
    {.name = "finalised", .form = ValueForm::integer},
    {.name = "dropped", .form = ValueForm::integer, .description = "nothing to bill, or taken out"}};
constexpr BodyForm count_form{"RunItemCounts", "items of a run by state", count_members};

constexpr BodyMember run_members[] = {
    {.name = "id", .form = ValueForm::id, .required = true},
    {.name = "kind", .form = ValueForm::name, .required = true, .names = "bills rebuild"},
    {.name = "month", .form = ValueForm::month, .description = "of bills"},
    {.name = "accounts", .form = ValueForm::id, .description = "left out: all", .list = true},
    {.name = "begins", .form = ValueForm::boolean, .required = true},
    {.name = "state",
     .form = ValueForm::name,
     .required = true,
     .names = "computing review approved finalising finalised cancelled"},
    {.name = "hold_factor", .form = ValueForm::decimal, .required = true},
    {.name = "rules", .required = true},
    {.name = "at", .form = ValueForm::instant, .required = true},
    {.name = "by", .required = true},
    {.name = "approved_at", .form = ValueForm::instant},
    {.name = "approved_by"},
    {.name = "finalised_at", .form = ValueForm::instant, .description = "its bills are issued at this instant"},
    {.name = "finalised_by"},
    {.name = "ended_at", .form = ValueForm::instant},
    {.name = "items", .form = ValueForm::object, .required = true, .object = &count_form}};

constexpr BodyMember problem_members[] = {{.name = "code", .required = true},
                                          {.name = "path", .required = true},
                                          {.name = "message", .required = true, .most = 100'000}};
constexpr BodyForm problem_form{"ItemProblem", "what stands against a bill", problem_members};

constexpr BodyMember item_members[] = {
    {.name = "account", .form = ValueForm::id, .required = true},
    {.name = "state",
     .form = ValueForm::name,
     .required = true,
     .names = "waiting computed held parked approved finalised dropped"},
    {.name = "amount_due", .form = ValueForm::money},
    {.name = "currency"},
    {.name = "average", .form = ValueForm::money, .description = "of the account's last final bills, six at most"},
    {.name = "lines", .form = ValueForm::integer},
    {.name = "digest", .form = ValueForm::digest},
    {.name = "catalog_version", .form = ValueForm::id},
    {.name = "held_why"},
    {.name = "problems", .form = ValueForm::object, .object = &problem_form, .list = true},
    {.name = "decided_at", .form = ValueForm::instant},
    {.name = "decided_by"},
    {.name = "number", .form = ValueForm::integer, .description = "of the final bill"}};

template <class Value>
void set(json& out, const char* name, const std::optional<Value>& value) {
    if (value) out[name] = *value;
}

void set_instant(json& out, const char* name, const std::optional<int64_t>& at) {
    if (at) out[name] = format_instant(*at);
}

}  // namespace

const BodyForm run_form{"Run", "a bill run", run_members};
const BodyForm item_form{"RunItem", "an account in a bill run", item_members};

json run_json(store::Transaction& transaction, const store::runs::Run& run) {
    json out = {{"id", run.id},         {"kind", run.kind},
                {"begins", run.begins}, {"state", run.state},
                {"rules", run.rules},   {"hold_factor", run.hold_factor},
                {"by", run.by},         {"at", format_instant(run.at)}};
    if (!run.month.empty()) out["month"] = run.month;
    if (run.scope) out["accounts"] = json::parse(*run.scope);
    set_instant(out, "approved_at", run.approved_at);
    set(out, "approved_by", run.approved_by);
    set_instant(out, "finalised_at", run.finalised_at);
    set(out, "finalised_by", run.finalised_by);
    set_instant(out, "ended_at", run.ended_at);
    json& items = out["items"] = json::object();
    for (const auto& [state, count] : store::runs::counts(transaction, run.id)) items[state] = count;
    return out;
}

json item_json(const store::runs::Item& item) {
    json out = {{"account", item.account}, {"state", item.state}};
    set(out, "amount_due", item.amount_due);
    set(out, "currency", item.currency);
    set(out, "average", item.average);
    set(out, "lines", item.lines);
    set(out, "digest", item.digest);
    set(out, "catalog_version", item.catalog_version);
    set(out, "held_why", item.held_why);
    if (item.problems) out["problems"] = json::parse(*item.problems);
    set_instant(out, "decided_at", item.decided_at);
    set(out, "decided_by", item.decided_by);
    set(out, "number", item.number);
    return out;
}

}  // namespace samebill::api
