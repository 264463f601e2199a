// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "native-server/receivables/ledger.h"

using namespace samebill::receivables;
using samebill::store::payments::Bill;
using samebill::store::payments::Entry;

namespace {

constexpr int64_t second_of_march = 1772409600;  // 2026-03-02T00:00:00Z
constexpr int64_t second_of_april = 1775088000;  // 2026-04-02T00:00:00Z

Bill bill(int64_t number, std::string month, int64_t issued_at, std::string due_on, std::string amount,
          std::string currency = "EUR") {
    return {"provider", number, std::move(month), issued_at, std::move(due_on), std::move(currency), std::move(amount)};
}

Entry entry(std::string id, std::string kind, std::string amount, std::string on, int64_t number = 0) {
    Entry out;
    out.id = std::move(id);
    out.kind = std::move(kind);
    out.amount = std::move(amount);
    out.currency = "EUR";
    out.value_on = std::move(on);
    out.reference = "ref-" + out.id;
    if (number != 0) {
        out.issuer = "provider";
        out.number = number;
    }
    return out;
}

Entry reversal(std::string id, const Entry& payment, std::string on) {
    Entry out = entry(std::move(id), "reversal", payment.amount, std::move(on));
    out.reverses = payment.id;
    return out;
}

const std::vector<Bill> two_bills = {bill(1, "2026-02", second_of_march, "2026-04-01", "30.00"),
                                     bill(2, "2026-03", second_of_april, "2026-05-02", "20.00")};

std::string open_of(const Ledger& ledger, size_t i) {
    return money_text(ledger.bills.at(i).open, "EUR");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(receivables)

BOOST_AUTO_TEST_CASE(a_bill_is_past_due_on_the_day_after_its_due_date) {
    const Ledger on_the_day = settle(two_bills, {}, "2026-04-01");
    BOOST_TEST((on_the_day.bills[0].status == Status::open));
    const Ledger after = settle(two_bills, {}, "2026-04-02");
    BOOST_TEST((after.bills[0].status == Status::past_due));
    BOOST_TEST((after.bills[1].status == Status::open));
}

BOOST_AUTO_TEST_CASE(what_names_no_bill_settles_bills_by_due_date) {
    const Ledger ledger = settle(two_bills, {entry("a", "payment", "40.00", "2026-04-10")}, "2026-04-10");
    BOOST_TEST((ledger.bills[0].status == Status::paid));
    BOOST_TEST(open_of(ledger, 1) == "10.00");
    BOOST_TEST(money_text(ledger.on_account.at("EUR"), "EUR") == "0.00");
}

BOOST_AUTO_TEST_CASE(a_part_that_names_a_bill_goes_to_that_bill) {
    const Ledger ledger = settle(two_bills, {entry("a", "payment", "5.00", "2026-04-10", 2)}, "2026-04-10");
    BOOST_TEST(open_of(ledger, 0) == "30.00");
    BOOST_TEST(open_of(ledger, 1) == "15.00");
    BOOST_TEST((ledger.bills[0].status == Status::past_due));
}

BOOST_AUTO_TEST_CASE(what_a_bill_does_not_need_is_on_account) {
    const std::vector<Bill> one = {two_bills[0]};
    const Ledger ledger = settle(one, {entry("a", "payment", "50.00", "2026-03-10", 1)}, "2026-03-10");
    BOOST_TEST((ledger.bills[0].status == Status::paid));
    BOOST_TEST(money_text(ledger.on_account.at("EUR"), "EUR") == "20.00");
    // The next bill takes it without a further entry.
    const Ledger later = settle(two_bills, {entry("a", "payment", "50.00", "2026-03-10", 1)}, "2026-04-10");
    BOOST_TEST((later.bills[1].status == Status::paid));
}

BOOST_AUTO_TEST_CASE(a_reversed_payment_counts_as_never_made) {
    const Entry payment = entry("a", "payment", "30.00", "2026-03-20", 1);
    const Ledger ledger = settle(two_bills, {payment, reversal("b", payment, "2026-03-25")}, "2026-04-10");
    BOOST_TEST(open_of(ledger, 0) == "30.00");
    BOOST_TEST((ledger.bills[0].status == Status::past_due));
    BOOST_TEST(money_text(ledger.on_account.at("EUR"), "EUR") == "0.00");
}

BOOST_AUTO_TEST_CASE(a_refund_takes_from_what_is_on_account) {
    const std::vector<Entry> entries = {entry("a", "payment", "40.00", "2026-04-10"),
                                        entry("b", "refund", "5.00", "2026-04-11")};
    const Ledger ledger = settle(two_bills, entries, "2026-04-12");
    BOOST_TEST((ledger.bills[0].status == Status::paid));
    BOOST_TEST(open_of(ledger, 1) == "15.00");  // 50.00 - (40.00 - 5.00)
}

BOOST_AUTO_TEST_CASE(credit_notes_and_write_offs_settle_their_bill) {
    const std::vector<Entry> entries = {entry("a", "credit_note", "12.34", "2026-04-10", 1),
                                        entry("b", "write_off", "17.66", "2026-04-11", 1)};
    const Ledger ledger = settle(two_bills, entries, "2026-04-12");
    BOOST_TEST((ledger.bills[0].status == Status::paid));  // 12.34 + 17.66 = 30.00
    BOOST_TEST(open_of(ledger, 1) == "20.00");
}

BOOST_AUTO_TEST_CASE(a_bill_below_zero_is_paid_and_settles_others) {
    const std::vector<Bill> bills = {two_bills[0], bill(2, "2026-03", second_of_april, "2026-05-02", "-12.00")};
    const Ledger ledger = settle(bills, {}, "2026-05-10");
    BOOST_TEST((ledger.bills[1].status == Status::paid));
    BOOST_TEST(open_of(ledger, 0) == "18.00");
}

BOOST_AUTO_TEST_CASE(currencies_never_mix) {
    std::vector<Bill> bills = two_bills;
    bills.push_back(bill(3, "2026-04", second_of_april, "2026-05-03", "1000", "JPY"));
    const Ledger ledger = settle(bills, {entry("a", "payment", "50.00", "2026-04-10")}, "2026-04-10");
    BOOST_TEST((ledger.bills[1].status == Status::paid));
    BOOST_TEST(money_text(ledger.bills[2].open, "JPY") == "1000");
}

BOOST_AUTO_TEST_CASE(a_statement_opens_with_what_was_before_and_closes_with_the_sum) {
    const Entry payment = entry("a", "payment", "30.00", "2026-03-20", 1);
    const std::vector<Entry> entries = {payment, reversal("b", payment, "2026-04-03"),
                                        entry("c", "payment", "45.50", "2026-04-10")};
    const auto list = statements(two_bills, entries, "2026-04-01", "2026-04-30");
    BOOST_TEST(list.size() == 1U);
    const Statement& statement = list.front();
    BOOST_TEST(money_text(statement.opening, "EUR") == "0.00");  // 30.00 - 30.00
    BOOST_TEST(statement.entries.size() == 3U);
    BOOST_TEST(statement.entries[0].kind == "bill");
    BOOST_TEST(money_text(statement.entries[0].balance, "EUR") == "20.00");
    BOOST_TEST(statement.entries[1].kind == "reversal");
    BOOST_TEST(money_text(statement.entries[1].balance, "EUR") == "50.00");
    BOOST_TEST(money_text(statement.entries[2].amount, "EUR") == "-45.50");
    BOOST_TEST(money_text(statement.closing, "EUR") == "4.50");
}

BOOST_AUTO_TEST_CASE(amounts_are_written_with_the_minor_digits_of_their_currency) {
    BOOST_TEST(money_text(-5, "EUR") == "-0.05");
    BOOST_TEST(money_text(5, "KWD") == "0.005");
    BOOST_TEST(money_text(0, "JPY") == "0");
    BOOST_TEST(money_text(minor_of("999999999999.99", "EUR") * 1000, "EUR") == "999999999999990.00");
}

BOOST_AUTO_TEST_CASE(numbers_of_payment_cards_are_found_however_they_are_written) {
    BOOST_TEST(has_card_number("4111111111111111"));
    BOOST_TEST(has_card_number("card 4111 1111 1111 1111, thanks"));
    BOOST_TEST(has_card_number("paid with 378-282246-310005 in 2026"));
    BOOST_TEST(has_card_number("12 4111-1111-1111-1111 2026"));
    BOOST_TEST(!has_card_number("4111111111111112"));
    BOOST_TEST(!has_card_number("2026-03-01 transfer 7781"));
    BOOST_TEST(!has_card_number("411111111111x1111"));
    BOOST_TEST(!has_card_number("41111111111111111111111"));
}

BOOST_AUTO_TEST_SUITE_END()
