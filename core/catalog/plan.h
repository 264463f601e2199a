// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/base/calendar.h"
#include "core/base/money.h"
#include "core/base/quantity.h"
#include "core/catalog/rate.h"
#include "core/catalog/terms.h"

namespace samebill {

// "unlimited" as a trigger amount or as trigger days (days left out).
inline constexpr int64_t unlimited = INT64_MAX;

// What a plan allows in one of the states provisioned and suspended (S6, S7, U5).
struct StateUse {
    Quantities complimentary{};
    Quantities triggers{};     // `unlimited` where the catalog says so
    int64_t days = unlimited;  // 0 ... 36500
    std::array<std::optional<Rate>, kind_count> rates;
};

struct VolumeStep {
    int64_t from = 1;  // number of devices
    Decimal amount;
};

struct AccessFee {
    Decimal amount;
    int32_t months = 1;  // 1 ... 120
    std::vector<VolumeStep> volume;
};

struct RecurringFee {
    std::string code;
    std::string name;
    Decimal amount;
    bool prorated = true;
};

struct Fees {
    std::optional<Decimal> provisioning;
    std::optional<Decimal> activation;
    std::optional<Decimal> reactivation;
    std::optional<Decimal> suspension;
};

struct Pack {
    std::string id;
    std::string name;
    Decimal price;
    Quantities amounts{};
};

// A plan as the catalog shows it, or with an account's pricing attachment merged in (T2). Amounts are bytes, seconds
// and messages. `terms` is the plan's own layer; what an attachment names is in `PlanInForce`.
struct Plan {
    std::string id;
    std::string name;
    bool prepaid = false;
    std::vector<std::string> carrier_technologies;  // empty: any
    std::vector<std::string> service_areas;         // empty: any
    std::optional<Date> available_from;
    std::optional<Date> available_until;  // included
    std::optional<AccessFee> access_fee;  // postpaid plans have one, prepaid plans have none
    std::vector<RecurringFee> recurring_fees;
    Fees fees;
    Quantities included{};
    std::array<std::optional<Rate>, kind_count> overage;
    StateUse provisioned;
    StateUse suspended;
    std::vector<Pack> packs;  // prepaid plans have at least one
    Terms terms;
};

// U9: postpaid if it shows an overage rate for the kind, prepaid if a pack contains any of it.
bool offers(const Plan& plan, Kind kind);

struct SimProduct {
    std::string id;
    bool lapses = false;
};

enum class Category : uint8_t { access, one_off, prepaid, recurring, usage };  // in bytewise order
inline constexpr int category_count = 5;
std::string_view name_of(Category category);
using Categories = uint8_t;  // a bit each
constexpr Categories bit_of(Category category) {
    return static_cast<Categories>(1u << static_cast<int>(category));
}

struct Tax {
    std::string id;
    std::string name;
    std::string jurisdiction;
    Decimal rate;
    Categories categories = 0;
};

struct Catalog {
    std::string id;
    std::optional<std::string> version;
    Currency currency;
    int64_t kilobyte_bytes = 1024;
    Terms terms;
    std::vector<Plan> plans;  // by id, bytewise
    std::vector<SimProduct> sim_products;
    std::vector<Tax> taxes;  // in the catalog's order (B2)
};

}  // namespace samebill
