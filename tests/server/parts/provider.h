// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "native-server/runs/billing.h"
#include "native-server/security/signing.h"
#include "native-server/store/database.h"

// A provider in a folder of its own, for tests of bill runs without a server: a catalog, accounts with one scanner
// each, and a clock that is set. One plan, "scanner": 3.00 a month, 5 MB included, 0.40 a MB above; VAT is 20 % of
// access and usage. What a test does to inputs goes straight to the store.

namespace samebill::test {

class SetClock : public Clock {
public:
    int64_t now() const override { return at; }
    int64_t at = 1'780'000'000;  // 28 May 2026
};

class Provider {
public:
    Provider();
    ~Provider();

    // An account whose scanner "<id>-1" is active from the beginning of the month.
    void add_account(const std::string& id, const std::string& active_from = "2026-01");
    std::string add_event(const std::string& account, const std::string& device, const std::string& at,
                          const std::string& type, const std::string& more = "");
    void void_event(const std::string& account, const std::string& event, const std::string& month);
    void add_device(const std::string& account, const std::string& device);
    // One session of `bytes` at noon of a day; of a final month it is late.
    void add_usage(const std::string& account, const std::string& day, int64_t bytes);
    void sql(const std::string& statement);

    // A run as an operator starts it; waits until it is in review (or, of a rebuild, ended).
    std::string start_run(const std::string& month, bool begins = false, const std::string& kind = "bills");
    void approve(const std::string& run);
    // Waits until the run is in none of computing and finalising.
    void finalise(const std::string& run);
    void wait(const std::string& run);
    // All of it for a month.
    void bill_month(const std::string& month);

    store::runs::Run run(const std::string& id);
    store::runs::Item item(const std::string& run, const std::string& account);
    std::string problem_code(const std::string& run, const std::string& account);  // of the first; empty: none
    std::string amount_due(const std::string& account, const std::string& month);  // of the final bill
    std::string preview_member(const std::string& account, const std::string& month, std::string_view member);

    // Ends all threads and opens the store again, as a new start does.
    void restart();
    void stop();
    void start();

    SetClock clock;
    std::string folder;
    std::unique_ptr<store::Database> database;
    std::unique_ptr<security::KeyRing> keys;
    std::unique_ptr<runs::Billing> billing;

private:
    int sequence_ = 0;
};

}  // namespace samebill::test
