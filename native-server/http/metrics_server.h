// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "native-server/metrics/metrics.h"

namespace samebill::http {

// GET /metrics on a port of its own, which must be one of the loopback interface: the figures are for the operator.
class MetricsServer {
public:
    // Throws std::runtime_error with a sentence for the operator if it cannot start.
    MetricsServer(const std::string& address, int port, const Metrics& metrics);
    ~MetricsServer();
    MetricsServer(const MetricsServer&) = delete;
    MetricsServer& operator=(const MetricsServer&) = delete;
    int port() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace samebill::http
