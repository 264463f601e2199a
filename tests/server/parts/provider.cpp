// SPDX-License-Identifier: MIT
#include "tests/server/parts/provider.h"

#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/api.h"
#include "core/base/calendar.h"
#include "native-server/runs/texts.h"
#include "native-server/security/random.h"
#include "native-server/store/accounts.h"
#include "native-server/store/bills.h"
#include "native-server/store/catalogs.h"
#include "native-server/store/corrections.h"
#include "native-server/store/devices.h"
#include "native-server/store/events.h"
#include "native-server/store/usage_chunks.h"

namespace samebill::test {

using store::Transaction;

namespace {

constexpr const char* catalog =
    R"({"currency":"EUR","id":"scanners","plans":[{"access_fee":{"amount":"3.00"},"id":"scanner",)"
    R"("included":{"data":"5 MB"},"overage":{"data":{"per":"MB","price":"0.40"}}}],"schema":"samebill/catalog/1",)"
    R"("taxes":[{"categories":["access","usage"],"id":"vat","jurisdiction":"FR","name":"VAT","rate":"0.2"}],)"
    R"("version":"v1"})";

}  // namespace

Provider::Provider() {
    security::start();
    folder = (std::filesystem::temp_directory_path() / ("samebill-runs-" + security::random_base62(12))).string();
    start();
    database->write([&](Transaction& t) {
        store::catalogs::Version version;
        version.catalog = "scanners";
        version.version = "v1";
        version.currency = "EUR";
        version.body = catalog;
        version.digest = "sha256:0";
        version.by = "test";
        store::catalogs::add_draft(t, version);
        store::catalogs::publish(t, "scanners", "v1", "2025-01", 1, "test");
    });
}

Provider::~Provider() {
    stop();
    std::filesystem::remove_all(folder);
}

void Provider::start() {
    store::DatabaseOptions options;
    options.folder = folder;
    options.disk_floor = 1 << 20;
    database = std::make_unique<store::Database>(options);
    keys = security::KeyRing::open(folder + "/keys", clock.now());
    runs::BillingOptions billing_options;
    billing_options.threads = 2;
    billing = std::make_unique<runs::Billing>(*database, *keys, clock, billing_options);
}

void Provider::stop() {
    billing.reset();
    keys.reset();
    database.reset();
}

void Provider::restart() {
    stop();
    start();
}

void Provider::add_device(const std::string& account, const std::string& device) {
    database->write([&](Transaction& t) {
        store::devices::Device row;
        row.id = device;
        row.account = account;
        row.body = R"({"id":")" + device + R"("})";
        row.by = "test";
        store::devices::add(t, row);
    });
}

void Provider::add_account(const std::string& id, const std::string& active_from) {
    database->write([&](Transaction& t) {
        store::accounts::Account account;
        account.id = id;
        account.catalog = "scanners";
        account.uptake = "by_date";
        account.issuer = "main";
        account.body = R"({"agreement":{"from":"2025-01-01"},"id":")" + id +
                       R"(","schema":"samebill/account/1","tax":{"jurisdictions":["FR"]}})";
        account.by = "test";
        store::accounts::add(t, account);
    });
    add_device(id, id + "-1");
    add_event(id, id + "-1", active_from + "-01T00:00:00Z", "provision", R"(,"plan":"scanner")");
    add_event(id, id + "-1", active_from + "-01T00:00:00Z", "activate");
}

std::string Provider::add_event(const std::string& account, const std::string& device, const std::string& at,
                                const std::string& type, const std::string& more) {
    store::events::Event event;
    event.id = security::random_id("event");
    event.account = account;
    event.device = device;
    event.happened_at = *parse_instant(at);
    event.month = at.substr(0, 7);
    event.body = R"({"at":")" + at + R"(","device":")" + device + R"(","type":")" + type + '"' + more + "}";
    event.by = "test";
    database->write([&](Transaction& t) { store::events::add(t, event); });
    return event.id;
}

