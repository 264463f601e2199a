// SPDX-License-Identifier: MIT
#include <charconv>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "native-server/api/listing.h"
#include "native-server/api/media.h"
#include "native-server/api/resources/uploads.h"
#include "native-server/store/usage_chunks.h"
#include "native-server/usage/receiver.h"
#include "native-server/usage/rows.h"
#include "native-server/usage/stored_usage.h"

// Stored usage as the account's customer sees it: sums, and the records themselves. Quantities are those of the
// records, before any rounding of a plan.

namespace samebill::api {

using nlohmann::json;
using store::Transaction;

namespace {

constexpr BodyMember day_members[] = {
    {.name = "day", .form = ValueForm::date, .required = true, .description = "of the start, UTC"},
    {.name = "kind", .form = ValueForm::name, .required = true, .names = "data voice sms"},
    {.name = "records", .form = ValueForm::integer, .required = true},
    {.name = "quantity", .required = true, .description = "bytes, seconds or messages"}};
constexpr BodyForm day_form{"AccountUsageDay", "usage of an account on a day, by kind", day_members};

constexpr BodyMember device_members[] = {
    {.name = "device", .form = ValueForm::id, .required = true},
    {.name = "kind", .form = ValueForm::name, .required = true, .names = "data voice sms"},
    {.name = "records", .form = ValueForm::integer, .required = true},
    {.name = "quantity", .required = true, .description = "bytes, seconds or messages"}};
constexpr BodyForm device_form{"AccountUsageDevice", "usage of a device in a month, by kind", device_members};

struct Sum {
    int64_t records = 0;
    unsigned __int128 quantity = 0;
};
using Sums = std::map<std::pair<std::string, std::string>, Sum, std::less<>>;

std::string text_of(unsigned __int128 value) {
    std::string out;
    do {
        out.insert(out.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
        value /= 10;
    } while (value > 0);
    return out;
}

// Sums by what `name_of` says of a row, and kind.
template <class NameOf>
Sums sums_of(const Call& call, NameOf name_of) {
    const std::string& month = *call.query("month");
    Sums sums;
    const usage::RowSink sink = {
        .begin = [&] { sums.clear(); },
        .take =
            [&](std::string_view body) {
                Sum* last = nullptr;
                std::string last_name, last_kind;
                usage::each_row(body, [&](std::string_view text) {
                    const usage::StoredRow row = usage::split_row(text);
                    if (last == nullptr || last_name != name_of(row) || last_kind != row.kind) {
                        last_name = name_of(row);
                        last_kind = row.kind;
                        last = &sums[{last_name, last_kind}];
                    }
                    uint64_t quantity = 0;
                    std::from_chars(row.quantity.data(), row.quantity.data() + row.quantity.size(), quantity);
                    last->quantity += quantity;
                    ++last->records;
                });
            }};
    usage::read_stored_rows(*call.app.database, {call.parameter("account"), month, month}, sink);
    return sums;
}

Response list_sums(Call& call, const char* name, const Sums& sums) {
    Listing list(call);
    for (const auto& [key, sum] : sums) {
        const std::string place = key.first + "," + key.second;
        if (list.after() && place <= *list.after()) continue;
        const json item = {
            {name, key.first}, {"kind", key.second}, {"records", sum.records}, {"quantity", text_of(sum.quantity)}};
        if (!list.add(item, place)) break;
    }
    return list.finish();
}

Response list_account_usage(Call& call) {
    return list_sums(call, "day", sums_of(call, [](const usage::StoredRow& row) { return row.start.substr(0, 10); }));
}

Response list_account_usage_devices(Call& call) {
    return list_sums(call, "device", sums_of(call, [](const usage::StoredRow& row) { return row.device; }));
}

// A download goes on while its client reads, a chunk at a time; meanwhile no chunks are put together.
struct Download {
    const store::Database& database;
    usage::Receiver::Reading reading;
    bool csv = false;
    std::string device;  // empty: all
    std::vector<store::usage_chunks::Place> places = {};
    size_t next = 0;
    bool begun = false;

    void append(std::string& piece, std::string_view text) const {
        const usage::StoredRow row = usage::split_row(text);
        if (!device.empty() && row.device != device) return;
        if (csv) {
            piece.append(text).append("\n");
            return;
        }
        piece.append(R"({"id":")").append(row.id).append(R"(","device":")").append(row.device);
        piece.append(R"(","kind":")").append(row.kind).append(R"(","start":")").append(row.start);
        piece.append(R"(","end":")").append(row.end).append(R"(","quantity":)").append(row.quantity).append("}\n");
    }

    bool take(std::string& piece) {
        if (!begun && csv) piece.append(usage::row_header);
        begun = true;
        if (next == places.size()) return false;
        std::string body;
        database.read([&](Transaction& t) { store::usage_chunks::read(t, places[next].sequence, body); });
        ++next;
        usage::each_row(body, [&](std::string_view row) { append(piece, row); });
        return true;
    }
};

Response download_account_usage(Call& call) {
    const std::string* device = call.query("device");
    auto download =
        std::make_shared<Download>(Download{.database = *call.app.database,
                                            .reading = call.app.receiver->read(),
                                            .csv = list_form(call.request.header("accept")) == ListForm::csv,
                                            .device = device == nullptr ? "" : *device});
    download->places = call.read([&](Transaction& t) {
        return store::usage_chunks::list(t, call.parameter("account"), *call.query("from"), *call.query("through"),
                                         INT64_MAX);
    });
    Response out;
    out.content_type = download->csv ? "text/csv; charset=utf-8" : "application/x-ndjson";
    out.headers.push_back({"Vary", "Accept"});
    out.pieces = [download](std::string& piece) { return download->take(piece); };
    return out;
}

constexpr Roles readers = {Role::customer_viewer, Role::customer_admin, Role::operator_, Role::approver, Role::auditor};

constexpr QueryParameter of_month[] = {
    {.name = "month", .form = ValueForm::month, .description = "of the records' start", .required = true}};
constexpr QueryParameter of_download[] = {
    {.name = "from", .form = ValueForm::month, .description = "first month of start", .required = true},
    {.name = "through", .form = ValueForm::month, .description = "last month of start", .required = true},
    {.name = "device", .form = ValueForm::id, .description = "its records alone"}};

constexpr Operation operations[] = {
    {.method = "GET",
     .path = "/v1/accounts/{account}/usage",
     .id = "listAccountUsage",
     .tag = "usage",
     .summary = "Records and quantities of an account in a month, by day and kind.",
     .roles = readers,
     .tenant = Tenant::account,
     .query = of_month,
     .answer = &day_form,
     .list = true,
     .computes = true,
     .handle = list_account_usage},
    {.method = "GET",
     .path = "/v1/accounts/{account}/usage/devices",
     .id = "listAccountUsageDevices",
     .tag = "usage",
     .summary = "Records and quantities of an account in a month, by device and kind.",
     .roles = readers,
     .tenant = Tenant::account,
     .query = of_month,
     .answer = &device_form,
     .list = true,
     .computes = true,
     .handle = list_account_usage_devices},
    {.method = "GET",
     .path = "/v1/accounts/{account}/usage/records",
     .id = "downloadAccountUsage",
     .tag = "usage",
     .summary = "The usage records of an account as they are billed: NDJSON, or CSV as Accept asks.",
     .roles = readers,
     .tenant = Tenant::account,
     .query = of_download,
     .answer_type = "application/x-ndjson",
     .handle = download_account_usage},
};

}  // namespace

Operations account_usage_operations() {
    return operations;
}

}  // namespace samebill::api
