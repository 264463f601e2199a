// SPDX-License-Identifier: MIT
#include "native-server/api/resources/devices.h"

#include <set>

#include "core/api.h"
#include "core/base/calendar.h"
#include "native-server/api/call.h"
#include "native-server/api/listing.h"
#include "native-server/api/problem.h"
#include "native-server/api/records.h"
#include "native-server/api/resources/trials.h"
#include "native-server/store/accounts.h"
#include "native-server/store/catalogs.h"
#include "native-server/store/devices.h"
#include "native-server/usage/receiver.h"
#include "native-server/usage/suspense.h"

namespace samebill::api {

namespace devices = store::devices;
using devices::Device;
using nlohmann::json;
using store::Transaction;

namespace {

constexpr int64_t most_bytes = int64_t{64} << 20;

constexpr Column columns[] = {
    {"id"}, {"sim_product"}, {"carrier_technology"}, {"service_area"}, {"shipped_on"}, {"iccid"}, {"imsi"}, {"msisdn"}};

constexpr BodyMember device_members[] = {{.name = "id", .form = ValueForm::id, .required = true},
                                         {.name = "sim_product", .form = ValueForm::id},
                                         {.name = "carrier_technology"},
                                         {.name = "service_area"},
                                         {.name = "shipped_on", .form = ValueForm::date},
                                         {.name = "iccid"},
                                         {.name = "imsi"},
                                         {.name = "msisdn"}};
constexpr BodyForm device_form{"Device", "a device as samebill/account/1 has it", device_members};

constexpr BodyMember added_members[] = {
    {.name = "added", .form = ValueForm::integer, .required = true},
    {.name = "unchanged", .form = ValueForm::integer, .required = true, .description = "that were there, just so"}};
constexpr BodyForm added_form{"DevicesAdded", "what came of an upload of devices", added_members};

std::string tag_of(const Device& device) {
    return entity_tag(device.revision);
}

// Refuses devices that the engine would not read, with the catalog that the account has: shape, SIM products.
void require_well_formed(Call& call, const Records& given) {
    const std::string text = call.read([&](Transaction& t) {
        const auto account = store::accounts::get(t, call.parameter("account"));
        runs::Parts parts;
        const std::string month = json::parse(account->body).at("agreement").at("from").get<std::string>().substr(0, 7);
        parts.months = {month, month};
        const auto version = store::catalogs::last_published(t, account->catalog);
        parts.catalog = store::catalogs::body_of(t, account->catalog, version.value_or("")).value_or("{}");
        parts.account = account->body;
        for (const json& device : given.items) parts.devices.push_back(device.dump());
        return runs::request_text(parts);
    });
    const Outcome outcome = check(text);
    if (outcome.ok) return;
    Problems problems;
    const json document = json::parse(outcome.text);
    for (const json& error : document.at("errors")) {
        size_t record = 0;
        std::string_view rest;
        const std::string path = error.at("path");
        const bool of_device = split_place(path, "/account/devices/", record, rest);
        problems.push_back({error.at("code"), of_device ? given.place(record, rest) : "", error.at("message")});
    }
    throw Refused{problem(422, problems)};
}

store::audit::Entry entry_of(const Call& call, std::string action, const Device& device) {
    store::audit::Entry out = call.entry(std::move(action), device.id);
    out.account = device.account;
    out.after = device.body;
    return out;
}

Response list_devices(Call& call) {
    Listing list(call);
    call.read([&](Transaction& t) {
        devices::list(t, call.parameter("account"), list.after().value_or(""),
                      [&](const Device& device) { return list.add(json::parse(device.body), device.id); });
    });
    return list.finish();
}

Response add_devices(Call& call) {
    const std::string& account = call.parameter("account");
    const Records given = read_records(call, columns);
    require_well_formed(call, given);
    return call.write([&](Transaction& t) {
        int64_t added = 0;
        Problems taken;
        for (size_t i = 0; i < given.items.size(); i++) {
            Device device{given.items[i].at("id"), account, given.items[i].dump(), 1, call.now, call.principal.id};
            const auto there = devices::find(t, device.id);
            if (there && (there->account != account || there->body != device.body)) {
                taken.push_back({"duplicate_id", given.place(i, "/id"), "There is another device of this id."});
            }
            if (there) continue;
            devices::add(t, device);
            usage::release_suspense(t, device.id, account, call.now, call.app.receiver->late());
            store::audit::add(t, entry_of(call, "device.add", device));
            added++;
        }
        if (taken.size() > 100) taken.resize(100);
        if (!taken.empty()) refuse(409, taken);
        return json_response(200, {{"added", added}, {"unchanged", static_cast<int64_t>(given.items.size()) - added}});
    });
}

Response answer(const Device& device, int status = 200) {
    Response out = json_text_response(status, device.body);
    out.headers.push_back({"ETag", tag_of(device)});
    return out;
}

Response get_device(Call& call) {
    const auto device =
        call.read([&](Transaction& t) { return devices::get(t, call.parameter("account"), call.parameter("device")); });
    if (!device) refuse(404);
    return answer(*device);
}

std::string no_place(const std::string&, const runs::Parts&) {
    return "";
}

Response put_device(Call& call) {
    const std::string& account = call.parameter("account");
    const std::string& id = call.parameter("device");
    const auto before = call.read([&](Transaction& t) { return devices::get(t, account, id); });
    if (!before) refuse(404);
    require_match(call, before->revision);
    if (call.body.at("id") != id) refuse(422, "id", "/id", "The id must be that of the path.");
    require_well_formed(call, Records{{call.body}, false});
    runs::Changes changes;
    changes.device = call.body.dump();
    const uint64_t tried = require_sound(call, account, changes, no_place);
    const Device device{id, account, *changes.device, before->revision + 1, call.now, call.principal.id};
    return call.write([&](Transaction& t) {
        require_generation(call, account, tried);
        require_match(call, devices::get(t, account, id)->revision);
        devices::change(t, device);
        store::audit::Entry entry = entry_of(call, "device.edit", device);
        entry.before = before->body;
        store::audit::add(t, entry);
        return answer(device);
    });
}

constexpr Roles readers = {Role::customer_viewer, Role::customer_admin, Role::operator_,
                           Role::approver,        Role::auditor,        Role::privacy_officer};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/accounts/{account}/devices",
     .id = "listDevices",
     .tag = "devices",
     .summary = "The devices of an account by id.",
     .roles = readers,
     .tenant = Tenant::account,
     .answer = &device_form,
     .list = true,
     .handle = list_devices},
    {.method = "POST",
     .path = "/v1/accounts/{account}/devices",
     .id = "addDevices",
     .tag = "devices",
     .summary = "Adds devices, all or none: CSV, NDJSON or JSON (one, or a list).",
     .roles = {Role::operator_},
     .tenant = Tenant::account,
     .body = BodyKind::records,
     .form = &device_form,
     .max_body = most_bytes,
     .answer = &added_form,
     .stores = true,
     .handle = add_devices},
    {.method = "GET",
     .path = "/v1/accounts/{account}/devices/{device}",
     .id = "getDevice",
     .tag = "devices",
     .summary = "A device.",
     .roles = readers,
     .tenant = Tenant::account,
     .answer = &device_form,
     .handle = get_device},
    {.method = "PUT",
     .path = "/v1/accounts/{account}/devices/{device}",
     .id = "putDevice",
     .tag = "devices",
     .summary = "Changes a device.",
     .roles = {Role::operator_},
     .tenant = Tenant::account,
     .body = BodyKind::form,
     .form = &device_form,
     .answer = &device_form,
     .if_match = true,
     .handle = put_device},
};

}  // namespace

Operations device_operations() {
    return operations;
}

}  // namespace samebill::api
