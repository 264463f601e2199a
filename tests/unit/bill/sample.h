// SPDX-License-Identifier: MIT
#pragma once

#include "core/account/plan_book.h"
#include "core/bill/request.h"

namespace samebill::sample {

inline Decimal decimal(std::string_view text) {
    return *parse_decimal(text);
}
inline Instant instant(std::string_view text) {
    return *parse_instant(text);
}
inline Date date(std::string_view text) {
    return *parse_date(text);
}
inline Month month(std::string_view text) {
    return *parse_month(text);
}

inline Rate rate(std::string_view price, int64_t unit, std::string unit_name) {
    Rate made;
    made.price = decimal(price);
    made.unit = unit;
    made.unit_name = std::move(unit_name);
    return made;
}

// Plans by position.
inline constexpr Index annual = 0, meter = 1, tracker = 2;

// An account of three meters in the group `north`, with a plan of a month, one of twelve and one of prepaid credits.
inline Request request() {
    Request made;
    made.catalog.id = "metering";
    made.catalog.currency = {"EUR", 2, MoneyRounding::half_up};

    Plan yearly;
    yearly.id = "annual";
    yearly.access_fee = AccessFee{decimal("24"), 12, {}};
    yearly.included = {1000, 0, 0};
    yearly.overage[0] = rate("0.5", 1024, "KB");

    Plan monthly;
    monthly.id = "meter";
    monthly.access_fee = AccessFee{decimal("2.5"), 1, {{3, decimal("2.25")}}};
    monthly.included = {5242880, 0, 0};
    monthly.overage = {rate("0.8", 1048576, "MB"), rate("0.05", 1, "message"), std::nullopt};
    monthly.fees.provisioning = decimal("1.505");
    monthly.fees.activation = decimal("3");
    monthly.fees.suspension = decimal("0.5");
    monthly.recurring_fees = {{"port", "Port", decimal("1"), true}, {"support", "Support", decimal("4"), false}};
    monthly.provisioned.complimentary = {1024, 0, 0};
    monthly.provisioned.rates[0] = rate("0.1", 1024, "KB");
    monthly.terms.pooling_allowed = true;

    Plan prepaid;
    prepaid.id = "tracker";
    prepaid.prepaid = true;
    prepaid.packs = {{"pack-5", "Five", decimal("5"), {10485760, 100, 0}}};

    made.catalog.plans = {yearly, monthly, prepaid};
    made.catalog.taxes = {{"vat", "VAT \"standard\"", "DE", decimal("0.19"), bit_of(Category::access)}};
    made.account.id = "waterworks";
    made.account.agreement.from = date("2026-01-01");
    for (const char* id : {"meter-1", "meter-2", "meter-3"}) {
        Device device;
        device.id = id;
        made.account.devices.push_back(device);
    }
    made.groups = {"north"};
    made.from = made.through = month("2026-03");
    return made;
}

inline Line line(LineType type, Rule rule, Category category, Index device, Index plan) {
    Line made;
    made.type = type;
    made.rule = rule;
    made.category = category;
    made.device = device;
    made.plan = plan;
    return made;
}

// The access fee of a device on the monthly plan, for some of March's days.
inline Line monthly_fee(Index device, int32_t days, std::string_view price, int64_t amount) {
    Line made = line(LineType::access_fee, Rule::F2, Category::access, device, meter);
    made.days = days;
    made.days_in_month = 31;
    made.unit_price = decimal(price);
    made.exact = {made.unit_price.nanos * days, Int128{nano} * 31};
    made.amount = amount;
    return made;
}

}  // namespace samebill::sample
