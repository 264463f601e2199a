// SPDX-License-Identifier: MIT
#include "native-server/alerts/sender.h"

#include <chrono>
#include <utility>

#include "native-server/security/webhook.h"
#include "native-server/version.h"

namespace samebill::alerts {

using store::Transaction;
using store::alerts::Delivery;
using store::alerts::Webhook;

namespace {

constexpr int threads = 4;
constexpr int64_t looked_at = 200;  // deliveries, for one whose webhook is not at work

}  // namespace

Sender::Sender(store::Database& database, const Clock& clock, WebhookOptions options, Metrics* metrics)
    : database_(database), clock_(clock), options_(std::move(options)), metrics_(metrics) {
    for (int i = 0; i < threads; i++) threads_.emplace_back([this] { work(); });
}

Sender::~Sender() {
    drain();
    for (std::thread& thread : threads_) thread.join();
}

void Sender::drain() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_all();
    stop_.notify_all();
}

void Sender::wake() {
    wake_.notify_all();
}

bool Sender::take(Delivery& delivery, Webhook& webhook) {
    const std::lock_guard lock(mutex_);
    return database_.read([&](Transaction& t) {
        for (Delivery& one : store::alerts::due(t, clock_.now(), looked_at)) {
            if (busy_.contains(one.webhook)) continue;
            webhook = *store::alerts::get_webhook(t, one.webhook);
            delivery = std::move(one);
            busy_.insert(delivery.webhook);
            return true;
        }
        return false;
    });
}

void Sender::attempt(Delivery delivery, const Webhook& webhook) {
    const Sent sent =
        post(webhook.url,
             {{"Content-Type", "application/json"},
              {"User-Agent", "samebill/" + std::string(version)},
              {"Samebill-Delivery", delivery.id},
              {"Samebill-Signature", security::webhook_signature(webhook.secret, clock_.now(), delivery.body)}},
             delivery.body, options_, ending_);
    if (sent.stopped) return;
    const int64_t now = clock_.now();
    delivery.attempts++;
    delivery.last_status = sent.status;
    delivery.last_error = sent.error.empty() ? std::nullopt : std::optional(sent.error);
    delivery.next_at = now + wait_after(delivery.attempts, options_);
    if (sent.delivered()) {
        delivery.state = "delivered";
    } else if (delivery.next_at > delivery.begun_at + options_.give_up) {
        delivery.state = "given_up";
    }
    if (delivery.state != "waiting") delivery.done_at = now;
    if (metrics_ != nullptr) metrics_->webhook(delivery.state == "waiting" ? "retried" : delivery.state);
    // Also below the floor of free space: it makes no room less, and not noting it would send it again and again.
    database_.write_below_floor([&](Transaction& t) {
        const auto stored = store::alerts::get_delivery(t, delivery.webhook, delivery.id);
        if (stored && stored->state == "waiting") store::alerts::change_delivery(t, delivery);
    });
}

void Sender::work() {
    for (;;) {
        Delivery delivery;
        Webhook webhook;
        if (take(delivery, webhook)) {
            const std::string id = delivery.webhook;
            bool noted = true;
            try {
                attempt(std::move(delivery), webhook);
            } catch (const std::exception&) {
                noted = false;  // the disk is full to the last page, or memory ran out
            }
            std::unique_lock lock(mutex_);
            // Nobody is sent the same again and again for that.
            const auto pause = std::chrono::seconds(options_.first_wait);
            if (!noted) stop_.wait_for(lock, pause, [this] { return ending_.load(); });
            busy_.erase(id);
            if (ending_) return;
            continue;
        }
        std::unique_lock lock(mutex_);
        if (!ending_) wake_.wait_for(lock, std::chrono::seconds(1));
        if (ending_) return;
    }
}

}  // namespace samebill::alerts
