// SPDX-License-Identifier: MIT
#include "native-server/store/alerts.h"

namespace samebill::store::alerts {

namespace {

Rule read_rule(const Row& row) {
    return {row.integer(0),    row.text(1),         row.text(2),    row.text(3),
            row.maybe_text(4), row.integer(5) != 0, row.integer(6), row.text(7)};
}

Alert read_alert(const Row& row) {
    return {row.integer(0), row.text(1), row.text(2), row.text(3),   row.text(4),
            row.text(5),    row.text(6), row.text(7), row.integer(8)};
}

Webhook read_webhook(const Row& row) {
    return {row.integer(0), row.text(1),         row.maybe_text(2), row.text(3),
            row.text(4),    row.integer(5) != 0, row.integer(6),    row.text(7)};
}

#define SAMEBILL_DELIVERY_COLUMNS                                                                          \
    "d.row, d.id, d.webhook, d.alert, d.body, d.state, d.attempts, d.begun_at, d.next_at, d.last_status, " \
    "d.last_error, d.done_at, d.at"

Delivery read_delivery(const Row& row) {
    Delivery out;
    out.row = row.integer(0);
    out.id = row.text(1);
    out.webhook = row.text(2);
    out.alert = row.maybe_text(3);
    out.body = row.text(4);
    out.state = row.text(5);
    out.attempts = row.integer(6);
    out.begun_at = row.integer(7);
    out.next_at = row.integer(8);
    out.last_status = row.maybe_integer(9);
    out.last_error = row.maybe_text(10);
    out.done_at = row.maybe_integer(11);
    out.at = row.integer(12);
    return out;
}

}  // namespace

void add_rule(Transaction& transaction, Rule& rule) {
    transaction.run("INSERT INTO alert_rules (id, account, body, webhook, at, by) VALUES (?, ?, ?, ?, ?, ?)", rule.id,
                    rule.account, rule.body, rule.webhook, rule.at, rule.by);
    rule.row = transaction.last_rowid();
    transaction.touch_subject("alert_rules");
}

std::optional<Rule> get_rule(Transaction& transaction, std::string_view account, std::string_view id) {
    return transaction.first(
        "SELECT row, id, account, body, webhook, active, at, by FROM alert_rules WHERE account = ? AND id = ?",
        read_rule, account, id);
}

void end_rule(Transaction& transaction, std::string_view id) {
    transaction.run("UPDATE alert_rules SET active = 0 WHERE id = ?", id);
    transaction.touch_subject("alert_rules");
}

void list_rules(Transaction& transaction, std::string_view account, int64_t after,
                const std::function<bool(const Rule&)>& each) {
    transaction.each(
        "SELECT row, id, account, body, webhook, active, at, by FROM alert_rules "
        "WHERE account = ? AND row > ? AND active = 1 ORDER BY row",
        [&](const Row& row) -> bool { return each(read_rule(row)); }, account, after);
}

std::vector<std::string> accounts_with_rules(Transaction& transaction) {
    std::vector<std::string> out;
    transaction.each("SELECT DISTINCT account FROM alert_rules WHERE active = 1 ORDER BY account",
                     [&](const Row& row) { out.push_back(row.text(0)); });
    return out;
}

bool add_alert(Transaction& transaction, Alert& alert) {
    const int64_t added = transaction.run(
        "INSERT INTO alerts (id, rule, account, month, subject, threshold, body, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (rule, month, subject, threshold) DO NOTHING",
        alert.id, alert.rule, alert.account, alert.month, alert.subject, alert.threshold, alert.body, alert.at);
    if (added == 0) return false;
    alert.row = transaction.last_rowid();
    return true;
}

void list_alerts(Transaction& transaction, std::string_view account, int64_t after,
                 const std::function<bool(const Alert&)>& each) {
    transaction.each(
        "SELECT row, id, rule, account, month, subject, threshold, body, at FROM alerts "
        "WHERE account = ? AND row > ? ORDER BY row",
        [&](const Row& row) -> bool { return each(read_alert(row)); }, account, after);
}

void add_webhook(Transaction& transaction, Webhook& webhook) {
    transaction.run("INSERT INTO webhooks (id, account, url, secret, at, by) VALUES (?, ?, ?, ?, ?, ?)", webhook.id,
                    webhook.account, webhook.url, webhook.secret, webhook.at, webhook.by);
    webhook.row = transaction.last_rowid();
}

std::optional<Webhook> get_webhook(Transaction& transaction, std::string_view id) {
    return transaction.first("SELECT row, id, account, url, secret, active, at, by FROM webhooks WHERE id = ?",
                             read_webhook, id);
}

void end_webhook(Transaction& transaction, std::string_view id, int64_t now) {
    transaction.run("UPDATE webhooks SET active = 0 WHERE id = ?", id);
    transaction.run(
        "UPDATE webhook_deliveries SET state = 'given_up', done_at = ? WHERE webhook = ? AND state = 'waiting'", now,
        id);
}

void list_webhooks(Transaction& transaction, const std::optional<std::string>& account, int64_t after,
                   const std::function<bool(const Webhook&)>& each) {
    transaction.each(
        "SELECT row, id, account, url, secret, active, at, by FROM webhooks "
        "WHERE row > ?1 AND active = 1 AND (?2 IS NULL OR account = ?2) ORDER BY row",
        [&](const Row& row) -> bool { return each(read_webhook(row)); }, after, account);
}

void add_delivery(Transaction& transaction, Delivery& delivery) {
    transaction.run(
        "INSERT INTO webhook_deliveries (id, webhook, alert, body, state, begun_at, next_at, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        delivery.id, delivery.webhook, delivery.alert, delivery.body, delivery.state, delivery.begun_at,
        delivery.next_at, delivery.at);
    delivery.row = transaction.last_rowid();
}

std::optional<Delivery> get_delivery(Transaction& transaction, std::string_view webhook, std::string_view id) {
    return transaction.first("SELECT " SAMEBILL_DELIVERY_COLUMNS
                             " FROM webhook_deliveries d WHERE d.webhook = ? AND d.id = ?",
                             read_delivery, webhook, id);
}

void change_delivery(Transaction& transaction, const Delivery& delivery) {
    transaction.run(
        "UPDATE webhook_deliveries SET state = ?, attempts = ?, begun_at = ?, next_at = ?, last_status = ?, "
        "last_error = ?, done_at = ? WHERE id = ?",
        delivery.state, delivery.attempts, delivery.begun_at, delivery.next_at, delivery.last_status,
        delivery.last_error, delivery.done_at, delivery.id);
}

void list_deliveries(Transaction& transaction, std::string_view webhook, const std::optional<std::string>& state,
                     int64_t after, const std::function<bool(const Delivery&)>& each) {
    transaction.each(
        "SELECT " SAMEBILL_DELIVERY_COLUMNS
        " FROM webhook_deliveries d WHERE d.webhook = ?1 AND d.row > ?2 AND (?3 IS NULL OR d.state = ?3) "
        "ORDER BY d.row",
        [&](const Row& row) -> bool { return each(read_delivery(row)); }, webhook, after, state);
}

int64_t waiting(Transaction& transaction) {
    return *transaction.first("SELECT count(*) FROM webhook_deliveries WHERE state = 'waiting'",
                              [](const Row& row) { return row.integer(0); });
}

std::vector<Delivery> due(Transaction& transaction, int64_t now, int64_t limit) {
    std::vector<Delivery> out;
    transaction.each(
        "SELECT " SAMEBILL_DELIVERY_COLUMNS
        " FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook "
        "WHERE d.state = 'waiting' AND d.next_at <= ? AND w.active = 1 ORDER BY d.next_at, d.row LIMIT ?",
        [&](const Row& row) { out.push_back(read_delivery(row)); }, now, limit);
    return out;
}

}  // namespace samebill::store::alerts
