// SPDX-License-Identifier: MIT
// A bill run on a store of its own, from stored inputs to final bills on the disk.
//   bench_bill_run FOLDER [ACCOUNTS 1000] [DEVICES 100] [SESSIONS 30] [THREADS 2]
// Makes the store in FOLDER (which must not be there), each account with so many devices and sessions a device, then
// runs one month: computing (compose, bill, check, store the draft) and finalising (number, chain, sign, store). Prints
// one line of JSON: milliseconds of each, bills, bytes.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

#include "core/api.h"
#include "core/base/calendar.h"
#include "native-server/clock.h"
#include "native-server/runs/billing.h"
#include "native-server/security/random.h"
#include "native-server/store/accounts.h"
#include "native-server/store/catalogs.h"
#include "native-server/store/devices.h"
#include "native-server/store/events.h"
#include "native-server/store/usage_chunks.h"

using namespace samebill;
using store::Transaction;
using Clock_ = std::chrono::steady_clock;

namespace {

struct Sizes {
    int accounts = 1000;
    int devices = 100;
    int sessions = 30;
    int threads = 2;
};

constexpr const char* catalog =
    R"({"currency":"EUR","id":"bench","plans":[{"access_fee":{"amount":"3.00"},"id":"basic","included":{"data":"5 MB"},)"
    R"("overage":{"data":{"per":"MB","price":"0.40"}}}],"schema":"samebill/catalog/1","taxes":[{"categories":["access",)"
    R"("usage"],"id":"vat","jurisdiction":"FR","name":"VAT","rate":"0.2"}],"version":"v1"})";

std::string padded(int number, int digits) {
    std::string text = std::to_string(number);
    return std::string(static_cast<size_t>(digits) - text.size(), '0') + text;
}

void add_account(Transaction& t, const Sizes& sizes, int number) {
    store::accounts::Account account;
    account.id = "account-" + padded(number, 6);
    account.catalog = "bench";
    account.uptake = "by_date";
    account.issuer = "main";
    account.body = R"({"agreement":{"from":"2025-01-01"},"id":")" + account.id +
                   R"(","schema":"samebill/account/1","tax":{"jurisdictions":["FR"]}})";
    account.by = "bench";
    store::accounts::add(t, account);
    const Instant begin = *parse_instant("2026-01-01T00:00:00Z");
    std::string usage;
    uint64_t random = static_cast<uint64_t>(number) * 0x9e3779b97f4a7c15u + 1;
    for (int i = 0; i < sizes.devices; ++i) {
        const std::string device = "device-" + padded(number, 6) + "-" + padded(i, 5);
        store::devices::Device row;
        row.id = device;
        row.account = account.id;
        row.body = R"({"id":")" + device + R"("})";
        row.by = "bench";
        store::devices::add(t, row);
        for (const char* type : {"provision", "activate"}) {
            store::events::Event event;
            event.id = device + "-" + type;
            event.account = account.id;
            event.device = device;
            event.happened_at = begin;
            event.month = "2026-01";
            event.body = R"({"at":"2026-01-01T00:00:00Z","device":")" + device + R"(",)" +
                         (type[0] == 'p' ? R"("plan":"basic",)" : "") + R"("type":")" + type + R"("})";
            event.by = "bench";
            store::events::add(t, event);
        }
        for (int session = 0; session < sizes.sessions; ++session) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            const Instant start = begin + session * int64_t{86'400} + static_cast<int64_t>(random >> 48);
            usage += device + "-" + std::to_string(session) + "," + device + ",data," + format_instant(start) + "," +
                     format_instant(start + 60) + "," + std::to_string((random >> 33) % 400'000) + "\n";
        }
    }
    store::usage_chunks::Chunk chunk;
    chunk.account = account.id;
    chunk.month = "2026-01";
    chunk.epoch = store::usage_chunks::next_epoch(t);
    chunk.records = sizes.devices * sizes.sessions;
    chunk.body = usage;
    store::usage_chunks::add(t, chunk);
}

void fill(store::Database& database, const Sizes& sizes) {
    database.write([&](Transaction& t) {
        store::catalogs::Version version;
        version.catalog = "bench";
        version.version = "v1";
        version.currency = "EUR";
        version.body = catalog;
        version.digest = "sha256:0";
        version.by = "bench";
        store::catalogs::add_draft(t, version);
        store::catalogs::publish(t, "bench", "v1", "2025-01", 1, "bench");
    });
    for (int first = 0; first < sizes.accounts; first += 50) {
        database.write([&](Transaction& t) {
            for (int i = first; i < std::min(first + 50, sizes.accounts); ++i) add_account(t, sizes, i);
        });
    }
}

int64_t milliseconds_since(Clock_::time_point begin) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock_::now() - begin).count();
}

void wait(store::Database& database, const std::string& run, const char* state) {
    for (;;) {
        const auto now = database.read([&](Transaction& t) { return store::runs::find(t, run)->state; });
        if (now == state) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2 || std::filesystem::exists(argv[1])) return 2;
    Sizes sizes;
    int* const numbers[] = {&sizes.accounts, &sizes.devices, &sizes.sessions, &sizes.threads};
    for (int i = 2; i < argc && i < 6; ++i) *numbers[i - 2] = std::atoi(argv[i]);
    security::start();
    store::DatabaseOptions options;
    options.folder = argv[1];
    store::Database database(options);
    const auto keys = security::KeyRing::open(std::string(argv[1]) + "/keys", 1);
    const SystemClock clock;
    fill(database, sizes);
    runs::BillingOptions billing_options;
    billing_options.threads = sizes.threads;
    runs::Billing billing(database, *keys, clock, billing_options);
    store::runs::Run run;
    run.id = "run_bench";
    run.month = "2026-01";
    run.state = "computing";
    run.hold_factor = "3";
    run.rules = rules_version;
    run.by = "bench";
    const auto begin = Clock_::now();
    database.write([&](Transaction& t) { store::runs::add(t, run, {}); });
    billing.runner().wake();
    wait(database, run.id, "review");
    const int64_t computing = milliseconds_since(begin);
    const auto approved = Clock_::now();
    database.write([&](Transaction& t) {
        store::runs::move_items(t, run.id, "computed", "approved", clock.now(), "bench");
        store::runs::put_finalised(t, run.id, clock.now(), "bench");
        store::runs::move(t, run.id, "review", "finalising");
    });
    billing.runner().wake();
    wait(database, run.id, "finalised");
    const int64_t finalising = milliseconds_since(approved);
    const auto counts = database.read([&](Transaction& t) { return store::runs::counts(t, run.id); });
    std::printf(
        R"({"accounts":%d,"devices":%d,"sessions":%d,"threads":%d,"computing_ms":%lld,"finalising_ms":%lld,"final":%lld,)"
        R"("store_bytes":%lld})"
        "\n",
        sizes.accounts, sizes.devices, sizes.sessions, sizes.threads, static_cast<long long>(computing),
        static_cast<long long>(finalising),
        static_cast<long long>(counts.contains("finalised") ? counts.at("finalised") : 0),
        static_cast<long long>(std::filesystem::file_size(database.path())));
    return 0;
}
