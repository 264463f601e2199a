// SPDX-License-Identifier: MIT
#include "native-server/http/metrics_server.h"

#include <civetweb.h>

#include <cstring>
#include <stdexcept>
#include <string_view>

#include "native-server/api/problem.h"
#include "native-server/http/head.h"
#include "native-server/http/incoming.h"
#include "native-server/http/raw_head.h"
#include "native-server/http/stopping.h"

namespace samebill::http {

struct MetricsServer::State {
    const Metrics& metrics;
    std::string address;
    mg_context* context = nullptr;
};

namespace {

// One request a connection: nobody holds one of the few threads.
int respond(mg_connection* connection, const Metrics& metrics) {
    mg_disable_connection_keep_alive(connection);
    const RawRequest raw = raw_request(*mg_get_request_info(connection));
    Body body;
    api::Response response;
    if (const auto refusal = check_head(raw, body)) {
        response = api::problem(refusal->status, refusal->detail);
    } else if (raw.target != "/metrics") {
        response = api::problem(404);
    } else if (raw.method != "GET" || body.length > 0) {
        response = api::problem(405);
        response.headers.push_back({"Allow", "GET"});
    } else {
        response = api::make_response(200, "text/plain; version=0.0.4; charset=utf-8", metrics.text());
    }
    Framing framing;
    framing.close = true;
    write_all(connection, head_of(response, framing) + *response.body);
    return response.status;
}

int begin_request(mg_connection* connection) {
    const auto* metrics = static_cast<const Metrics*>(mg_get_user_data(mg_get_context(connection)));
    try {
        return respond(connection, *metrics);
    } catch (const std::exception&) {
        return 500;
    }
}

int no_log(const mg_connection*, const char*) {
    return 1;
}

}  // namespace

MetricsServer::MetricsServer(const std::string& address, int port, const Metrics& metrics)
    : state_(std::make_unique<State>(State{metrics, address})) {
    if (!address.starts_with("127.")) throw std::runtime_error("--metrics wants an address of the loopback interface");
    mg_callbacks callbacks;
    std::memset(&callbacks, 0, sizeof callbacks);
    callbacks.begin_request = begin_request;
    callbacks.log_message = no_log;
    callbacks.log_access = no_log;
    const std::string ports = address + ":" + std::to_string(port);
    const char* settings[] = {"listening_ports",
                              ports.c_str(),
                              "num_threads",
                              "4",
                              "request_timeout_ms",
                              "5000",
                              "max_request_size",
                              "4096",
                              "decode_url",
                              "no",
                              "enable_directory_listing",
                              "no",
                              "access_control_allow_origin",
                              "",
                              "access_control_allow_methods",
                              "",
                              nullptr};
    mg_init_library(MG_FEATURES_DEFAULT);
    state_->context = mg_start(&callbacks, const_cast<Metrics*>(&metrics), settings);
    if (state_->context == nullptr) {
        mg_exit_library();
        throw std::runtime_error("cannot listen on " + ports + " for metrics");
    }
}

MetricsServer::~MetricsServer() {
    stop_listening(state_->context, state_->address, port());
    mg_exit_library();
}

int MetricsServer::port() const {
    mg_server_port ports[2] = {};
    return mg_get_server_ports(state_->context, 2, ports) > 0 ? ports[0].port : 0;
}

}  // namespace samebill::http
