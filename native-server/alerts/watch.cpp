// SPDX-License-Identifier: MIT
#include "native-server/alerts/watch.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/calendar.h"
#include "native-server/alerts/rule.h"
#include "native-server/security/random.h"
#include "native-server/store/accounts.h"

namespace samebill::alerts {

using nlohmann::json;
using store::Transaction;
using store::alerts::Alert;
using store::alerts::Delivery;

namespace {

constexpr auto between_looks = std::chrono::milliseconds(250);
constexpr int quiet_looks = 2;    // without a change, before it is billed
constexpr int longest_wait = 20;  // looks, however often it changes

json told(const Alert& alert, const store::alerts::Rule& rule, const Reached& reached) {
    json out = reached.measured;
    out.update(reached.subject);
    out["id"] = alert.id;
    out["rule"] = alert.rule;
    out["account"] = alert.account;
    out["month"] = alert.month;
    out["watches"] = json::parse(rule.body).at("watches");
    out["threshold"] = alert.threshold;
    out["at"] = format_instant(alert.at);
    return out;
}

}  // namespace

Watch::Watch(store::Database& database, runs::Billing& billing, Sender& sender, const Clock& clock)
    : database_(database), billing_(billing), sender_(sender), clock_(clock), thread_([this] { work(); }) {}

Watch::~Watch() {
    drain();
    thread_.join();
}

void Watch::drain() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_all();
}

void Watch::work() {
    std::unique_lock lock(mutex_);
    while (!ending_) {
        lock.unlock();
        look();
        lock.lock();
        wake_.wait_for(lock, between_looks, [this] { return ending_; });
    }
}

Watch::Mark Watch::mark_of(const std::string& account) const {
    return {database_.generation(account), database_.subject_generation("catalogs"), rules_seen_,
            clock_.now() / seconds_a_day};
}

void Watch::look() {
    if (const uint64_t rules = database_.subject_generation("alert_rules"); rules != rules_seen_) {
        const auto accounts = database_.read([](Transaction& t) { return store::alerts::accounts_with_rules(t); });
        std::map<std::string, Watched> kept;
        for (const std::string& account : accounts) kept[account] = watched_[account];
        watched_ = std::move(kept);
        rules_seen_ = rules;
    }
    for (auto& [account, watched] : watched_) {
        const Mark mark = mark_of(account);
        if (watched.any_done && mark == watched.done) continue;
        watched.quiet = mark == watched.seen ? watched.quiet + 1 : 0;
        watched.seen = mark;
        if (watched.quiet < quiet_looks && ++watched.waiting < longest_wait) continue;
        if (evaluate(account)) {
            watched.done = mark;
            watched.any_done = true;
        }
        watched.quiet = watched.waiting = 0;
        const std::lock_guard lock(mutex_);
        if (ending_) return;
    }
}

// What is stored of an account and cannot be read is told by whoever asks for its bills, and stops no other account.
bool Watch::evaluate(const std::string& account) {
    try {
        return evaluate_months(account);
    } catch (const std::bad_alloc&) {
        return false;
    } catch (const store::Full&) {
        return false;
    } catch (const std::exception&) {
        return true;
    }
}

bool Watch::evaluate_months(const std::string& account) {
    std::vector<store::alerts::Rule> rules;
    const std::string month = format_month(month_at(clock_.now()));
    const std::string before = format_month(month_at(clock_.now()) - 1);
    bool before_is_open = true;
    database_.read([&](Transaction& t) {
        store::alerts::list_rules(t, account, 0, [&](const store::alerts::Rule& rule) {
            rules.push_back(rule);
            return true;
        });
        const auto stored = store::accounts::get(t, account);
        before_is_open = stored && (!stored->billed_through || *stored->billed_through < before);
    });
    if (rules.empty()) return true;
    if (before_is_open && !evaluate_month(account, before, rules)) return false;
    return evaluate_month(account, month, rules);
}

// A month that cannot be billed as things stand gives no alerts; it is looked at again when something changes.
bool Watch::evaluate_month(const std::string& account, const std::string& month,
                           const std::vector<store::alerts::Rule>& rules) {
    runs::WhatIf until_now;
    until_now.at = clock_.now();
    const runs::AnswerPtr answer = billing_.preview(account, month, until_now);
    if (!answer->outcome.ok) return true;
    const json bill = json::parse(answer->outcome.text).at("bills").back();
    const std::vector<std::string> prepaid = prepaid_plans(json::parse(answer->request));
    std::vector<std::pair<const store::alerts::Rule*, Reached>> found;
    for (const store::alerts::Rule& rule : rules) {
        Problems problems;
        const Rule read = read_rule(json::parse(rule.body), problems);
        for (Reached& one : reached(read, bill, prepaid)) found.emplace_back(&rule, std::move(one));
    }
    if (found.empty()) return true;
    const auto add_all = [&](Transaction& t) {
        bool any = false;
        for (const auto& [rule, reached] : found) {
            Alert alert{0,           security::random_id("alert"), rule->id,          account,
                        month,       reached.subject.dump(),       reached.threshold, "",
                        clock_.now()};
            json body = told(alert, *rule, reached);
            alert.body = body.dump();
            if (!store::alerts::add_alert(t, alert)) continue;
            const auto webhook = rule->webhook ? store::alerts::get_webhook(t, *rule->webhook) : std::nullopt;
            if (!webhook || !webhook->active) continue;
            body["type"] = "alert";
            Delivery delivery;
            delivery.id = security::random_id("dlv");
            delivery.webhook = webhook->id;
            delivery.alert = alert.id;
            delivery.body = body.dump();
            delivery.at = delivery.begun_at = delivery.next_at = alert.at;
            store::alerts::add_delivery(t, delivery);
            any = true;
        }
        return any;
    };
    if (database_.write(add_all)) sender_.wake();
    return true;
}

}  // namespace samebill::alerts
