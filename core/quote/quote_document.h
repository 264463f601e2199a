// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/quote/assumptions.h"

namespace samebill {

// A quote: a scenario, what it comes to, and the words around it. What comes in: who it is for, until when it holds,
// which version it is, and the scenario. What goes out beside the result: what was assumed, item by item, as a code
// with parameters and as an English sentence. Invariant: the same draft gives the same bytes; nothing here computes
// money. Example: a cohort of 500 devices gives {devices, meters, {count: 500, plan: basic}, "meters: 500 devices on
// the plan basic."}.

struct QuoteCustomer {
    std::string name;
    std::string account;    // empty: none, as the next two
    std::string contact;
    std::string reference;  // the customer's own
};

struct QuoteHead {
    std::string id;
    int64_t version = 1;
    std::string supersedes;  // digest of the version before; empty: none
    QuoteCustomer customer;
    Date valid_from = 0;
    Date valid_until = 0;  // included
    std::string remarks;   // empty: none
};

struct StatedAssumption {
    Assumption assumption;
    std::string text;
};

// What the scenario says (its prices, months, devices, dates, usage), and what it rests on besides.
std::vector<StatedAssumption> stated_assumptions(const Scenario& scenario, const ScenarioResult& result);

// An assumption of the result as a sentence; `scenario` is the one that it is of.
std::string sentence_of(const Assumption& assumption, const Scenario& scenario);

}  // namespace samebill
