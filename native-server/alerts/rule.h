// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/base/problem.h"

// Alert rules: what of a month's bill is watched, and at which thresholds. In: a rule and the engine's bill of the
// month to date. Out: the thresholds that are reached. Nothing is computed here but comparisons of whole numbers.
//
//   allowance        what a device of its own has used of what its plan includes, percent
//   pool             what a pool has used of what its devices' plans include, percent
//   prepaid_balance  what is left of a device's prepaid balance, bytes, seconds or messages
//   amount           the month's total with taxes, corrections of other months not counted, money
//
// Example: {"watches": "allowance", "kind": "data", "percents": [80, 100]} with 5,000,000 included and 4,100,000 used
// reaches 80.

namespace samebill::alerts {

enum class Watches : uint8_t { allowance, pool, prepaid_balance, amount };

struct Rule {
    Watches watches = Watches::amount;
    std::optional<std::string> device = {};  // only this one, as the next three
    std::optional<std::string> group = {};
    std::optional<std::string> plan = {};
    std::optional<std::string> kind = {};
    std::vector<int64_t> percents = {};  // of allowances and pools
    std::vector<int64_t> left = {};      // of prepaid balances
    std::vector<std::string> amounts = {};
    std::optional<std::string> currency = {};  // of the amounts
};

// From the members of a rule, checked for their types before. Problems: thresholds that do not go with what is watched,
// money that is none of the currency.
Rule read_rule(const nlohmann::json& body, Problems& problems);

struct Reached {
    nlohmann::json subject;   // {"device", "group", "kind", "plan"}, those that there are
    std::string threshold;    // "80 %", "1000 left", "50.00"
    nlohmann::json measured;  // {"used", "included"}, {"left"}, or {"amount", "currency"}
};

// What prepaid and other allowances of a bill are told apart by: the ids of plans on which devices pay in advance, as
// they hold for the account (its pricing attachments included). `request` is the samebill/request/1 of the bill.
std::vector<std::string> prepaid_plans(const nlohmann::json& request);

// In the order of the bill, thresholds in the order of the rule.
std::vector<Reached> reached(const Rule& rule, const nlohmann::json& bill, const std::vector<std::string>& prepaid);

// What is left of an allowance: never below zero.
int64_t left_of(const nlohmann::json& allowance);

}  // namespace samebill::alerts
