// SPDX-License-Identifier: MIT
#include "native-server/metrics/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <mutex>
#include <shared_mutex>
#include <tuple>
#include <utility>
#include <vector>

namespace samebill {

namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Histogram;

// From a read out of memory to an upload of minutes.
const Histogram::BucketBoundaries request_seconds = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                                     0.25,   0.5,   1,      2.5,   5,    15,    60};
const Histogram::BucketBoundaries run_seconds = {0.1, 0.5, 1, 5, 15, 60, 300, 1800};

struct Served {
    Counter* count;
    Histogram* seconds;
};

}  // namespace

struct Metrics::State {
    Family<Counter>& counter(const char* name, const char* help) {
        return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
    }
    Family<Histogram>& histogram(const char* name, const char* help) {
        return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
    }

    prometheus::Registry registry;
    Family<Counter>& requests = counter("samebill_http_requests_total", "Requests answered.");
    Family<Histogram>& seconds =
        histogram("samebill_http_request_duration_seconds", "From the head of a request to the end of its answer.");
    Family<Counter>& refused = counter("samebill_http_refused_total", "Requests turned away for a limit.");
    Family<Counter>& uploads = counter("samebill_uploads_total", "Uploads of usage.");
    Family<Counter>& upload_bytes = counter("samebill_upload_bytes_total", "Bytes of uploaded usage, out of gzip.");
    Family<Counter>& records = counter("samebill_usage_records_total", "Usage records by what became of them.");
    Family<Counter>& runs = counter("samebill_bill_runs_total", "Bill runs that came to rest.");
    Family<Histogram>& run_seconds_family =
        histogram("samebill_bill_run_seconds", "How long bill runs worked before they came to rest.");
    Family<Counter>& bills = counter("samebill_bills_total", "Bills of runs by what became of them.");
    Family<Counter>& webhooks = counter("samebill_webhook_deliveries_total", "Tries to deliver a webhook.");

    // Labels are looked up once for each kind of request: building them costs more than a bill's share of a lock.
    using Kind = std::tuple<std::string_view, std::string_view, int>;
    std::shared_mutex kinds_mutex;
    std::map<Kind, Served> kinds;

    std::mutex gauges_mutex;
    std::vector<std::pair<prometheus::Gauge*, std::function<double()>>> gauges;

    Served served(std::string_view route, std::string_view method, int status);
};

// Route names and methods are words that live as long as the process, so the key may look at them.
Served Metrics::State::served(std::string_view route, std::string_view method, int status) {
    const Kind kind{route, method, status};
    {
        const std::shared_lock lock(kinds_mutex);
        const auto found = kinds.find(kind);
        if (found != kinds.end()) return found->second;
    }
    const prometheus::Labels of_route = {{"route", std::string(route)}, {"method", std::string(method)}};
    prometheus::Labels with_status = of_route;
    with_status.emplace("status", std::to_string(status));
    const Served out{&requests.Add(with_status), &seconds.Add(of_route, request_seconds)};
    const std::unique_lock lock(kinds_mutex);
    return kinds.emplace(kind, out).first->second;
}

Metrics::Metrics(std::string_view version, std::string_view rules) : state_(std::make_unique<State>()) {
    prometheus::BuildGauge()
        .Name("samebill_build_info")
        .Help("What runs; always 1.")
        .Register(state_->registry)
        .Add({{"version", std::string(version)}, {"rules", std::string(rules)}})
        .Set(1);
}

Metrics::~Metrics() = default;

void Metrics::request(std::string_view route, std::string_view method, int status, double seconds) {
    const Served served = state_->served(route, method, status);
    served.count->Increment();
    served.seconds->Observe(seconds);
}

void Metrics::refused(std::string_view why) {
    state_->refused.Add({{"why", std::string(why)}}).Increment();
}

void Metrics::uploaded(std::string_view result, int64_t bytes) {
    state_->uploads.Add({{"result", std::string(result)}}).Increment();
    state_->upload_bytes.Add({}).Increment(static_cast<double>(bytes));
}

void Metrics::usage_records(std::string_view result, int64_t count) {
    state_->records.Add({{"result", std::string(result)}}).Increment(static_cast<double>(count));
}

void Metrics::bill_run(std::string_view result, double seconds) {
    state_->runs.Add({{"result", std::string(result)}}).Increment();
    state_->run_seconds_family.Add({}, run_seconds).Observe(seconds);
}

void Metrics::bills(std::string_view kind, int64_t count) {
    state_->bills.Add({{"kind", std::string(kind)}}).Increment(static_cast<double>(count));
}

void Metrics::webhook(std::string_view result) {
    state_->webhooks.Add({{"result", std::string(result)}}).Increment();
}

void Metrics::gauge(const std::string& name, const std::string& help, std::function<double()> value) {
    auto& family = prometheus::BuildGauge().Name("samebill_" + name).Help(help).Register(state_->registry);
    const std::lock_guard lock(state_->gauges_mutex);
    state_->gauges.emplace_back(&family.Add({}), std::move(value));
}

std::string Metrics::text() const {
    {
        const std::lock_guard lock(state_->gauges_mutex);
        for (const auto& [gauge, value] : state_->gauges) gauge->Set(value());
    }
    return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

}  // namespace samebill
