// SPDX-License-Identifier: MIT
#include <array>

#include "core/codec/decode_parts.h"

namespace samebill {

namespace {

constexpr MemberRule account_rules[] = {
    {"schema", required},  {"id", required}, {"name"}, {"agreement", required}, {"pricing_attachments"}, {"tax"},
    {"devices", required},
};
constexpr MemberRule agreement_rules[] = {
    {"from", required}, {"until"}, {"plans"}, {"terms"}, {"minimum_monthly_charge"}, {"discounts"},
};
constexpr MemberRule discount_rules[] = {
    {"code", required}, {"percent", required}, {"categories", required}, {"from"}, {"until"}};
constexpr MemberRule attachment_rules[] = {{"plan", required}, {"overrides", required}};
constexpr MemberRule tax_rules[] = {{"jurisdictions"}, {"exemptions"}};
constexpr MemberRule exemption_rules[] = {{"tax", required}, {"certificate", required}, {"from"}, {"until"}};
constexpr MemberRule device_rules[] = {
    {"id", required}, {"sim_product"}, {"carrier_technology"}, {"service_area"}, {"shipped_on"}, {"iccid"},
    {"imsi"},         {"msisdn"},
};

constexpr Decimal hundred{Int128{100} * nano};
constexpr Month first_month = first_year * 12;
constexpr Month last_month = last_year * 12 + 11;

// Sums of percent by category and month, of the discounts so far (B8).
class DiscountSums {
public:
    DiscountSums() : sums_(category_count * month_count) {}

    // Adds a discount; true if it comes to more than 100 percent in some month and category.
    bool add(const Discount& discount) {
        bool passes = false;
        const Month from = discount.from ? first_whole_month(*discount.from) : first_month;
        const Month until = discount.until ? last_whole_month(*discount.until) : last_month;
        for (int category = 0; category < category_count; ++category) {
            if ((discount.categories & bit_of(static_cast<Category>(category))) == 0) continue;
            for (Month month = from; month <= until; ++month) {
                Int128& sum = sums_[static_cast<size_t>(category * month_count + month - first_month)];
                sum += discount.percent.nanos;
                passes = passes || hundred.nanos < sum;
            }
        }
        return passes;
    }

private:
    static constexpr int month_count = last_month - first_month + 1;
    static Month first_whole_month(Date from) {
        const Month month = month_of(from);
        return from == first_day_of(month) ? month : month + 1;
    }
    static Month last_whole_month(Date until) {
        const Month month = month_of(until);
        return until == last_day_of(month) ? month : month - 1;
    }

