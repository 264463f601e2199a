// SPDX-License-Identifier: MIT
#include "core/bill/explain.h"

#include <boost/test/unit_test.hpp>

#include "core/bill/explain_parts.h"
#include "tests/unit/bill/sample.h"

using namespace samebill;
using namespace samebill::sample;

namespace {

struct Explained {
    Request request = sample::request();
    Bill bill;
    Explanation explanation;
    PlanBook book;

    Explained() { bill.period = month("2026-03"); }
    void explain(size_t line = 0) {
        book = make_plan_book(request.catalog, request.account);
        explanation = explain_line(request, book, bill, line);
    }
    // "name value unit" of each operand, one a line.
    std::string operands() const {
        std::string text;
        for (const Operand& operand : explanation.operands)
            text += operand.name + ' ' + operand.value + ' ' + operand.unit + '\n';
        return text;
    }
    std::string parameters() const {
        std::string text;
        for (TermsParameter parameter : explanation.parameters) {
            text += std::string(name_of(parameter)) + ' ' +
                    std::string(name_of(layer_of(*explanation.terms, parameter))) + '\n';
        }
        return text;
    }
    std::string fraction() const {
        return format_int128(explanation.exact.numerator) + '/' + format_int128(explanation.exact.denominator);
    }
};

Interval active(Index device, Index plan) {
    return {
        device,         plan, instant("2026-03-11T00:00:00Z"), instant("2026-04-01T00:00:00Z"), State::active_billed,
        Cause::customer};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(explain)

// 2.5 * 21 / 31 = 52.5 / 31 = 105 / 62 = 1.693548...
BOOST_AUTO_TEST_CASE(a_prorated_access_fee_shows_its_days_and_the_exact_fraction) {
    Explained it;
    it.request.account.agreement.terms.cancellation_refund = CancellationRefund::prorated;
    it.bill.lines = {monthly_fee(0, 21, "2.5", 169)};
    it.bill.intervals = {active(0, meter), active(1, meter)};
    it.explain();
    BOOST_TEST(it.explanation.clause == "Access Fee Periods");
    BOOST_TEST(it.operands() ==
               "price 2.5 EUR per month\ndays_billed 21 days\ndays_in_month 31 days\ndevices_on_plan 2 devices\n");
    BOOST_TEST(it.fraction() == "105/62");
    BOOST_TEST(it.parameters() == "cancellation_refund agreement\n");
    BOOST_TEST(it.explanation.sentence ==
               "The access fee of plan meter is 2.5 EUR a month. With 2 devices on the plan this month, the base price "
               "holds. Device meter-1 is billed for 21 of the 31 days of 2026-03: 2.5 × 21 / 31 = 1.693548…, rounded "
               "half up to 1.69 EUR.");
}

BOOST_AUTO_TEST_CASE(a_volume_price_names_its_step_and_the_devices_counted_once) {
    Explained it;
    it.bill.lines = {monthly_fee(0, 31, "2.25", 225)};
    it.bill.intervals = {active(0, meter), active(0, meter), active(1, meter), active(2, meter)};
    it.explain();
    BOOST_TEST(it.operands() ==
               "price 2.25 EUR per month\ndays_billed 31 days\ndays_in_month 31 days\n"
               "devices_on_plan 3 devices\nvolume_from 3 devices\n");
    BOOST_TEST(
        it.explanation.sentence ==
        "The access fee of plan meter is 2.25 EUR a month. With 3 devices on the plan this month, the price from "
        "3 devices on holds. Device meter-1 is billed for 31 of the 31 days of 2026-03: 2.25 × 31 / 31 = 2.25 "
        "EUR.");
}

BOOST_AUTO_TEST_CASE(days_after_a_cancellation_are_named_where_there_is_no_refund) {
    Explained it;
    it.bill.lines = {monthly_fee(0, 31, "2.5", 250)};
    Interval gone = active(0, meter);
    gone.state = State::cancelled;
    it.bill.intervals = {active(0, meter), gone};
    it.explain();
    BOOST_TEST(it.explanation.sentence.find("31 of the 31 days of 2026-03, those after its cancellation included:") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_fee_of_several_months_shows_what_it_pays_for) {
    Explained it;
    Line fee = line(LineType::access_fee, Rule::F4, Category::access, 0, annual);
    fee.months = 12;
    fee.at = instant("2026-03-05T00:00:00Z");
    fee.paid_through = date("2027-03-31");
    fee.unit_price = decimal("24");
    fee.exact = {24, 1};
    fee.amount = 2400;
    it.bill.lines = {fee};
    it.explain();
    BOOST_TEST(it.operands() == "price 24 EUR per 12 months\nmonths 12 months\npaid_through 2027-03-31 date\n");
    BOOST_TEST(it.explanation.sentence ==
               "The access fee of plan annual is 24 EUR for 12 months. Device meter-1 pays it in full at "
               "2026-03-05T00:00:00Z and is paid through 2027-03-31: the amount is 24.00 EUR.");
    BOOST_TEST(it.parameters() == "");
}

// 1.505 lies between two cents: half up is 1.51.
BOOST_AUTO_TEST_CASE(a_one_off_fee_of_more_places_than_the_currency_shows_its_rounding) {
    Explained it;
    Line fee = line(LineType::provisioning_fee, Rule::S1, Category::one_off, 1, meter);
    fee.at = instant("2026-03-02T10:30:00Z");
    fee.unit_price = decimal("1.505");
    fee.exact = {1505, 1000};
    fee.amount = 151;
    it.bill.lines = {fee};
    it.explain();
    BOOST_TEST(it.explanation.clause == "Provisioned State");
    BOOST_TEST(it.fraction() == "301/200");
    BOOST_TEST(it.explanation.sentence ==
               "Device meter-2 was provisioned at 2026-03-02T10:30:00Z; the provisioning fee of plan meter is 1.505 "
               "EUR, rounded half up to 1.51 EUR.");
}

BOOST_AUTO_TEST_CASE(activations_cite_the_clause_of_their_cause_and_the_rounding_that_triggered_them) {
    Explained it;
    Line fee = line(LineType::activation_fee, Rule::S2, Category::one_off, 0, meter);
    fee.at = instant("2026-03-02T10:30:00Z");
    fee.unit_price = decimal("3");
    fee.exact = {3, 1};
    fee.amount = 300;
    fee.cause = Cause::data_trigger;
    Line again = fee;
    again.type = LineType::reactivation_fee;
    again.cause = Cause::customer;
    Line suspension = line(LineType::suspension_fee, Rule::S3, Category::one_off, 0, meter);
    suspension.at = fee.at;
    suspension.unit_price = decimal("0.5");
    suspension.exact = {1, 2};
    suspension.amount = 50;
    it.bill.lines = {fee, again, suspension};
    it.explain(0);
    BOOST_TEST(it.explanation.clause == "Active-Billed State Triggers");
    BOOST_TEST(it.parameters() == "data_rounding standard\n");
    it.explain(1);
    BOOST_TEST(it.explanation.clause == "Active-Billed State");
    BOOST_TEST(it.explanation.sentence ==
               "Device meter-1 became active_billed again at 2026-03-02T10:30:00Z, by the customer's activation; the "
               "activation fee, which a return costs on plan meter, is 3.00 EUR.");
    it.explain(2);
    BOOST_TEST(it.explanation.clause == "Suspended State");
    BOOST_TEST(it.parameters() == "suspension_allowed standard\n");
}

BOOST_AUTO_TEST_CASE(recurring_fees_are_prorated_or_due_in_full) {
    Explained it;
    const auto& fees = it.request.catalog.plans[meter].recurring_fees;
    Line port = line(LineType::recurring_fee, Rule::F6, Category::recurring, 0, meter);
    port.code = &fees[0].code;
    port.days = 10;
    port.days_in_month = 31;
    port.unit_price = decimal("1");
    port.exact = {10, 31};
    port.amount = 32;
    Line support = port;
    support.code = &fees[1].code;
    support.unit_price = decimal("4");
    support.exact = {4, 1};
    support.amount = 400;
    it.bill.lines = {port, support};
    it.explain(0);
    BOOST_TEST(it.explanation.clause == "Billing Plans");
    BOOST_TEST(it.explanation.sentence ==
               "The recurring fee port of plan meter is 1 EUR a month. Device meter-1 is billed for 10 of the 31 days "
               "of 2026-03: 1 × 10 / 31 = 0.322580…, rounded half up to 0.32 EUR.");
    it.explain(1);
    BOOST_TEST(it.explanation.sentence ==
               "The recurring fee support of plan meter is 4 EUR a month. Device meter-1 is billed for 10 of the 31 "
               "days of 2026-03, and the fee is due in full: the amount is 4.00 EUR.");
}

// 2,048 bytes over 1,024 complimentary ones: 0.1 * 2048 / 1024 = 0.2.
BOOST_AUTO_TEST_CASE(usage_of_a_stay_shows_what_was_complimentary) {
    Explained it;
    Line usage = line(LineType::state_usage, Rule::U5, Category::usage, 0, meter);
    usage.state = State::provisioned;
    usage.quantity = 2048;
    usage.exact = *price_of(rate("0.1", 1024, "KB"), 2048);
    usage.amount = 20;
    it.bill.lines = {usage};
    it.bill.usage = {{0, meter, State::provisioned, Kind::data, 2, 3000, 3072}};
    it.explain();
    BOOST_TEST(it.explanation.clause == "Usage in Provisioned State");
    BOOST_TEST(it.fraction() == "1/5");
    BOOST_TEST(it.operands() ==
               "used 3072 bytes\ncomplimentary_a_stay 1024 bytes\nquantity 2048 bytes\n"
               "unit_size 1024 bytes\nprice 0.1 EUR per KB\n");
    BOOST_TEST(it.explanation.sentence ==
               "While provisioned, device meter-1 used 3072 bytes of data on plan meter in 2026-03; 1024 a stay are "
               "complimentary, and 2048 above them are charged at 0.1 EUR per KB (1024 bytes): 0.1 × 2048 / 1024 = "
               "0.20 EUR.");
}

// Graduated: 1 MB at 0.8 and half a MB at 0.5: 0.8 + 0.25 = 1.05.
BOOST_AUTO_TEST_CASE(overage_in_tiers_shows_each_part) {
    Explained it;
    Rate tiers = rate("0", 1048576, "MB");
    tiers.tiers = {{1, decimal("0.8")}, {0, decimal("0.5")}};
    it.request.catalog.plans[meter].overage[0] = tiers;
    Line overage = line(LineType::overage, Rule::U8, Category::usage, 0, meter);
    overage.quantity = 1572864;
    overage.exact = *price_of(tiers, 1572864);
    overage.amount = 105;
    it.bill.lines = {monthly_fee(0, 31, "2.5", 250), overage};
    it.bill.allowances = {{0, no_index, meter, Kind::data, 5242880, 6815744, 1572864, std::nullopt}};
    it.explain(1);
    BOOST_TEST(it.explanation.clause == "Included Usage");
    BOOST_TEST(it.fraction() == "21/20");
    BOOST_TEST(it.operands() ==
               "included_a_month 5242880 bytes\ndays_billed 31 days\ndays_in_month 31 days\n"
               "used 6815744 bytes\nincluded 5242880 bytes\nquantity 1572864 bytes\n"
               "unit_size 1048576 bytes\ntier_1_quantity 1048576 bytes\ntier_1_price 0.8 EUR per MB\n"
               "tier_2_quantity 524288 bytes\ntier_2_price 0.5 EUR per MB\n");
    BOOST_TEST(it.parameters() == "data_rounding standard\npooling_allowed plan\ncancellation_refund standard\n");
    BOOST_TEST(it.explanation.sentence ==
               "Device meter-1 used 6815744 bytes of data on plan meter in 2026-03 while active_billed; 5242880 are "
               "included. The overage of 1572864 is charged in tiers, each part at the price of its own, per MB "
               "(1048576 bytes): (0.8 × 1048576 + 0.5 × 524288) / 1048576 = 1.05 EUR.");
}

BOOST_AUTO_TEST_CASE(overage_of_a_pool_names_the_group_and_its_members) {
    Explained it;
    Line overage = line(LineType::pool_overage, Rule::G3, Category::usage, no_index, meter);
    overage.group = 0;
    overage.kind = Kind::sms;
    overage.quantity = 5;
    overage.members = 2;
    overage.exact = *price_of(rate("0.05", 1, "message"), 5);
    overage.amount = 25;
    it.bill.lines = {overage};
    it.bill.allowances = {{0, 0, meter, Kind::sms, 10, 25, std::nullopt, std::nullopt},
                          {1, 0, meter, Kind::sms, 10, 0, std::nullopt, std::nullopt},
                          {no_index, 0, meter, Kind::sms, 20, 25, 5, std::nullopt}};
    it.explain();
    BOOST_TEST(it.explanation.clause == "Pooling");
    BOOST_TEST(it.operands() ==
               "members 2 devices\nused 25 messages\nincluded 20 messages\nquantity 5 messages\n"
               "price 0.05 EUR per message\n");
    BOOST_TEST(it.explanation.sentence ==
               "The 2 devices of group north used 25 messages on plan meter in 2026-03 while active_billed; 20 are "
               "included. The overage of 5 is charged at 0.05 EUR per message: 0.05 × 5 = 0.25 EUR.");
}

BOOST_AUTO_TEST_CASE(a_pack_shows_its_amounts) {
    Explained it;
    Line credits = line(LineType::prepaid_credits, Rule::C2, Category::prepaid, 2, tracker);
    credits.code = &it.request.catalog.plans[tracker].packs[0].id;
    credits.at = instant("2026-03-31T00:00:00Z");
    credits.unit_price = decimal("5");
    credits.exact = {5, 1};
    credits.amount = 500;
    it.bill.lines = {credits};
    it.explain();
    BOOST_TEST(it.operands() == "price 5 EUR\ndata 10485760 bytes\nsms 100 messages\n");
    BOOST_TEST(it.explanation.sentence ==
               "At 2026-03-31T00:00:00Z device meter-3 bought the pack pack-5 of plan tracker (10485760 bytes of data, "
               "100 messages); its price is 5.00 EUR.");
}

// 7.5 % of 4.19 is 0.31425; the minimum of 10 lacks 10 - 3.88 = 6.12.
BOOST_AUTO_TEST_CASE(discounts_and_the_minimum_show_the_sums_that_they_look_at) {
    Explained it;
    it.request.account.agreement.discounts = {
        {"loyal", decimal("7.5"), bit_of(Category::access), std::nullopt, std::nullopt}};
    it.request.account.agreement.minimum_monthly_charge = decimal("10");
    Line discount = line(LineType::discount, Rule::B8, Category::access, no_index, no_index);
    discount.code = &it.request.account.agreement.discounts[0].code;
    discount.exact = {-31425, 100000};
    discount.amount = -31;
    Line minimum = line(LineType::minimum_shortfall, Rule::B7, Category::access, no_index, no_index);
    minimum.exact = {612, 100};
    minimum.amount = 612;
    it.bill.lines = {monthly_fee(0, 31, "2.5", 250), monthly_fee(1, 21, "2.5", 169), discount, minimum};
    it.explain(2);
    BOOST_TEST(it.explanation.clause.empty());
    BOOST_TEST(it.fraction() == "-1257/4000");
    BOOST_TEST(it.operands() == "base 4.19 EUR\npercent 7.5 %\n");
    BOOST_TEST(it.explanation.sentence ==
               "The agreement's discount loyal takes 7.5 % off the lines of category access, which come to 4.19 EUR: "
               "-4.19 × 7.5 / 100 = -0.31425, rounded half up to -0.31 EUR.");
    it.explain(3);
    BOOST_TEST(it.operands() == "minimum 10 EUR\nsubtotal_before 3.88 EUR\n");
    BOOST_TEST(it.explanation.sentence ==
               "The agreement has a minimum of 10 EUR a month, and the other lines come to 3.88 EUR: 10 - 3.88 = 6.12 "
               "EUR.");
}

BOOST_AUTO_TEST_CASE(fractions_are_shown_whole_or_cut_after_six_places) {
    BOOST_TEST(show_fraction({0, 7}) == "0");
    BOOST_TEST(show_fraction({-3, 2}) == "-1.5");
    BOOST_TEST(show_fraction({1, 1000000000}) == "0.000000001");
    BOOST_TEST(show_fraction({2, 3}) == "0.666666…");
}

BOOST_AUTO_TEST_SUITE_END()
