// SPDX-License-Identifier: MIT
#include "native-server/runs/checks.h"

#include <nlohmann/json.hpp>
#include <set>

#include "core/api.h"
#include "core/base/money.h"
#include "core/base/sha256.h"
#include "native-server/runs/texts.h"

namespace samebill::runs {

namespace {

using nlohmann::json;

class Checker {
public:
    Checker(const json& bill, std::string_view text, const BillFacts& facts)
        : bill_(bill), text_(text), facts_(facts) {}

    Problems check() {
        check_names();
        const auto digits = minor_digits_of(bill_.at("currency").get_ref<const std::string&>());
        if (!digits) {
            fail("/currency", "is no currency");
            return std::move(problems_);
        }
        digits_ = *digits;
        const Int128 lines = sum("lines", "amount");
        const Int128 subtotal = amount(bill_, "subtotal");
        const Int128 tax_total = amount(bill_, "tax_total");
        const Int128 total = amount(bill_, "total");
        const Int128 adjustment_total = amount(bill_, "adjustment_total");
        expect(lines == subtotal, "/subtotal", "is not the sum of the lines");
        expect(sum("taxes", "amount") == tax_total, "/tax_total", "is not the sum of the taxes");
        expect(subtotal + tax_total == total, "/total", "is not the subtotal and the taxes");
        expect(sum("adjustments", "amount") == adjustment_total, "/adjustment_total",
               "is not the sum of the adjustments");
        expect(total + adjustment_total == amount(bill_, "amount_due"), "/amount_due",
               "is not the total and the adjustments");
        check_lines();
        const std::string digest = "sha256:" + sha256_hex(without_digest(text_));
        expect(bill_.at("digest") == digest, "/digest", "is not the bill's own");
        return std::move(problems_);
    }

private:
    void fail(const std::string& path, const std::string& what) {
        problems_.push_back({"invariant", path, "The bill's " + path + " " + what + ": it is not issued."});
    }
    void expect(bool holds, const std::string& path, const std::string& what) {
        if (!holds) fail(path, what);
    }

    Int128 amount(const json& object, const char* name) {
        const auto read = parse_amount(object.at(name).get_ref<const std::string&>(), digits_);
        expect(read.has_value(), std::string("/") + name, "is no amount of the bill's currency");
        return read.value_or(0);
    }
    Int128 sum(const char* list, const char* name) {
        Int128 out = 0;
        for (const json& one : bill_.at(list)) out += amount(one, name);
        return out;
    }

    void check_names() {
        expect(bill_.at("schema") == "samebill/bill/1", "/schema", "is no samebill/bill/1");
        expect(bill_.at("rules") == rules_version, "/rules", "are not the present ones");
        expect(bill_.at("account") == facts_.account, "/account", "is another one");
        expect(bill_.at("period") == facts_.month, "/period", "is another month");
        const std::string version = bill_.value("catalog_version", facts_.catalog_version);
        expect(version == facts_.catalog_version, "/catalog_version", "is another one");
    }

    // One-off fees, fees for several months and packs may stand several times: each has its instant, and even at one
    // instant a customer can do things twice.
    void check_lines() {
        static const std::set<std::string> once_a_month = {
            "access_fee", "recurring_fee", "state_usage", "overage", "pool_overage", "discount", "minimum_shortfall"};
        std::set<std::string> seen;
        for (const json& line : bill_.at("lines")) {
            if (!once_a_month.contains(line.at("type").get_ref<const std::string&>()) || line.contains("at")) continue;
            std::string key;
            for (const char* name : {"type", "device", "group", "plan", "kind", "code", "state", "category"}) {
                key += line.value(name, "") + "\n";
            }
            expect(seen.insert(key).second, "/lines", "have a charge twice: " + line.dump());
        }
    }

    const json& bill_;
    std::string_view text_;
    const BillFacts& facts_;
    int digits_ = 2;
    Problems problems_;
};

}  // namespace

Problems check_bill(std::string_view bill, const BillFacts& facts, int64_t* lines) {
    const json document = json::parse(bill, nullptr, false);
    if (!document.is_object()) return {{"invariant", "", "The bill is no document."}};
    try {
        if (lines != nullptr) *lines = static_cast<int64_t>(document.at("lines").size());
        return Checker(document, bill, facts).check();
    } catch (const json::exception& fault) {
        return {{"invariant", "", std::string("The bill lacks a member: ") + fault.what()}};
    }
}

bool above_average(const std::string& amount, const std::vector<std::string>& amounts, const std::string& factor,
                   const std::string& currency) {
    const int digits = minor_digits_of(currency).value_or(2);
    const auto times = parse_decimal(factor);
    if (amounts.empty() || !times) return false;
    Int128 sum = 0;
    for (const std::string& one : amounts) sum += parse_amount(one, digits).value_or(0);
    // amount > factor * sum / count; at most 2^63 * 12 * 10^9 and 10^21 * 2^67 stay in 128 bits for factors below 10^6.
    const Int128 count = static_cast<Int128>(amounts.size());
    return Int128{parse_amount(amount, digits).value_or(0)} * count * nano > times->nanos * sum;
}

std::string average_of(const std::vector<std::string>& amounts, const std::string& currency) {
    const int digits = minor_digits_of(currency).value_or(2);
    if (amounts.empty()) return "";
    Int128 sum = 0;
    for (const std::string& one : amounts) sum += parse_amount(one, digits).value_or(0);
    return format_amount(static_cast<int64_t>(sum / static_cast<Int128>(amounts.size())), digits);
}

}  // namespace samebill::runs