    std::vector<Int128> sums_;
};

void read_discounts(Reader& reader, const Value* value, std::vector<Discount>& discounts) {
    std::set<std::string_view> seen;
    std::optional<DiscountSums> sums;
    reader.list(value, [&](const Value& element) {
        const Members members(reader, element, "a discount", discount_rules);
        Discount& discount = discounts.emplace_back();
        if (reader.id(members["code"], discount.code)) reader.unique(members["code"], seen);
        const uint64_t before = reader.problems.found();
        read_categories(reader, members["categories"], discount.categories);
        reader.date(members["from"], discount.from);
        reader.date(members["until"], discount.until);
        const Value* percent = members["percent"];
        if (reader.decimal(percent, discount.percent) && hundred < discount.percent)
            reader.wrong(*percent, "from 0 to 100");
        // One whose percent or dates are in error is not counted: nobody knows for how much and when it would hold.
        if (percent == nullptr || reader.problems.found() != before) return;
        if (!sums) sums.emplace();
        if (sums->add(discount)) {
            reader.fail("schema", *percent,
                        "Lower `percent`: with the discounts before it, it comes to more than 100 percent of a "
                        "category in a month.");
        }
    });
}

void read_plan_ids(Reader& reader, const Value* value, std::optional<std::vector<std::string>>& plans) {
    if (!reader.is_list(value)) return;
    std::set<std::string_view> seen;
    plans.emplace();
    reader.list(value, [&](const Value& element) {
        if (reader.id(&element, plans->emplace_back())) reader.unique(&element, seen);
    });
}

void read_agreement(Reader& reader, const Value* value, Agreement& agreement) {
    if (value == nullptr) return;
    const Members members(reader, *value, "an agreement", agreement_rules);
    reader.date(members["from"], agreement.from);
    reader.date(members["until"], agreement.until);
    read_plan_ids(reader, members["plans"], agreement.plans);
    read_terms(reader, members["terms"], agreement.terms);
    reader.decimal(members["minimum_monthly_charge"], agreement.minimum_monthly_charge);
    read_discounts(reader, members["discounts"], agreement.discounts);
}

void read_attachments(Reader& reader, const Value* value, std::vector<PricingAttachment>& attachments) {
    std::set<std::string_view> seen;
    reader.list(value, [&](const Value& element) {
        const Members members(reader, element, "a pricing attachment", attachment_rules);
        PricingAttachment& attachment = attachments.emplace_back();
        if (reader.id(members["plan"], attachment.plan_id)) reader.unique(members["plan"], seen);
        if (const Value* overrides = members["overrides"]) reader.is_object(*overrides);
    });
}

void read_tax(Reader& reader, const Value* value, Account& account) {
    if (value == nullptr) return;
    const Members members(reader, *value, "the tax of an account", tax_rules);
    reader.texts(members["jurisdictions"], account.jurisdictions);
    reader.list(members["exemptions"], [&](const Value& element) {
        const Members exemption_members(reader, element, "an exemption", exemption_rules);
        TaxExemption& exemption = account.exemptions.emplace_back();
        std::string certificate;
        reader.id(exemption_members["tax"], exemption.tax_id);
        reader.text(exemption_members["certificate"], certificate);
        reader.date(exemption_members["from"], exemption.from);
        reader.date(exemption_members["until"], exemption.until);
    });
}

void read_devices(Reader& reader, const Value* value, std::vector<NamedDevice>& devices) {
    std::set<std::string_view> seen;
    reader.list(value, [&](const Value& element) {
        NamedDevice& device = devices.emplace_back();
        read_device(reader, element, device);
        if (device.id.empty()) return;
        const Value id = member_value(element, "id");
        reader.unique(&id, seen);
    });
}

// The merged plan and the terms of the attachment's layer; a sentence says what is wrong otherwise.
std::string merge_attachment(const Reader& reader, const Json& plan, const Json& overrides,
                             PricingAttachment& attachment) {
    Arena arena;
    const auto merged = merge_patch(arena, plan, overrides);
    if (!merged) return "it has members that no plan has";
    ProblemList problems;
    Reader merged_reader{problems, reader.kilobyte_bytes};
    read_plan(merged_reader, Value{&*merged, {}}, attachment.merged);
    if (!problems.empty()) {
        const Problem first = problems.take().front();
        return "at \"" + first.path + "\": " + first.message;
    }
    if (attachment.merged.id != attachment.plan_id) return "the id must stay \"" + attachment.plan_id + "\".";
    const Json* terms = find_member(overrides, "terms");
    if (terms != nullptr && terms->is_object()) move_named_terms(*terms, attachment.merged.terms, attachment.terms);
    return {};
}

}  // namespace

void read_device(Reader& reader, const Value& value, NamedDevice& device) {
    const Members members(reader, value, "a device", device_rules);
    reader.id(members["id"], device.id);
    reader.id(members["sim_product"], device.sim_product);
    reader.text(members["carrier_technology"], device.carrier_technology);
    reader.text(members["service_area"], device.service_area);
    reader.date(members["shipped_on"], device.shipped_on);
    std::string_view unused;
    for (std::string_view name : {"iccid", "imsi", "msisdn"}) reader.text(members[name], unused);
}

void read_account(Reader& reader, const Value& value, Account& account, std::vector<NamedDevice>& devices) {
    const Members members(reader, value, "an account", account_rules);
    reader.schema(members["schema"], "samebill/account/1");
    reader.id(members["id"], account.id);
    std::string name;
    reader.text(members["name"], name);
    read_agreement(reader, members["agreement"], account.agreement);
    read_attachments(reader, members["pricing_attachments"], account.attachments);
    read_tax(reader, members["tax"], account);
    read_devices(reader, members["devices"], devices);
}

void merge_attachments(Reader& reader, const Value& account_value, const WrittenPlans& written, Account& account) {
    if (!account_value.json->is_object()) return;
    const Value list = member_value(account_value, "pricing_attachments");
    if (list.json == nullptr || !list.json->is_list()) return;
    for (uint32_t i = 0; i < list.json->size(); ++i) {
        const Value element = element_value(list, i);
        PricingAttachment& attachment = account.attachments[i];
        const Json* overrides = find_member(*element.json, "overrides");
        const auto plan = written.find(attachment.plan_id);
        if (plan == written.end() || !plan->second.is_sound || overrides == nullptr || !overrides->is_object())
            continue;
        const std::string wrong = merge_attachment(reader, *plan->second.json, *overrides, attachment);
        if (!wrong.empty())
            reader.fail("schema", member_value(element, "overrides"),
                        "Correct `overrides`: the plan merged with them is not valid, " + wrong);
    }
}

}  // namespace samebill
