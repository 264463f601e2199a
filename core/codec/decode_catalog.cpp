// SPDX-License-Identifier: MIT
#include "core/codec/decode_parts.h"

namespace samebill {

namespace {

constexpr MemberRule catalog_rules[] = {
    {"schema", required},   {"id", required},   {"version"},        {"name"},
    {"currency", required}, {"kilobyte_bytes"}, {"money_rounding"}, {"terms"},
    {"plans", required},    {"sim_products"},   {"taxes"},
};
constexpr MemberRule sim_product_rules[] = {{"id", required}, {"name"}, {"lapses"}};
constexpr MemberRule tax_rules[] = {
    {"id", required}, {"name", required}, {"jurisdiction", required}, {"rate", required}, {"categories", required}};

void read_currency(Reader& reader, const Value* value, Currency& currency) {
    if (value == nullptr) return;
    const auto digits = value->json->is_text() ? minor_digits_of(value->json->text()) : std::nullopt;
    if (!digits) {
        reader.wrong(*value, "the ISO 4217 code of a national currency, such as \"EUR\"");
        return;
    }
    currency.code = value->json->text();
    currency.minor_digits = *digits;
}

// Leaves the reader with a kilobyte of 0 (not known) if the member is wrong.
void read_kilobyte(Reader& reader, const Value* value, int64_t& kilobyte_bytes) {
    reader.kilobyte_bytes = 0;
    if (value != nullptr) {
        const Json& json = *value->json;
        if (!json.is_natural() || (json.natural() != 1000 && json.natural() != 1024)) {
            reader.wrong(*value, "1000 or 1024");
            return;
        }
        kilobyte_bytes = json.integer();
    }
    reader.kilobyte_bytes = kilobyte_bytes;
}

void read_plans(Reader& reader, const Value* value, std::vector<Plan>& plans, WrittenPlans& written) {
    std::set<std::string_view> seen;
    reader.list(value, [&](const Value& element) {
        const uint64_t before = reader.problems.found();
        Plan& plan = plans.emplace_back();
        read_plan(reader, element, plan);
        if (plan.id.empty()) return;
        const bool is_sound = reader.problems.found() == before;
        const Value id = member_value(element, "id");
        reader.unique(&id, seen);
        written.emplace(id.json->text(), WrittenPlan{element.json, is_sound});
    });
}

void read_sim_products(Reader& reader, const Value* value, std::vector<SimProduct>& products) {
    std::set<std::string_view> seen;
    reader.list(value, [&](const Value& element) {
        const Members members(reader, element, "a SIM product", sim_product_rules);
        SimProduct& product = products.emplace_back();
        if (reader.id(members["id"], product.id)) reader.unique(members["id"], seen);
        std::string name;
        reader.text(members["name"], name);
        reader.boolean(members["lapses"], product.lapses);
    });
}

void read_taxes(Reader& reader, const Value* value, std::vector<Tax>& taxes) {
    std::set<std::string_view> seen;
    reader.list(value, [&](const Value& element) {
        const Members members(reader, element, "a tax", tax_rules);
        Tax& tax = taxes.emplace_back();
        if (reader.id(members["id"], tax.id)) reader.unique(members["id"], seen);
        reader.text(members["name"], tax.name);
        reader.text(members["jurisdiction"], tax.jurisdiction);
        reader.decimal(members["rate"], tax.rate);
        read_categories(reader, members["categories"], tax.categories);
    });
}

}  // namespace

void read_categories(Reader& reader, const Value* value, Categories& categories) {
    read_set<Category>(reader, value,
                       {{"access", Category::access},
                        {"recurring", Category::recurring},
                        {"one_off", Category::one_off},
                        {"usage", Category::usage},
                        {"prepaid", Category::prepaid}},
                       categories);
}

void read_catalog(Reader& reader, const Value& value, Catalog& catalog, WrittenPlans& written) {
    const Members members(reader, value, "a catalog", catalog_rules);
    reader.schema(members["schema"], "samebill/catalog/1");
    reader.id(members["id"], catalog.id);
    std::string text;
    if (reader.id(members["version"], text)) catalog.version = text;
    reader.text(members["name"], text);
    read_currency(reader, members["currency"], catalog.currency);
    read_kilobyte(reader, members["kilobyte_bytes"], catalog.kilobyte_bytes);
    reader.choice<MoneyRounding>(members["money_rounding"],
                                 {{"half_up", MoneyRounding::half_up}, {"half_even", MoneyRounding::half_even}},
                                 catalog.currency.rounding);
    read_terms(reader, members["terms"], catalog.terms);
    read_plans(reader, members["plans"], catalog.plans, written);
    read_sim_products(reader, members["sim_products"], catalog.sim_products);
    read_taxes(reader, members["taxes"], catalog.taxes);
}

}  // namespace samebill
