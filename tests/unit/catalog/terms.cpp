// SPDX-License-Identifier: MIT
// Rules: T1, T3, M4, U9
#include <boost/test/unit_test.hpp>

#include "core/catalog/plan.h"
#include "tests/unit/bill/sample.h"

using namespace samebill;

BOOST_AUTO_TEST_SUITE(terms_and_plans)

BOOST_AUTO_TEST_CASE(without_layers_the_standard_values_hold) {
    const TermsInForce terms = resolve_terms({}, 1024);
    BOOST_TEST(terms.data_rounding.value.increment == 1024);
    BOOST_TEST((terms.data_rounding.value.per == RoundingPer::session));
    BOOST_TEST(terms.voice_rounding.value.increment == 60);
    BOOST_TEST((terms.voice_rounding.value.per == RoundingPer::session));
    BOOST_TEST(!terms.suspension_allowed.value);
    BOOST_TEST(!terms.pooling_allowed.value);
    BOOST_TEST((terms.plan_change.value == PlanChange::next_month));
    BOOST_TEST((terms.cancellation_refund.value == CancellationRefund::none));
    BOOST_TEST(terms.prepaid_lapse_days.value == 60);
    BOOST_TEST(terms.unprovisioned_lapse_months.value == 6);
    BOOST_TEST(terms.inactive_lapse_days.value == 120);
    BOOST_TEST(terms.automatic_cancellation.value == 0);
    BOOST_TEST((terms.data_rounding.layer == Layer::standard));
}

BOOST_AUTO_TEST_CASE(the_standard_increment_is_the_catalogs_kilobyte) {
    BOOST_TEST(resolve_terms({}, 1000).data_rounding.value.increment == 1000);
}

BOOST_AUTO_TEST_CASE(later_layers_win_and_each_value_names_its_layer) {
    Terms catalog, plan, agreement, attachment;
    catalog.inactive_lapse_days = 1;
    const auto resolved = [&](const TermsLayers& layers) {
        const auto parameter = resolve_terms(layers, 1024).inactive_lapse_days;
        return std::to_string(parameter.value) + ' ' + std::string(name_of(parameter.layer));
    };
    plan.inactive_lapse_days = 2;
    agreement.inactive_lapse_days = 3;
    attachment.inactive_lapse_days = 4;
    BOOST_TEST(resolved({&catalog, nullptr, nullptr, nullptr}) == "1 catalog");
    BOOST_TEST(resolved({&catalog, &plan, nullptr, nullptr}) == "2 plan");
    BOOST_TEST(resolved({&catalog, &plan, &agreement, nullptr}) == "3 agreement");
    BOOST_TEST(resolved({&catalog, &plan, &agreement, &attachment}) == "4 attachment");
    const Terms silent;
    BOOST_TEST(resolved({&catalog, &silent, &silent, &silent}) == "1 catalog");
}

BOOST_AUTO_TEST_CASE(a_parameter_is_replaced_as_a_whole) {
    Terms catalog, agreement;
    catalog.data_rounding = RoundingRule{10, RoundingPer::month};
    agreement.data_rounding = RoundingRule{20, RoundingPer::session};
    catalog.automatic_cancellation = bit_of(LapseReason::inactive);
    agreement.automatic_cancellation = bit_of(LapseReason::never_provisioned);
    const TermsInForce terms = resolve_terms({&catalog, nullptr, &agreement, nullptr}, 1024);
    BOOST_TEST(terms.data_rounding.value.increment == 20);
    BOOST_TEST((terms.data_rounding.value.per == RoundingPer::session));
    BOOST_TEST(terms.automatic_cancellation.value == bit_of(LapseReason::never_provisioned));
}

BOOST_AUTO_TEST_CASE(a_postpaid_plan_offers_the_kinds_that_it_shows_an_overage_rate_for) {
    const Request request = sample::request();
    BOOST_TEST(offers(request.catalog.plans[sample::meter], Kind::data));
    BOOST_TEST(offers(request.catalog.plans[sample::meter], Kind::sms));
    BOOST_TEST(!offers(request.catalog.plans[sample::meter], Kind::voice));
}

BOOST_AUTO_TEST_CASE(a_prepaid_plan_offers_the_kinds_that_a_pack_contains) {
    const Request request = sample::request();
    BOOST_TEST(offers(request.catalog.plans[sample::tracker], Kind::data));
    BOOST_TEST(!offers(request.catalog.plans[sample::tracker], Kind::voice));
}

BOOST_AUTO_TEST_SUITE_END()
