// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/bill/request.h"
#include "core/usage/session.h"

namespace samebill {

// What comes in: samebill/scenario/1 as plain values (core/codec/decode_scenario.h). A scenario is a planned fleet: who
// buys on which terms, how many devices begin when, and what they will use. It is no second way to compute a bill: it
// stands for events and sessions, which the engine's own stages take (run_scenario.h). README.md says what each member
// means.

// When a behaviour's sessions start, the same for all devices of a cohort. `count` sessions evenly over the hour, day
// or week (from Monday 00:00), or at times of the day: `at` in seconds, rising.
struct Times {
    enum class Per : uint8_t { hour, day, week, month };
    Per per = Per::day;
    int32_t count = 0;         // 0: by `at`
    std::vector<int32_t> at;   // seconds of the day
    uint8_t weekdays = 0x7F;   // a bit each from Monday, with `at`
    int32_t every_months = 1;  // `month`: from the scenario's first month on
    int32_t day = 1;           // `month`: 1 ... 28
};

// What a protocol adds to a payload: quantity = payload + session + messages * message + packets * packet, where the
// payload of a session fills packets of `packet_payload` bytes, at least one a message.
struct Overhead {
    int64_t session = 0;
    int64_t message = 0;
    int64_t packet = 0;
    int64_t packet_payload = 0;  // 0: packets are not counted
};

enum class Protocol : uint8_t { none, mqtt_tls, coap_dtls, https, stated };
std::string_view name_of(Protocol protocol);
// The stated assumptions of a preset (README.md); of `none` and `stated` nothing.
Overhead overhead_of(Protocol protocol);

struct Behaviour {
    std::string name;
    Kind kind = Kind::data;
    Times times;
    int64_t amount = 0;    // payload bytes, seconds of a call, or messages
    int64_t messages = 1;  // data: the payload comes in so many messages
    int32_t duration = 0;  // of a data session, in seconds
    Protocol protocol = Protocol::none;
    Overhead overhead;
    bool varies = true;  // between devices and days; SMS never do
    std::optional<Date> from;
    std::optional<Date> until;  // included
};

// A part of a cohort's devices that use the same: `share` of the shares' sum, `percent` of the stated amounts.
struct UsageClass {
    std::string name;
    int64_t share = 1;
    int64_t percent = 100;
};

struct Variation {
    std::vector<UsageClass> classes{{"typical", 1, 100}};
    bool each_device = false;     // each device draws for itself, not each class
    int64_t devices_percent = 0;  // what a class or device draws lies within plus and minus so much
    int64_t days_percent = 0;     // the same for each of its days
};

struct Season {  // suspended from 00:00 of the first to the end of the last day
    Date from = 0;
    Date until = 0;
    bool yearly = false;
};

struct Cancellations {
    Decimal percent_a_month;   // of the devices that are there
    Decimal replaced_percent;  // of the cancelled
};

struct PlannedChange {
    Date on = 0;
    Index plan = no_index;
};

// Packs of a prepaid plan: at the start and every so many months, or whenever a balance is below the threshold at 00:00
// of a day.
struct Purchase {
    std::string pack;
    int32_t every_months = 0;  // 0: by the threshold
    Quantities below{};
};

// Real records instead of behaviour: the month of the devices named, or of all, again and again.
struct Sample {
    Month month = 0;
    std::vector<std::string> devices;  // empty: all of the records
};

struct Cohort {
    std::string name;
    int64_t count = 0;
    Index plan = no_index;   // none: the default plan (P2)
    Index group = no_index;  // none: alone
    std::string carrier_technology;
    std::string service_area;
    bool lapses = false;  // of its SIM product
    Date start = 0;
    int64_t per_week = 0;  // 0: all at once
    int32_t test_days = 0;
    bool test_usage = false;
    std::vector<Season> seasons;
    std::optional<Cancellations> cancellations;
    std::vector<PlannedChange> plan_changes;  // by date
    std::vector<Purchase> purchases;
    std::vector<Behaviour> usage;
    Variation variation;
    std::optional<Sample> sample;
    int64_t usage_percent = 100;  // of what behaviours and samples say; no document sets it (varied_scenario.h)
};

struct Scenario {
    Request base;  // catalog, account without devices, groups, `from` and `through`; no events
    std::vector<Cohort> cohorts;
    uint64_t seed = 1;
    std::vector<uint64_t> seeds;  // of the percentiles; empty: none
    int32_t payment_days = 30;    // after the first of the following month
    std::string digest;           // of the document's canonical form
};

// Limits, which the reader and `run_scenario` enforce.
inline constexpr int32_t most_months = 120;
inline constexpr int64_t most_devices = 10'000'000;
inline constexpr int64_t most_cohorts = 200;
inline constexpr int64_t most_usage_classes = 16;
inline constexpr int64_t most_behaviours = 20;
inline constexpr int64_t most_sessions_a_day = 1'440;  // of one behaviour
inline constexpr int64_t most_seeds = 100;
inline constexpr int64_t most_classes = 200'000;
inline constexpr int64_t most_payload = int64_t{1} << 40;
inline constexpr int64_t most_percent = 100'000;
inline constexpr int64_t most_messages = 1 << 24;
inline constexpr int64_t most_test_days = 3'650;
inline constexpr int64_t most_varied_percent = 10'000;  // of usage, in comparisons
// Work units: a session of a class 1, an event or pack of it 20, a month of it 20; all seeds together. Classes that buy
// are walked through the month a second time, or sixteen times, if a plan's usage is rounded over the month.
inline constexpr int64_t most_work = 400'000'000;
inline constexpr int64_t most_packs_a_day = 100;  // of one purchase
// Events are held in memory: those of all classes, and the packs that the classes may buy in a month.
inline constexpr int64_t most_class_events = 5'000'000;
inline constexpr int64_t most_packs_a_month = 1'000'000;
// The sessions of a month are held in memory, once for all classes that use the same.
inline constexpr int64_t most_month_sessions = 50'000'000;
// What the full expansion (expansion.h) may come to.
inline constexpr int64_t most_expanded_devices = 100'000;
inline constexpr int64_t most_expanded_sessions = 1'000'000;

}  // namespace samebill
