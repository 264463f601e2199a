// SPDX-License-Identifier: MIT
#include <map>

#include "core/base/calendar.h"
#include "native-server/api/call.h"
#include "native-server/api/engine.h"
#include "native-server/api/resources/accounts.h"
#include "native-server/store/accounts.h"
#include "native-server/store/catalogs.h"
#include "native-server/store/quotes.h"

namespace samebill::api {

namespace accounts = store::accounts;
using nlohmann::json;
using store::Transaction;

namespace {

constexpr BodyMember entry_members[] = {
    {.name = "from", .form = ValueForm::month, .required = true, .description = "the first month it holds"},
    {.name = "version", .form = ValueForm::id, .required = true},
    {.name = "taken", .form = ValueForm::name, .required = true, .names = "by_date explicit quote"},
    {.name = "quote", .form = ValueForm::id, .description = "that was accepted; its version holds for its months"},
    {.name = "at", .form = ValueForm::instant, .description = "when it was taken up, if explicitly"},
    {.name = "by"}};
constexpr BodyForm entry_form{"ScheduledVersion", "a catalog version and the first month it holds", entry_members};

constexpr BodyMember schedule_members[] = {
    {.name = "catalog", .form = ValueForm::id, .required = true},
    {.name = "uptake", .form = ValueForm::name, .required = true, .names = "by_date explicit"},
    {.name = "versions", .form = ValueForm::object, .required = true, .object = &entry_form, .list = true}};
constexpr BodyForm schedule_form{"CatalogSchedule", "which catalog version holds for the account from when",
                                 schedule_members};

constexpr BodyMember uptake_members[] = {{.name = "version", .form = ValueForm::id, .required = true}};
constexpr BodyForm uptake_form{"CatalogUptake", "the version to take up", uptake_members};

// Quotes hold for their months before all else; what was scheduled holds again after them.
void add_pins(Transaction& t, const accounts::Account& account, std::map<std::string, json>& months) {
    store::quotes::list_pins(t, account.id, [&](const store::quotes::Pin& pin) {
        months[pin.from_month] = {
            {"taken", "quote"}, {"quote", pin.quote}, {"at", format_instant(pin.at)}, {"by", pin.by}};
        months.emplace(format_month(*parse_month(pin.through_month) + 1), json{{"taken", account.uptake}});
    });
}

// The months in which something changes: entries of the schedule, accepted quotes and, by date, months in which
// versions are effective.
json versions_of(Transaction& t, const accounts::Account& account) {
    std::map<std::string, json> months;
    accounts::list_schedule(t, account.id, [&](const accounts::Scheduled& scheduled) {
        if (scheduled.catalog != account.catalog) return;
        months[scheduled.from_month] = {
            {"taken", "explicit"}, {"at", format_instant(scheduled.at)}, {"by", scheduled.by}};
    });
    if (account.uptake == "by_date") {
        store::catalogs::list_versions(t, account.catalog, "", [&](const store::catalogs::Version& version) {
            if (version.published) months.emplace(*version.effective, json{{"taken", "by_date"}});
            return true;
        });
    }
    add_pins(t, account, months);
    json out = json::array();
    for (auto& [month, entry] : months) {
        const auto version = accounts::version_in_force(t, account.id, month);
        if (!version || (!out.empty() && out.back().at("version") == *version)) continue;
        entry["from"] = month;
        entry["version"] = *version;
        out.push_back(entry);
    }
    return out;
}

json schedule_of(Transaction& t, const std::string& id) {
    const auto account = accounts::get(t, id);
    return {{"catalog", account->catalog}, {"uptake", account->uptake}, {"versions", versions_of(t, *account)}};
}

std::string tag_of(const json& schedule) {
    return "\"" + digest_of_text(schedule.dump()) + "\"";
}

Response answer(const json& schedule) {
    Response out = json_response(200, schedule);
    out.headers.push_back({"ETag", tag_of(schedule)});
    return out;
}

Response get_schedule(Call& call) {
    return call.read([&](Transaction& t) { return answer(schedule_of(t, call.parameter("account"))); });
}

bool is_scheduled(Transaction& t, const std::string& account, const std::string& month) {
    bool out = false;
    accounts::list_schedule(t, account, [&](const accounts::Scheduled& entry) { out |= entry.from_month == month; });
    return out;
}

// A month that can still be changed.
std::string open_month(const Call& call, Transaction& t) {
    const std::string& month = call.parameter("month");
    if (!parse_month(month)) refuse(404);
    const auto account = accounts::get(t, call.parameter("account"));
    if (account->billed_through && month <= *account->billed_through) {
        refuse(409, "The month is finalised.");
    }
    return month;
}

Response change_schedule(Call& call, const std::string& action, const std::function<void(Transaction&)>& change) {
    const std::string& id = call.parameter("account");
    return call.write([&](Transaction& t) {
        store::audit::Entry entry = call.entry(action, id);
        entry.account = id;
        const json before = schedule_of(t, id);
        // A new entry changes none that anybody may have read.
        const bool edit = is_scheduled(t, id, call.parameter("month"));
        if (edit || !call.request.header("if-match").empty()) require_match(call, tag_of(before));
        entry.before = before.dump();
        change(t);
        const json after = schedule_of(t, id);
        entry.after = after.dump();
        store::audit::add(t, entry);
        return answer(after);
    });
}

Response put_schedule(Call& call) {
    const std::string version = call.body.at("version");
    return change_schedule(call, "account.schedule", [&](Transaction& t) {
        const std::string month = open_month(call, t);
        const std::string& id = call.parameter("account");
        const auto account = accounts::get(t, id);
        if (const auto pin = store::quotes::pin_in_force(t, id, month)) {
            refuse(409, "The accepted quote " + pin->quote + " holds version " + pin->version + " through " +
                            pin->through_month + ": take another up from the month after.");
        }
        const auto found = store::catalogs::about(t, account->catalog, version);
        if (!found || !found->published) {
            refuse(422, "unknown_version", "/version", "The account's catalog has no such published version.");
        }
        if (month < *found->effective) {
            refuse(422, "not_effective", "/version", "The version may be used from " + *found->effective + " on.");
        }
        accounts::set_scheduled(t, id, {month, account->catalog, version, call.now, call.principal.id});
    });
}

Response delete_schedule(Call& call) {
    return change_schedule(call, "account.unschedule", [&](Transaction& t) {
        if (!accounts::drop_scheduled(t, call.parameter("account"), open_month(call, t))) refuse(404);
    });
}

constexpr Roles readers = {Role::customer_viewer, Role::customer_admin, Role::sales,
                           Role::operator_,       Role::approver,       Role::auditor};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/accounts/{account}/catalog-schedule",
     .id = "getCatalogSchedule",
     .tag = "accounts",
     .summary = "Which catalog version holds from which month.",
     .roles = readers,
     .tenant = Tenant::account,
     .answer = &schedule_form,
     .handle = get_schedule},
    {.method = "PUT",
     .path = "/v1/accounts/{account}/catalog-schedule/{month}",
     .id = "putScheduledVersion",
     .tag = "accounts",
     .summary = "Takes up a version from a month on that is not finalised; in place of another one with If-Match.",
     .roles = {Role::operator_},
     .tenant = Tenant::account,
     .body = BodyKind::form,
     .form = &uptake_form,
     .answer = &schedule_form,
     .handle = put_schedule},
    {.method = "DELETE",
     .path = "/v1/accounts/{account}/catalog-schedule/{month}",
     .id = "deleteScheduledVersion",
     .tag = "accounts",
     .summary = "Takes an entry out of the schedule.",
     .roles = {Role::operator_},
     .tenant = Tenant::account,
     .answer = &schedule_form,
     .if_match = true,
     .handle = delete_schedule},
};

}  // namespace

Operations schedule_operations() {
    return operations;
}

}  // namespace samebill::api
