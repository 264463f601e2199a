// SPDX-License-Identifier: MIT
// Rules: B2, B7, B8, M3, M6
// Discounts, the agreement's minimum, taxes and sums.
#include "core/bill/totals.h"

#include <boost/test/unit_test.hpp>

#include "tests/unit/bill/sample.h"
#include "tests/unit/support/billed.h"

using namespace samebill;

BOOST_AUTO_TEST_SUITE(totals)

namespace {

// An access line of so many cents, `weight` times.
Line access(int64_t amount, int64_t weight = 1) {
    Line line = sample::line(LineType::access_fee, Rule::F2, Category::access, 0, sample::meter);
    line.amount = amount;
    line.weight = weight;
    return line;
}

Bill march(std::vector<Line> lines) {
    Bill bill;
    bill.period = sample::month("2026-03");
    bill.lines = std::move(lines);
    return bill;
}

Agreement discounted(const char* percent, Categories categories) {
    Agreement agreement;
    agreement.from = sample::date("2026-01-01");
    agreement.discounts = {{"early", sample::decimal(percent), categories, {}, {}}};
    return agreement;
}

Texts shown(const Bill& bill, LineType type) {
    Texts texts;
    for (const Line& line : bill.lines)
        if (line.type == type)
            texts.push_back(std::string(name_of(line.category)) + ' ' + format_amount(line.amount, 2));
    return texts;
}

const Catalog catalog = sample::request().catalog;

}  // namespace

BOOST_AUTO_TEST_CASE(a_discount_takes_its_percent_off_the_sum_of_a_category) {
    Bill bill = march({access(1000), access(3137)});
    bool overflow = false;
    add_discounts(bill, catalog, discounted("15", bit_of(Category::access) | bit_of(Category::usage)), overflow);
    CHECK_TEXTS(shown(bill, LineType::discount), {"access -6.21"});  // 15 % of 41.37 is 6.2055; no line of usage
    BOOST_TEST(!overflow);
}

BOOST_AUTO_TEST_CASE(half_a_cent_of_a_discount_goes_away_from_zero) {
    Bill bill = march({access(10)});
    bool overflow = false;
    add_discounts(bill, catalog, discounted("5", bit_of(Category::access)), overflow);
    CHECK_TEXTS(shown(bill, LineType::discount), {"access -0.01"});  // 0.005
    Bill even = march({access(10)});
    Catalog even_catalog = catalog;
    even_catalog.currency.rounding = MoneyRounding::half_even;
    add_discounts(even, even_catalog, discounted("5", bit_of(Category::access)), overflow);
    CHECK_TEXTS(shown(even, LineType::discount), {});  // 0.00 makes no line
}

BOOST_AUTO_TEST_CASE(a_discount_holds_in_months_that_lie_wholly_within_its_dates) {
    const auto lines = [](const char* from, const char* until) {
        Agreement agreement = discounted("10", bit_of(Category::access));
        agreement.discounts[0].from = sample::date(from);
        agreement.discounts[0].until = sample::date(until);
        Bill bill = march({access(1000)});
        bool overflow = false;
        add_discounts(bill, catalog, agreement, overflow);
        return shown(bill, LineType::discount);
    };
    CHECK_TEXTS(lines("2026-03-01", "2026-03-31"), {"access -1.00"});
    CHECK_TEXTS(lines("2026-03-02", "2026-03-31"), {});
    CHECK_TEXTS(lines("2026-03-01", "2026-03-30"), {});
}

BOOST_AUTO_TEST_CASE(discounts_do_not_apply_to_one_another) {
    Agreement agreement = discounted("50", bit_of(Category::access));
    agreement.discounts.push_back({"late", sample::decimal("50"), bit_of(Category::access), {}, {}});
    Bill bill = march({access(1000)});
    bool overflow = false;
    add_discounts(bill, catalog, agreement, overflow);
    CHECK_TEXTS(shown(bill, LineType::discount), {"access -5.00", "access -5.00"});
}

