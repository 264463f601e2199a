// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "native-server/store/transaction.h"

// Alert rules of accounts, the alerts that they gave, the webhooks that are told, and what was sent to them.

namespace samebill::store::alerts {

struct Rule {
    int64_t row = 0;
    std::string id;
    std::string account;
    std::string body;  // JSON
    std::optional<std::string> webhook = {};
    bool active = true;
    int64_t at = 0;
    std::string by;
};
void add_rule(Transaction& transaction, Rule& rule);
std::optional<Rule> get_rule(Transaction& transaction, std::string_view account, std::string_view id);
void end_rule(Transaction& transaction, std::string_view id);
// By arrival after `after`, active ones; `each` ends it with false.
void list_rules(Transaction& transaction, std::string_view account, int64_t after,
                const std::function<bool(const Rule&)>& each);
std::vector<std::string> accounts_with_rules(Transaction& transaction);

struct Alert {
    int64_t row = 0;
    std::string id;
    std::string rule;
    std::string account;
    std::string month;
    std::string subject;  // JSON
    std::string threshold;
    std::string body;  // JSON
    int64_t at = 0;
};
// False if the rule gave this alert this month before: nothing was added.
bool add_alert(Transaction& transaction, Alert& alert);
void list_alerts(Transaction& transaction, std::string_view account, int64_t after,
                 const std::function<bool(const Alert&)>& each);

struct Webhook {
    int64_t row = 0;
    std::string id;
    std::optional<std::string> account = {};  // nothing: the provider's
    std::string url;
    std::string secret;
    bool active = true;
    int64_t at = 0;
    std::string by;
};
void add_webhook(Transaction& transaction, Webhook& webhook);
std::optional<Webhook> get_webhook(Transaction& transaction, std::string_view id);
// What waits to be sent there is given up.
void end_webhook(Transaction& transaction, std::string_view id, int64_t now);
// Active ones by arrival; `account` keeps to those of an account.
void list_webhooks(Transaction& transaction, const std::optional<std::string>& account, int64_t after,
                   const std::function<bool(const Webhook&)>& each);

struct Delivery {
    int64_t row = 0;
    std::string id;
    std::string webhook;
    std::optional<std::string> alert = {};
    std::string body;
    std::string state = "waiting";  // waiting, delivered, given_up
    int64_t attempts = 0;
    int64_t begun_at = 0;
    int64_t next_at = 0;
    std::optional<int64_t> last_status = {};
    std::optional<std::string> last_error = {};
    std::optional<int64_t> done_at = {};
    int64_t at = 0;
};
void add_delivery(Transaction& transaction, Delivery& delivery);
std::optional<Delivery> get_delivery(Transaction& transaction, std::string_view webhook, std::string_view id);
// State, attempts, times and what came back.
void change_delivery(Transaction& transaction, const Delivery& delivery);
void list_deliveries(Transaction& transaction, std::string_view webhook, const std::optional<std::string>& state,
                     int64_t after, const std::function<bool(const Delivery&)>& each);
int64_t waiting(Transaction& transaction);
// Those that wait and are due, the earliest first, of webhooks that are active.
std::vector<Delivery> due(Transaction& transaction, int64_t now, int64_t limit);

}  // namespace samebill::store::alerts
