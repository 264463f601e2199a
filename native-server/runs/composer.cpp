// SPDX-License-Identifier: MIT
#include "native-server/runs/composer.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/calendar.h"
#include "native-server/runs/texts.h"
#include "native-server/store/catalogs.h"
#include "native-server/store/corrections.h"

namespace samebill::runs {

using store::Transaction;
using store::accounts::Account;

namespace {

constexpr Month most_months = 120;  // of a fold, as of a request

AnswerPtr answer_of(const Problems& problems, const std::string& month = {}) {
    auto out = std::make_shared<Answer>();
    out->outcome = failed(problems);
    out->month = month;
    return out;
}

int64_t size_of(const std::string& text) {
    return static_cast<int64_t>(text.size());
}

int64_t bytes_of(const MonthInputs& inputs) {
    int64_t out = size_of(inputs.parts.account) + size_of(inputs.parts.catalog) + size_of(inputs.parts.opening) +
                  inputs.usage->table.bytes();
    for (const std::string& device : inputs.parts.devices) out += size_of(device) + 32;
    for (const std::string& event : inputs.parts.events) out += size_of(event) + 64;
    return out;
}

// The engine names places of the request that was composed; those of events that were asked about are named as asked.
Outcome with_asked_places(Outcome outcome, const MonthInputs& inputs) {
    if (outcome.ok || inputs.asked_events.empty()) return outcome;
    nlohmann::json document = nlohmann::json::parse(outcome.text);
    constexpr std::string_view head = "/events/";
    for (auto& error : document.at("errors")) {
        const auto& path = error.at("path").get_ref<const std::string&>();
        if (!path.starts_with(head)) continue;
        const size_t end = std::min(path.find('/', head.size()), path.size());
        const size_t place = std::stoul(path.substr(head.size(), end - head.size()));
        if (place < inputs.stored_events || place - inputs.stored_events >= inputs.asked_events.size()) continue;
        const size_t asked = inputs.asked_events[place - inputs.stored_events];
        error["path"] = std::string(head) + std::to_string(asked) + path.substr(end);
    }
    outcome.text = document.dump();
    return outcome;
}

// Hypothetical events lie in a month that is computed.
Problems check_events(const WhatIf& changes, const std::string& first, bool opens, const std::string& last) {
    Problems out;
    for (size_t i = 0; i < changes.events.size(); ++i) {
        const auto month = month_of_event(changes.events[i]);
        const std::string path = "/events/" + std::to_string(i) + "/at";
        if (!month) {
            out.push_back({"schema", path, "An event has an instant."});
        } else if (opens && *month < first) {
            out.push_back({"before_period", path, "The bill of " + *month + " is final."});
        } else if (*month > last) {
            out.push_back({"period", path, "The bill asked for is that of " + last + "."});
        }
    }
    return out;
}

}  // namespace

Composer::Generation Composer::generation_of(const std::string& account) const {
    return {database_.generation(account), database_.subject_generation("catalogs")};
}

AnswerPtr Composer::kept_answer(const std::string& key, const Generation& generation) {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(key);
    if (found == kept_.end() || !(found->second.generation == generation)) return nullptr;
    ages_.splice(ages_.begin(), ages_, found->second.age);
    return found->second.answer;
}

std::shared_ptr<const MonthInputs> Composer::kept_inputs(const std::string& key, const Generation& generation) {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(key);
    return found != kept_.end() && found->second.generation == generation ? found->second.inputs : nullptr;
}

void Composer::keep(const std::string& key, const Generation& generation, AnswerPtr answer,
                    std::shared_ptr<const MonthInputs> inputs) {
    int64_t bytes = 256;
    if (answer) bytes += size_of(answer->outcome.text) + size_of(answer->request);
    if (inputs) bytes += bytes_of(*inputs);
    if (bytes > most_bytes_ / 4) return;
    const std::lock_guard lock(mutex_);
    if (const auto old = kept_.find(key); old != kept_.end()) {
        bytes_ -= old->second.bytes;
        ages_.erase(old->second.age);
        kept_.erase(old);
    }
    ages_.push_front(key);
    kept_[key] = {generation, std::move(answer), std::move(inputs), bytes, ages_.begin()};
    bytes_ += bytes;
    while (bytes_ > most_bytes_ && !ages_.empty()) {
        const auto oldest = kept_.find(ages_.back());
        bytes_ -= oldest->second.bytes;
        kept_.erase(oldest);
        ages_.pop_back();
    }
}

AnswerPtr Composer::bill(const std::string& account, const std::optional<std::string>& month) {
    if (auto answer = kept(account, month)) return answer;
    return compute(account, month, nullptr);
}

AnswerPtr Composer::kept(const std::string& account, const std::optional<std::string>& month) {
    return kept_answer(account + "/" + month.value_or("next"), generation_of(account));
}

AnswerPtr Composer::what_if(const std::string& account, const std::optional<std::string>& month,
                            const WhatIf& changes) {
    if (changes.empty()) return bill(account, month);
    return compute(account, month, &changes);
}

// Which months are to be computed for the one that is asked for.
Problems Composer::plan_months(Transaction& transaction, const Account& account,
                               const std::optional<std::string>& month, Plan& plan) {
    if (account.billed_through) {
        plan.first = next_month(*account.billed_through);
        plan.month = month.value_or(plan.first);
        plan.opens = true;
        if (plan.month < plan.first) {
            plan.first = plan.month;
            plan.final = true;
            return {};
        }
    } else {
        const auto due = first_month_due(transaction, account);
        if (!due && !month) return one_problem("nothing_to_bill", "The account has no events and no usage yet.");
        plan.month = month.value_or(due.value_or(""));
        plan.first = due && *due < plan.month ? *due : plan.month;
    }
    if (*parse_month(plan.month) - *parse_month(plan.first) >= most_months) {
        return one_problem("period", "Months before this one are not final, more than can be computed at once.");
    }
    if (const auto due = store::corrections::find_due(transaction, account.id)) {
        if (!due->problems) plan.due = true;
        if (due->problems) {
            return one_problem("correction_failed",
                               "Final months have new inputs that cannot be billed: " + *due->problems);
        }
    }
    return {};
}

std::shared_ptr<const MonthInputs> Composer::inputs_of(Transaction& transaction, const Account& account,
                                                       const std::string& month, const Plan& plan,
                                                       const Generation& generation, bool with_rows,
                                                       Problems& problems) {
    const std::string key = account.id + "/" + month + "/inputs";
    if (!with_rows) {
        if (auto kept = kept_inputs(key, generation)) return kept;
    }
    auto out = std::make_shared<MonthInputs>();
    if (plan.final) {
        problems = read_final_month(transaction, account, month, *out);
        return out;
    }
    const bool first = month == plan.first;
    const Begins begins = !first ? Begins::with_fold : plan.opens ? Begins::with_state : Begins::with_history;
    problems = read_month(transaction, account, month, begins, *out);
    return out;
}

AnswerPtr Composer::compute(const std::string& account, const std::optional<std::string>& month,
                            const WhatIf* changes) {
    Plan plan;
    Generation generation;
    std::vector<std::shared_ptr<const MonthInputs>> months;
    std::optional<std::string> catalog;
    bool known = true;
    // All that is needed in one look at the store, so that it fits together.
    Problems problems = database_.read([&](Transaction& transaction) -> Problems {
        generation = generation_of(account);
        const auto row = store::accounts::get(transaction, account);
        known = row.has_value();
        if (!known) return one_problem("unknown_account", "There is no such account.");
        if (Problems found = plan_months(transaction, *row, month, plan); !found.empty()) return found;
        if (changes != nullptr && changes->catalog_version) {
            catalog = store::catalogs::body_of(transaction, row->catalog, *changes->catalog_version);
        }
        const bool with_rows = changes != nullptr && needs_rows(*changes);
        for (std::string at = plan.first; at <= plan.month; at = next_month(at)) {
            Problems found;
            months.push_back(inputs_of(transaction, *row, at, plan, generation, with_rows, found));
            if (!found.empty()) return found;
        }
        return {};
    });
    if (!known) {
        auto out = std::make_shared<Answer>();
        out->unknown_account = true;
        out->outcome = failed(problems);
        return out;
    }
    if (plan.due && problems.empty()) {
        auto out = std::make_shared<Answer>();
        out->correction_due = true;
        return out;
    }
    if (problems.empty() && changes != nullptr) problems = check_events(*changes, plan.first, plan.opens, plan.month);
    if (!problems.empty()) return answer_of(problems, plan.month);
    return fold(account, months, generation, changes, catalog, !month);
}

AnswerPtr Composer::fold(const std::string& account, const std::vector<std::shared_ptr<const MonthInputs>>& months,
                         const Generation& generation, const WhatIf* changes, const std::optional<std::string>& catalog,
                         bool next) {
    AnswerPtr answer;
    std::string opening;
    for (const auto& read : months) {
        const std::string key = account + "/" + read->month;
        if (changes == nullptr) {
            answer = kept_answer(key, generation);
            if (answer && answer->outcome.ok) {
                opening = result_parts(answer->outcome.text).closing;
                continue;
            }
        }
        auto inputs = std::make_shared<MonthInputs>(*read);
        if (changes != nullptr) {
            if (Problems problems = apply(*changes, catalog, read == months.front(), *inputs); !problems.empty()) {
                return answer_of(problems, inputs->month);
            }
        }
        if (!inputs->usage) inputs->usage = fill_usage(inputs->rows);
        inputs->rows = {};
        if (read != months.front()) inputs->parts.opening = opening;
        auto computed = std::make_shared<Answer>();
        computed->request = request_text(inputs->parts);
        computed->usage = inputs->usage;
        computed->catalog_version = inputs->parts.catalog_version;
        computed->month = inputs->month;
        computed->outcome = with_asked_places(run_month(computed->request, *inputs->usage), *inputs);
        answer = computed;
        if (changes == nullptr) {
            keep(key, generation, answer, nullptr);
            keep(key + "/inputs", generation, nullptr, inputs);
        }
        if (!answer->outcome.ok) return answer;
        opening = result_parts(answer->outcome.text).closing;
    }
    if (changes == nullptr && next) keep(account + "/next", generation, answer, nullptr);
    return answer;
}

}  // namespace samebill::runs