BOOST_AUTO_TEST_CASE(discounts_of_a_category_and_month_come_to_at_most_100_percent) {
    const auto problems = [](const char* percent, const char* from) {
        return Billed(Scenario()
                          .agreement(std::string(R"("discounts":[{"code":"a","percent":"60","categories":["access"],
            "until":"2026-06-30"},{"code":"b","percent":")") +
                                     percent + R"(","categories":["usage","access"],"from":")" + from + "\"}]")
                          .plan(R"({"id":"p","access_fee":{"amount":"1"}})"))
            .problems();
    };
    CHECK_TEXTS(problems("40", "2026-01-01"), {});
    CHECK_TEXTS(problems("40.000000001", "2026-01-01"), {"schema /account/agreement/discounts/1/percent"});
    CHECK_TEXTS(problems("100", "2026-07-01"), {});  // no month has both
}

BOOST_AUTO_TEST_CASE(a_minimum_is_filled_up_after_discounts) {
    Agreement agreement = discounted("10", bit_of(Category::access));
    agreement.minimum_monthly_charge = sample::decimal("500");
    Bill bill = march({access(53'361)});  // 533.61 less 53.36 is 480.25
    bool overflow = false;
    add_discounts(bill, catalog, agreement, overflow);
    add_minimum(bill, catalog, agreement, overflow);
    CHECK_TEXTS(shown(bill, LineType::minimum_shortfall), {"access 19.75"});
}

BOOST_AUTO_TEST_CASE(a_minimum_that_is_met_makes_no_line) {
    const auto lines = [](int64_t amount) {
        Agreement agreement;
        agreement.minimum_monthly_charge = sample::decimal("500");
        Bill bill = march({access(amount)});
        bool overflow = false;
        add_minimum(bill, catalog, agreement, overflow);
        return shown(bill, LineType::minimum_shortfall);
    };
    CHECK_TEXTS(lines(50'000), {});
    CHECK_TEXTS(lines(49'999), {"access 0.01"});
}

BOOST_AUTO_TEST_CASE(a_minimum_holds_in_months_wholly_within_the_agreement_devices_or_not) {
    const auto lines = [](const char* dates) {
        return Billed(Scenario()
                          .agreement(std::string(dates) + R"(,"minimum_monthly_charge":"9.5")")
                          .plan(R"({"id":"p","access_fee":{"amount":"1"}})")
                          .device("d"))
            .lines();
    };
    CHECK_TEXTS(lines(R"("from":"2026-03-01","until":"2026-03-31")"), {"minimum_shortfall 9.50"});
    CHECK_TEXTS(lines(R"("from":"2026-03-02")"), {});
    CHECK_TEXTS(lines(R"("from":"2026-03-01","until":"2026-03-30")"), {});
}

namespace {

// 41.37 of access and 10.00 of one-off fees, taxed at 7.25 % on access.
Scenario taxed(const std::string& account) {
    return Scenario()
        .catalog(R"("taxes":[{"id":"gst","name":"GST","jurisdiction":"DE","rate":"0.0725","categories":["access"]},
        {"id":"far","name":"Far","jurisdiction":"FR","rate":"0.5","categories":["access"]},
        {"id":"all","name":"All","jurisdiction":"DE","rate":"0.1","categories":["access","one_off","recurring"]}])")
        .account("\"tax\":{" + account + "}")
        .plan(R"({"id":"p","access_fee":{"amount":"41.37"},"fees":{"activation":"10"}})")
        .device("d")
        .active("d", "p", "03-01");
}

Texts tax_rows(const Billed& billed) {
    Texts rows;
    for (const TaxRow& row : billed.bill().taxes)
        rows.push_back(row.tax->id + ' ' + format_amount(row.taxable, 2) + ' ' + format_amount(row.amount, 2));
    return rows;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_tax_is_its_rate_of_the_lines_in_its_categories_and_not_of_other_taxes) {
    const Billed billed(taxed(R"("jurisdictions":["DE"])"));
    // 7.25 % of 41.37 is 2.999325; 10 % of 51.37 is 5.137.
    CHECK_TEXTS(tax_rows(billed), {"gst 41.37 3.00", "all 51.37 5.14"});
    BOOST_TEST(billed.subtotal() == "51.37");
    BOOST_TEST(billed.tax_total() == "8.14");
    BOOST_TEST(billed.total() == "59.51");
}

BOOST_AUTO_TEST_CASE(an_exemption_counts_if_it_holds_on_the_last_day_of_the_month) {
    const auto rows = [](const char* dates) {
        return tax_rows(Billed(taxed(
            std::string(R"("jurisdictions":["DE"],"exemptions":[{"tax":"gst","certificate":"x")") + dates + "}]")));
    };
    CHECK_TEXTS(rows(""), {"all 51.37 5.14"});
    CHECK_TEXTS(rows(R"(,"from":"2026-03-31")"), {"all 51.37 5.14"});
    CHECK_TEXTS(rows(R"(,"from":"2026-04-01")"), {"gst 41.37 3.00", "all 51.37 5.14"});
    CHECK_TEXTS(rows(R"(,"until":"2026-03-30")"), {"gst 41.37 3.00", "all 51.37 5.14"});
}

BOOST_AUTO_TEST_CASE(a_tax_row_stands_also_at_zero) {
    const Billed billed(
        Scenario()
            .catalog(R"("taxes":[{"id":"gst","name":"GST","jurisdiction":"DE","rate":"0.1","categories":["usage"]}])")
            .account(R"("tax":{"jurisdictions":["DE"]})")
            .plan(R"({"id":"p","access_fee":{"amount":"1"}})"));
    CHECK_TEXTS(tax_rows(billed), {"gst 0.00 0.00"});
    BOOST_TEST(billed.text().find("-0.00") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(totals_are_sums_of_rounded_lines) {
    // Three devices at 0.335 for 15.5 of 31 days' worth each come to 0.34 a line and 1.02, not 1.005.
    Scenario scenario = Scenario().plan(R"({"id":"p","access_fee":{"amount":"0.335"}})");
    for (const char* device : {"d", "e", "f"}) scenario.device(device).active(device, "p", "03-01");
    const Billed billed(scenario);
    CHECK_TEXTS(billed.lines(),
                {"access_fee d p 31/31 0.34", "access_fee e p 31/31 0.34", "access_fee f p 31/31 0.34"});
    BOOST_TEST(billed.subtotal() == "1.02");
}

BOOST_AUTO_TEST_CASE(sums_count_a_line_as_often_as_its_weight) {
    Bill bill = march({access(334, 1000), access(1)});
    bool overflow = false;
    add_totals(bill, catalog, sample::request().account, overflow);
    BOOST_TEST(bill.subtotal == 334'001);
}

BOOST_AUTO_TEST_CASE(a_subtotal_of_ten_to_the_twelfth_is_an_overflow_and_a_cent_less_is_not) {
    const auto overflows = [](int64_t cents) {
        Bill bill = march({access(99'999'999'999'900), access(cents)});
        bool overflow = false;
        add_totals(bill, catalog, sample::request().account, overflow);
        return overflow;
    };
    BOOST_TEST(!overflows(99));
    BOOST_TEST(overflows(100));
}

BOOST_AUTO_TEST_CASE(an_amount_of_ten_to_the_twelfth_is_an_overflow_through_the_door) {
    const auto problems = [](const char* price) {
        return Billed(Scenario()
                          .plan(std::string(R"({"id":"p","access_fee":{"amount":"0"},"overage":{"sms":{"price":")") +
                                price + R"(","per":"message"}}})")
                          .device("d")
                          .active("d", "p", "03-01")
                          .uses("d", "sms", "03-02", 0, 1'000'000'000'000))
            .problems();
    };
    CHECK_TEXTS(problems("1"), {"overflow "});
    CHECK_TEXTS(problems("0.999999999"), {});  // 999999999000.00
}

BOOST_AUTO_TEST_SUITE_END()
