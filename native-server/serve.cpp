// SPDX-License-Identifier: MIT
#include "native-server/serve.h"

#include <charconv>
#include <csignal>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <thread>

#include "core/api.h"
#include "core/base/calendar.h"
#include "native-server/alerts/sender.h"
#include "native-server/alerts/watch.h"
#include "native-server/api/barred.h"
#include "native-server/api/credentials.h"
#include "native-server/api/dispatcher.h"
#include "native-server/api/openapi.h"
#include "native-server/api/operations.h"
#include "native-server/api/reads.h"
#include "native-server/api/static_files.h"
#include "native-server/cli/failure.h"
#include "native-server/cli/files.h"
#include "native-server/http/metrics_server.h"
#include "native-server/http/server.h"
#include "native-server/limits/rates.h"
#include "native-server/log/log.h"
#include "native-server/metrics/metrics.h"
#include "native-server/periodic.h"
#include "native-server/runs/billing.h"
#include "native-server/runs/comparison.h"
#include "native-server/security/random.h"
#include "native-server/store/alerts.h"
#include "native-server/store/corrections.h"
#include "native-server/upkeep/backup.h"
#include "native-server/upkeep/control.h"
#include "native-server/upkeep/housekeeping.h"
#include "native-server/usage/receiver.h"
#include "native-server/version.h"

namespace samebill {

namespace {

void log_answer(spdlog::logger& log, const http::Answered& answered) {
    log.info(R"("event":"request","id":"{}","method":"{}","route":"{}","principal":"{}","status":{},"received":{},)"
             R"("bytes":{},"ms":{:.3f})",
             answered.id, answered.method, answered.route, answered.principal, answered.status, answered.received,
             answered.bytes, answered.milliseconds);
    if (!answered.fault.empty()) {
        log.error(R"("event":"fault","id":"{}","kind":{})", answered.id, json_text(answered.fault));
    }
}

struct Listen {
    std::string address;
    int port = 0;
};

Listen listen_of(const std::string& given, const std::string& option) {
    const size_t colon = given.rfind(':');
    const std::string port = colon == std::string::npos ? "" : given.substr(colon + 1);
    Listen out;
    const auto read = std::from_chars(port.data(), port.data() + port.size(), out.port);
    const bool number = !port.empty() && read.ec == std::errc() && read.ptr == port.data() + port.size();
    if (!number || out.port < 0 || out.port > 65535) {
        throw cli::Failure(cli::exit_bad_input, "samebill: " + option + " wants ADDRESS:PORT, such as 127.0.0.1:8080");
    }
    out.address = given.substr(0, colon);
    return out;
}

http::Options http_options(const ServeOptions& given) {
    const Listen listen = listen_of(given.listen, "--listen");
    http::Options out;
    out.address = listen.address;
    out.port = listen.port;
    const unsigned processors = std::thread::hardware_concurrency();
    out.computations = given.computations > 0 ? given.computations : static_cast<int>(processors == 0 ? 1 : processors);
    out.trusted_proxy = given.trusted_proxy;
    out.limits = given.limits;
    return out;
}

std::unique_ptr<http::MetricsServer> serve_metrics(const ServeOptions& given, const Metrics& metrics) {
    if (given.metrics.empty()) return {};
    const Listen listen = listen_of(given.metrics, "--metrics");
    return std::make_unique<http::MetricsServer>(listen.address, listen.port, metrics);
}

api::Router read_files(const ServeOptions& given) {
    api::Router router;
    if (!given.web.empty()) {
        try {
            api::add_static_files(router, api::read_web_folder(given.web));
        } catch (const std::exception& error) {
            throw cli::Failure(cli::exit_bad_input, std::string("samebill: --web: ") + error.what());
        }
    }
    return router;
}

std::unique_ptr<const Clock> make_clock(const ServeOptions& given) {
    if (given.clock.empty()) return std::make_unique<SystemClock>();
    const auto begin = parse_instant(given.clock);
    if (!begin) throw cli::Failure(cli::exit_bad_input, "samebill: --clock wants an instant: 2026-03-01T00:00:00Z");
    return std::make_unique<ShiftedClock>(*begin);
}

// The parts of a server that stores.
struct Stored {
    Stored(const ServeOptions& options, const Clock& clock, Metrics& metrics)
        : database({.folder = options.data, .disk_floor = options.disk_floor << 20}),
          credentials(database, credential_options(options), clock.now()),
          authenticator(credentials, clock),
          barred(database),
          reads(database),
          receiver(database, late_usage(clock, options)),
          billing(database, *credentials.signing, clock, options.billing, &metrics),
          sender(database, clock, options.webhooks, &metrics),
          watch(database, billing, sender, clock),
          comparisons(billing),
          housekeeping(std::chrono::seconds(20), [&] { keep_house(clock.now()); }),
          control(options.data, [&](const upkeep::Errand& errand) { run_errand(errand, clock.now()); }) {}

    void keep_house(int64_t now) {
        credentials.keep_used(now);
        upkeep::forget_old(database, now);
    }

    // Bill runs, alerts, webhooks and comparisons end where they can go on; the destructor waits for it.
    void drain() {
        billing.runner().drain();
        sender.drain();
        watch.drain();
        comparisons.drain();
    }

    void run_errand(const upkeep::Errand& errand, int64_t now) {
        if (errand.command == "backup") return upkeep::back_up(database, credentials.signing.get(), errand.target, now);
        if (errand.command == "copy") return upkeep::copy_store(database, errand.target);
        throw std::runtime_error("this server does not know `" + errand.command + "`");
    }

