// SPDX-License-Identifier: MIT
#include "native-server/serve.h"

#include <spdlog/async.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <charconv>
#include <csignal>
#include <optional>
#include <stdexcept>
#include <thread>

#include "core/api.h"
#include "native-server/api/handlers.h"
#include "native-server/api/static_files.h"
#include "native-server/cli/failure.h"
#include "native-server/cli/files.h"
#include "native-server/http/server.h"
#include "native-server/version.h"

namespace samebill {

namespace {

// JSON lines on stderr. A reader that has stopped must not stop the server, so the oldest lines are dropped instead.
std::shared_ptr<spdlog::logger> make_log() {
    spdlog::init_thread_pool(8192, 1);
    auto log =
        std::make_shared<spdlog::async_logger>("samebill", std::make_shared<spdlog::sinks::stderr_sink_mt>(),
                                               spdlog::thread_pool(), spdlog::async_overflow_policy::overrun_oldest);
    log->set_formatter(std::make_unique<spdlog::pattern_formatter>(
        R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})", spdlog::pattern_time_type::utc));
    log->flush_on(spdlog::level::info);
    return log;
}

void log_answer(spdlog::logger& log, const http::Answered& answered) {
    log.info(R"("event":"request","method":"{}","route":"{}","status":{},"bytes":{},"ms":{:.3f})", answered.method,
             answered.route, answered.status, answered.bytes, answered.milliseconds);
}

http::Options http_options(const ServeOptions& given) {
    const size_t colon = given.listen.rfind(':');
    const std::string port = colon == std::string::npos ? "" : given.listen.substr(colon + 1);
    http::Options out;
    const auto read = std::from_chars(port.data(), port.data() + port.size(), out.port);
    const bool number = !port.empty() && read.ec == std::errc() && read.ptr == port.data() + port.size();
    if (!number || out.port < 0 || out.port > 65535) {
        throw cli::Failure(cli::exit_bad_input, "samebill: --listen wants ADDRESS:PORT, such as 127.0.0.1:8080");
    }
    out.address = given.listen.substr(0, colon);
    out.threads = given.threads;
    const unsigned processors = std::thread::hardware_concurrency();
    out.computations = given.computations > 0 ? given.computations : static_cast<int>(processors == 0 ? 1 : processors);
    out.deadline = given.deadline;
    out.idle = given.idle;
    return out;
}

api::Router make_router(const ServeOptions& given) {
    api::Router router;
    if (!given.web.empty()) {
        try {
            api::add_static_files(router, api::read_web_folder(given.web));
        } catch (const std::exception& error) {
            throw cli::Failure(cli::exit_bad_input, std::string("samebill: --web: ") + error.what());
        }
    }
    api::add_routes(router, given.max_body);
    return router;
}

}  // namespace

int serve(const ServeOptions& options) {
    const http::Options http = http_options(options);
    const api::Router router = make_router(options);
    // Before any thread starts, so that all leave these signals to the wait below.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    const auto log = make_log();
    try {
        const http::Server server(http, router, [&](const http::Answered& answered) { log_answer(*log, answered); });
        log->info(R"("event":"listening","address":"http://{}:{}","version":"{}","rules":"{}")", http.address,
                  server.port(), version, rules_version);
        if (!http.address.starts_with("127.")) {
            log->warn(R"("event":"exposed","message":"listening beyond loopback without TLS; put a proxy in front")");
        }
        int signal = 0;
        sigwait(&signals, &signal);
        log->info(R"("event":"draining","signal":"{}")", signal == SIGTERM ? "SIGTERM" : "SIGINT");
    } catch (const std::runtime_error& error) {
        spdlog::shutdown();
        throw cli::Failure(cli::exit_fault, std::string("samebill: ") + error.what());
    }
    log->info(R"("event":"ended")");
    spdlog::shutdown();
    return cli::exit_ok;
}

}  // namespace samebill
