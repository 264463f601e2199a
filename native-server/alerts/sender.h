// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "native-server/alerts/webhook.h"
#include "native-server/clock.h"
#include "native-server/metrics/metrics.h"
#include "native-server/store/alerts.h"
#include "native-server/store/database.h"

// Sends what waits in the store, with a few threads. What is to be sent, how often it was tried and when it is tried
// again stands in the store, so a server that was killed goes on where it was; a delivery whose answer it did not live
// to note is sent again, with the same id.

namespace samebill::alerts {

class Sender {
public:
    Sender(store::Database& database, const Clock& clock, WebhookOptions options, Metrics* metrics = nullptr);
    ~Sender();  // drains, and waits for the threads
    Sender(const Sender&) = delete;
    Sender& operator=(const Sender&) = delete;

    // There may be something to send.
    void wake();
    // Breaks off the attempts at work, which then do not count, and begins none: the next start makes them.
    void drain();
    const WebhookOptions& options() const { return options_; }

private:
    void work();
    bool take(store::alerts::Delivery& delivery, store::alerts::Webhook& webhook);
    void attempt(store::alerts::Delivery delivery, const store::alerts::Webhook& webhook);

    store::Database& database_;
    const Clock& clock_;
    const WebhookOptions options_;
    Metrics* const metrics_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::condition_variable stop_;
    std::atomic<bool> ending_ = false;
    std::set<std::string> busy_;  // webhooks: a slow one holds one thread
    std::vector<std::thread> threads_;
};

}  // namespace samebill::alerts
