// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "native-server/alerts/webhook.h"
#include "native-server/limits/limits.h"
#include "native-server/runs/billing_options.h"

namespace samebill {

struct ServeOptions {
    std::string listen = "127.0.0.1:8080";
    std::string web;                      // folder of the web build; empty: none
    std::string data;                     // folder of the store; empty: nothing is stored
    int64_t disk_floor = 256;             // MiB of its disk that stay free
    std::string origin;                   // as browsers see the server; empty: their Host header
    std::string clock;                    // instant at which the server's clock begins; empty: the machine's
    alerts::WebhookOptions webhooks;
    int session_idle = 30;                // minutes without a request after which a session ends
    int session_hours = 12;               // after which a session ends in any case
    bool closed_preview = false;          // previews of full requests are for those who are known
    bool open_catalogs = false;           // published catalogs are for all
    bool read_reasons = false;            // staff says why it reads customers' data
    int64_t max_body = int64_t{1} << 20;  // bytes
    int computations = 0;                 // at once; 0: one for each processor
    std::string metrics;                  // address and port of the metrics; empty: none
    bool trusted_proxy = false;           // one on this machine ends TLS and says who asks
    Limits limits;
    runs::BillingOptions billing;
};

// Serves until SIGTERM or SIGINT, lets the requests at work finish, and gives the exit code: 0, or 1 if it could not
// start.
int serve(const ServeOptions& options);

}  // namespace samebill