void Provider::void_event(const std::string& account, const std::string& event, const std::string& month) {
    database->write([&](Transaction& t) {
        auto row = store::events::get(t, account, event);
        row->voided_at = clock.now();
        row->voided_by = "test";
        row->voided_why = "never happened";
        store::events::set_voided(t, *row);
        store::corrections::mark_due(t, account, month, "voided_event", "test", clock.now());
    });
}

void Provider::add_usage(const std::string& account, const std::string& day, int64_t bytes) {
    const std::string month = day.substr(0, 7);
    const std::string row = "r" + std::to_string(++sequence_) + "," + account + "-1,data," + day + "T12:00:00Z," + day +
                            "T12:00:00Z," + std::to_string(bytes) + "\n";
    database->write([&](Transaction& t) {
        const auto stored = store::accounts::get(t, account);
        const bool late = stored->billed_through && month <= *stored->billed_through;
        store::usage_chunks::Chunk chunk;
        chunk.account = account;
        chunk.month = month;
        chunk.epoch = store::usage_chunks::next_epoch(t);
        chunk.records = 1;
        chunk.body = row;
        store::usage_chunks::add(t, chunk);
        t.touch(account);
        if (late) store::corrections::mark_due(t, account, month, "late_usage", "test", clock.now());
    });
}

void Provider::sql(const std::string& statement) {
    database->write([&](Transaction& t) {
        t.run(statement);
        t.each("SELECT id FROM accounts", [&](const store::Row& row) { t.touch(row.view(0)); });
    });
}

std::string Provider::start_run(const std::string& month, bool begins, const std::string& kind) {
    store::runs::Run run;
    run.id = security::random_id("run");
    run.kind = kind;
    run.month = month;
    run.begins = begins;
    run.state = "computing";
    run.hold_factor = "3";
    run.rules = rules_version;
    run.at = clock.now();
    run.by = "key_operator";
    database->write([&](Transaction& t) { store::runs::add(t, run, {}); });
    billing->runner().wake();
    wait(run.id);
    return run.id;
}

void Provider::approve(const std::string& run) {
    database->write([&](Transaction& t) {
        store::runs::move(t, run, "review", "approved");
        store::runs::move_items(t, run, "computed", "approved", clock.now(), "key_approver");
    });
}

void Provider::finalise(const std::string& run) {
    database->write([&](Transaction& t) {
        store::runs::move(t, run, "approved", "finalising");
        store::runs::put_finalised(t, run, clock.now(), "key_operator");
    });
    billing->runner().wake();
    wait(run);
}

void Provider::wait(const std::string& run_id) {
    for (int i = 0; i < 6000; ++i) {
        const std::string state = run(run_id).state;
        if (state != "computing" && state != "finalising") return;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    BOOST_FAIL("the run does not end");
}

void Provider::bill_month(const std::string& month) {
    const std::string run = start_run(month);
    approve(run);
    finalise(run);
}

store::runs::Run Provider::run(const std::string& id) {
    return *database->read([&](Transaction& t) { return store::runs::find(t, id); });
}

store::runs::Item Provider::item(const std::string& run, const std::string& account) {
    return *database->read([&](Transaction& t) { return store::runs::find_item(t, run, account); });
}

std::string Provider::problem_code(const std::string& run, const std::string& account) {
    const auto problems = item(run, account).problems;
    return problems ? nlohmann::json::parse(*problems).at(0).at("code").get<std::string>() : "";
}

std::string Provider::amount_due(const std::string& account, const std::string& month) {
    const auto head = database->read([&](Transaction& t) { return store::bills::find_head(t, account, month); });
    return head ? head->amount_due : "none";
}

std::string Provider::preview_member(const std::string& account, const std::string& month, std::string_view member) {
    const runs::AnswerPtr answer = billing->preview(account, month);
    BOOST_REQUIRE_MESSAGE(answer->outcome.ok, answer->outcome.text);
    return std::string(runs::bill_member(runs::result_parts(answer->outcome.text).bill, member));
}

}  // namespace samebill::test
