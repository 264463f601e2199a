// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

// What the server tells of itself for Prometheus (`--metrics`). Whoever does something counts it here; labels are words
// of ours, never an account, a device, an address or a key.
//
//   metrics.uploaded("stored", bytes);
//   metrics.usage_records("accepted", 1000);
//   metrics.gauge("store_bytes", "Size of the store.", [&] { return double(store.size()); });

namespace samebill {

class Metrics {
public:
    Metrics(std::string_view version, std::string_view rules);
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    // A request that was answered.
    void request(std::string_view route, std::string_view method, int status, double seconds);
    // What was turned away for a limit: "head", "body", "json", "slow", "rate", "connections", "draining", "busy".
    void refused(std::string_view why);

    // An upload of usage: "stored", "repeated" (its answer of then), "refused", "broken_off"; and what became of the
    // records of a stored one: "accepted", "repeated", "rejected", "suspended".
    void uploaded(std::string_view result, int64_t bytes);
    void usage_records(std::string_view result, int64_t count);
    // A bill run that came to rest ("review", "finalised"), and what became of its bills ("computed", "held", "parked",
    // "dropped", "finalised").
    void bill_run(std::string_view result, double seconds);
    void bills(std::string_view kind, int64_t count);
    // A try to deliver a webhook: "delivered", "retried", "given_up".
    void webhook(std::string_view result);

    // A value that is asked for at each scrape; `samebill_` goes before its name. It must live as long as the metrics.
    void gauge(const std::string& name, const std::string& help, std::function<double()> value);

    // Prometheus's text form.
    std::string text() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace samebill
