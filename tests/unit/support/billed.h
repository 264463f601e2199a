// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>

#include "core/bill/make_bill.h"
#include "core/usage/account_usage.h"
#include "tests/unit/support/scenario.h"

// A billed scenario, its rows in words, one string a row, so that a test says what stands on the bill:
//   "access_fee d p 10/31 3.87"                 "overage d p data 1024 0.10"
//   "activation_fee d p 03-01 customer 3.00"    "access_fee d p 12 months 03-15 2027-03-31 24.00"
// Making one also checks what must hold of every bill: the door says the same as the stages, walking every device in
// time order gives the same bills (`ordered_only`), and a request a month gives the same bytes (B5).
class Billed {
public:
    // Weights by device id; the others are 1.
    explicit Billed(const Scenario& scenario, const std::map<std::string, int64_t>& weights = {});

    using Texts = std::vector<std::string>;
    Texts problems() const;              // "code path"
    Texts lines(size_t bill = 0) const;  // in the order of the bill
    Texts lines(size_t bill, samebill::LineType type) const;
    Texts intervals(size_t bill = 0) const;   // "d active_billed p 03-05 04-01 customer"
    Texts usage(size_t bill = 0) const;       // "d p active_billed data 2 1000 2048": sessions, quantity, rated
    Texts allowances(size_t bill = 0) const;  // "d p data 100 60 0", "d in g p data 100 60", "g p data 200 60 0"
    Texts exceptions(size_t bill = 0) const;  // "d data cancelled 1 500"
    Texts notices(size_t bill = 0) const;     // "lapse_due d inactive 03-05"
    std::string subtotal(size_t bill = 0) const;
    std::string tax_total(size_t bill = 0) const;
    std::string total(size_t bill = 0) const;
    std::string amount_due(size_t bill = 0) const;
    std::string text(size_t bill = 0) const;  // the bill as written
    std::string closing() const;

    const samebill::Request& request() const { return *request_; }
    const samebill::BillRun& run() const { return run_; }
    const samebill::Bill& bill(size_t at = 0) const;  // throws what problems there are if there is none

private:
    std::string money(int64_t minor) const;
    std::string line_text(const samebill::Line& line) const;

    std::unique_ptr<samebill::Request> request_;  // lines point into it
    std::unique_ptr<samebill::SessionTable> sessions_;
    samebill::BillRun run_;
};

using Texts = Billed::Texts;

#define CHECK_TEXTS(found, ...)                                                                \
    do {                                                                                       \
        const Texts found_ = (found);                                                          \
        const Texts due_ = Texts __VA_ARGS__;                                                  \
        BOOST_CHECK_EQUAL_COLLECTIONS(found_.begin(), found_.end(), due_.begin(), due_.end()); \
    } while (false)
