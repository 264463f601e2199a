// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/calendar.h"
#include "core/base/index.h"
#include "core/catalog/plan.h"

namespace samebill {

struct Discount {
    std::string code;
    Decimal percent;  // 0 ... 100
    Categories categories = 0;
    std::optional<Date> from;
    std::optional<Date> until;  // included
};

struct Agreement {
    Date from = 0;
    std::optional<Date> until;                      // included
    std::optional<std::vector<std::string>> plans;  // absent: all of the catalog
    Terms terms;
    std::optional<Decimal> minimum_monthly_charge;
    std::vector<Discount> discounts;
};

// A pricing attachment after merging (T2): the valid plan that results, and of its terms those that the patch names.
// A parameter named here is absent from `merged.terms`.
struct PricingAttachment {
    std::string plan_id;
    Plan merged;
    Terms terms;
};

struct TaxExemption {
    std::string tax_id;
    std::optional<Date> from;
    std::optional<Date> until;  // included
};

struct Device {
    std::string id;
    std::string carrier_technology;  // empty: names none
    std::string service_area;        // empty: names none
    std::optional<Date> shipped_on;
    bool lapses = false;  // of its SIM product
    int64_t weight = 1;   // how many identical devices it stands for; no request member sets it
};

struct Account {
    std::string id;
    Agreement agreement;
    std::vector<PricingAttachment> attachments;
    std::vector<std::string> jurisdictions;
    std::vector<TaxExemption> exemptions;
    std::vector<Device> devices;  // by id, bytewise
};

}  // namespace samebill