    // What comes late for final months is corrected with the account's next bill.
    static usage::LateUsage late_usage(const Clock& clock, const ServeOptions& options) {
        const auto note = [&clock](store::Transaction& transaction, std::string_view account, std::string_view month) {
            store::corrections::mark_due(transaction, account, month, "late_usage", "system", clock.now());
        };
        return {note, options.billing.correction_months};
    }

    static api::CredentialOptions credential_options(const ServeOptions& options) {
        return {options.data, options.origin, {options.session_idle * 60, options.session_hours * 3600}};
    }

    store::Database database;
    api::Credentials credentials;
    api::StoredAuthenticator authenticator;
    api::Barred barred;
    api::Reads reads;
    usage::Receiver receiver;
    runs::Billing billing;
    alerts::Sender sender;
    alerts::Watch watch;
    runs::Comparisons comparisons;
    Periodic housekeeping;
    upkeep::Control control;
};

double bytes_of(const std::string& file) {
    std::error_code gone;  // there may be none at the moment
    const auto size = std::filesystem::file_size(file, gone);
    return gone ? 0 : static_cast<double>(size);
}

void add_gauges(Metrics& metrics, const http::Server& server, const Stored* stored) {
    metrics.gauge("http_connections", "Connections that have a thread.", [&] { return server.connections(); });
    metrics.gauge("http_requests_at_work", "Requests in the middle.", [&] { return server.requests(); });
    if (stored == nullptr) return;
    const store::Database& database = stored->database;
    metrics.gauge("store_bytes", "Size of the store, its log included.",
                  [&database] { return bytes_of(database.path()) + bytes_of(database.path() + "-wal"); });
    metrics.gauge("disk_free_bytes", "Free on the store's disk.",
                  [&database] { return static_cast<double>(database.free_bytes()); });
    metrics.gauge("webhook_deliveries_waiting", "Webhook deliveries that were not made yet.", [&database] {
        return static_cast<double>(
            database.read([](store::Transaction& transaction) { return store::alerts::waiting(transaction); }));
    });
}

// Throws Failure that says why the store cannot be used.
std::unique_ptr<Stored> open_store(const ServeOptions& options, const Clock& clock, Metrics& metrics) {
    if (options.data.empty()) return nullptr;
    try {
        security::start();
        auto stored = std::make_unique<Stored>(options, clock, metrics);
        if (api::nobody_yet(stored->database)) {
            const std::string key = api::make_admin_key(stored->database, "first administrator", clock.now());
            const std::string words = "The key of the first administrator, shown this once:\n" + key + "\n";
            cli::write_output(words);
            stored->credentials.refresh_key(key.substr(0, 11));
        }
        return stored;
    } catch (const std::runtime_error& error) {
        throw cli::Failure(cli::exit_fault, std::string("samebill: ") + error.what());
    }
}

}  // namespace

int serve(const ServeOptions& options) {
    const http::Options http = http_options(options);
    const api::Router files = read_files(options);
    // Before any thread starts, so that all leave these signals to the wait below.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    const std::unique_ptr<const Clock> own_clock = make_clock(options);
    const Clock& clock = *own_clock;
    Metrics metrics(version, rules_version);
    const std::unique_ptr<Stored> stored = open_store(options, clock, metrics);
    api::App app;
    app.metrics = &metrics;
    app.clock = &clock;
    app.limits.max_body = options.max_body;
    app.limits.open_preview = !options.closed_preview;
    app.limits.open_catalogs = options.open_catalogs;
    app.limits.read_reasons = options.read_reasons;
    Rates rates(options.limits);
    app.rates = &rates;
    if (stored) {
        app.database = &stored->database;
        app.authenticator = &stored->authenticator;
        app.credentials = &stored->credentials;
        app.barred = &stored->barred;
        app.reads = &stored->reads;
        app.receiver = &stored->receiver;
        app.billing = &stored->billing;
        app.sender = &stored->sender;
        app.comparisons = &stored->comparisons;
    }
    const std::vector<api::Operations> operations = api::all_operations(stored != nullptr);
    app.description = api::openapi_document(operations, options.open_catalogs);
    const api::Dispatcher dispatcher(app, operations, files);
    const auto log = make_log();
    try {
        http::Server server(http, dispatcher, metrics,
                            [&](const http::Answered& answered) { log_answer(*log, answered); });
        add_gauges(metrics, server, stored.get());
        const auto metrics_server = serve_metrics(options, metrics);
        log->info(R"("event":"listening","address":"http://{}:{}","version":"{}","rules":"{}")", http.address,
                  server.port(), version, rules_version);
        if (metrics_server) log->info(R"("event":"metrics","port":{})", metrics_server->port());
        if (!http.address.starts_with("127.")) {
            log->warn(R"("event":"exposed","message":"listening beyond loopback without TLS; put a proxy in front")");
        }
        int signal = 0;
        sigwait(&signals, &signal);
        log->info(R"("event":"draining","signal":"{}")", signal == SIGTERM ? "SIGTERM" : "SIGINT");
        server.drain();
        if (stored) stored->drain();
    } catch (const std::runtime_error& error) {
        throw cli::Failure(cli::exit_fault, std::string("samebill: ") + error.what());
    }
    log->info(R"("event":"ended")");
    return cli::exit_ok;
}

}  // namespace samebill
