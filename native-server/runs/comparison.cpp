// SPDX-License-Identifier: MIT
#include "native-server/runs/comparison.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/assert.h"
#include "native-server/receivables/ledger.h"
#include "native-server/security/random.h"

namespace samebill::runs {

using nlohmann::json;
using receivables::minor_of;
using receivables::money_text;

namespace {

constexpr size_t most_known = 10;
constexpr size_t most_waiting = 4;

json bill_of(const Answer& answer) {
    return json::parse(answer.outcome.text).at("bills").back();
}

AccountChange compare(Billing& billing, const Comparison& comparison, const std::string& account) {
    AccountChange out;
    out.account = account;
    WhatIf changes;
    changes.catalog_version = comparison.version;
    const AnswerPtr before = billing.preview(account, comparison.month);
    const AnswerPtr after = before->outcome.ok ? billing.preview(account, comparison.month, changes) : before;
    if (!after->outcome.ok) {
        out.problems = problems_of(after->outcome.text);
        return out;
    }
    const json old_bill = bill_of(*before);
    const json new_bill = bill_of(*after);
    out.currency = old_bill.at("currency");
    out.before = old_bill.at("total");
    out.after = new_bill.at("total");
    SAMEBILL_ASSERT(new_bill.at("currency") == out.currency);
    out.minor = minor_of(out.after, out.currency) - minor_of(out.before, out.currency);
    out.change = money_text(out.minor, out.currency);
    return out;
}

AccountChange compare_or_say_why(Billing& billing, const Comparison& comparison, const std::string& account) {
    try {
        return compare(billing, comparison, account);
    } catch (const std::exception& fault) {
        AccountChange out;
        out.account = account;
        out.problems =
            problems_json(one_problem("internal", std::string("The bills could not be made: ") + fault.what()));
        return out;
    }
}

bool comes_before(const AccountChange& one, const AccountChange& other) {
    const bool sound = one.problems.empty();
    if (sound != other.problems.empty()) return sound;
    if (one.currency != other.currency) return one.currency < other.currency;
    if (one.minor != other.minor) return one.minor > other.minor;
    return one.account < other.account;
}

}  // namespace

Comparisons::Comparisons(Billing& billing) : billing_(billing), thread_([this] { work(); }) {}

Comparisons::~Comparisons() {
    drain();
    thread_.join();
}

void Comparisons::drain() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_all();
}

std::optional<Comparison> Comparisons::start(Comparison asked, std::vector<std::string> accounts) {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= most_waiting) return std::nullopt;
    asked.id = security::random_id("whatif");
    asked.accounts = static_cast<int64_t>(accounts.size());
    auto work = std::make_shared<Work>(Work{std::move(asked), std::move(accounts)});
    waiting_.push_back(work);
    known_.push_back(work);
    if (known_.size() > most_known) known_.pop_front();
    wake_.notify_all();
    return work->comparison;
}

std::optional<Comparison> Comparisons::find(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    for (const auto& work : known_) {
        if (work->comparison.id == id) return work->comparison;
    }
    return std::nullopt;
}

void Comparisons::compute(const std::shared_ptr<Work>& work) {
    std::vector<AccountChange> changes;
    changes.reserve(work->accounts.size());
    for (const std::string& account : work->accounts) {
        changes.push_back(compare_or_say_why(billing_, work->comparison, account));
        const AccountChange& change = changes.back();
        const std::lock_guard lock(mutex_);
        if (ending_) return;
        Comparison& comparison = work->comparison;
        comparison.computed++;
        if (!change.problems.empty()) {
            comparison.failed++;
            continue;
        }
        ChangeTotals& totals = comparison.totals[change.currency];
        totals.before += minor_of(change.before, change.currency);
        totals.after += minor_of(change.after, change.currency);
    }
    std::sort(changes.begin(), changes.end(), comes_before);
    const std::lock_guard lock(mutex_);
    work->comparison.changes = std::make_shared<const std::vector<AccountChange>>(std::move(changes));
    work->comparison.done = true;
}

void Comparisons::work() {
    for (;;) {
        std::shared_ptr<Work> next;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
            if (ending_) return;
            next = waiting_.front();
            waiting_.pop_front();
        }
        compute(next);
    }
}

}  // namespace samebill::runs
