// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>
#include <set>

#include "native-server/security/access.h"
#include "native-server/security/api_key.h"
#include "native-server/security/encoding.h"
#include "native-server/security/lockout.h"
#include "native-server/security/password.h"
#include "native-server/security/random.h"
#include "native-server/security/roles.h"
#include "native-server/security/session.h"
#include "native-server/security/webhook.h"

using namespace samebill::security;

namespace {

struct Sodium {
    Sodium() { start(); }
};

// Costs that take no time; what is tested is not how dear a password is.
constexpr PasswordCost cheap{1, 8192};

KeyEntry key_entry(const NewApiKey& made) {
    KeyEntry out;
    out.id = made.shown;
    out.digest = made.digest;
    out.roles = {Role::operator_};
    return out;
}

SessionEntry session_entry(const NewSession& made, int64_t begun_at) {
    return {"session_1", made.digest, "person_1", begun_at, begun_at};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(security, Sodium)

BOOST_AUTO_TEST_CASE(ids_have_131_bits_and_do_not_repeat) {
    std::set<std::string> seen;
    for (int i = 0; i < 10'000; ++i) seen.insert(random_id("key"));
    BOOST_TEST(seen.size() == 10'000U);
    BOOST_TEST(seen.begin()->size() == 26U);
    BOOST_TEST(seen.begin()->starts_with("key_"));
}

BOOST_AUTO_TEST_CASE(base64url_has_one_text_for_each_value) {
    BOOST_TEST(base64url("\xFB\xFF\x00") == "-_8");  // the literal ends at its NUL: two bytes
    BOOST_TEST(from_base64url("-_8").value() == "\xFB\xFF");
    BOOST_TEST(!from_base64url("-_9"));  // bits that belong to no byte
    BOOST_TEST(!from_base64url("-_8="));
    BOOST_TEST(!from_base64url("+/8"));
    BOOST_TEST(!from_base64url("a"));
    BOOST_TEST(from_base64url("").value().empty());
}

BOOST_AUTO_TEST_CASE(a_key_is_known_by_its_form_and_checksum) {
    // The checksum is the CRC-32 of the first 54 characters in base 62, worked out elsewhere.
    const std::string text = "sb_AbCd1234Z0zZ0zZ0zZ0zZ0zZ0zZ0zZ0zZ0zZ0zZ0zZ0zZ0zZ0zZ4KFgVl";
    const auto given = read_api_key(text);
    BOOST_REQUIRE(given);
    BOOST_TEST(given->shown == "sb_AbCd1234");
    BOOST_TEST(digest_of(text) == "sha256:cbff61acc96659743fa165a4be2e9f3407d4a7bad084f3bc64c777fe1207d827");
    BOOST_TEST(given->digest == sha256(text));
    for (size_t at = 0; at < text.size(); ++at) {
        std::string wrong = text;
        wrong[at] = wrong[at] == 'q' ? 'r' : 'q';
        BOOST_TEST(!read_api_key(wrong), "character " << at);
    }
    BOOST_TEST(!read_api_key(text + "0"));
    BOOST_TEST(!read_api_key(""));
}

BOOST_AUTO_TEST_CASE(a_new_key_is_read_back_and_no_two_are_alike) {
    const NewApiKey one = make_api_key();
    const NewApiKey other = make_api_key();
    BOOST_TEST(one.text.size() == 60U);
    BOOST_TEST(one.text != other.text);
    BOOST_TEST(read_api_key(one.text).value().digest == one.digest);
    BOOST_TEST(read_api_key(one.text).value().shown == one.shown);
}

BOOST_AUTO_TEST_CASE(a_password_is_right_only_if_it_is_the_one) {
    Passwords passwords(2, cheap);
    const std::string stored = passwords.hash("correct horse battery");
    BOOST_TEST(stored.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
    BOOST_TEST((passwords.verify(stored, "correct horse battery") == Passwords::Answer::right));
    BOOST_TEST((passwords.verify(stored, "correct horse batterx") == Passwords::Answer::wrong));
    BOOST_TEST((passwords.verify("", "") == Passwords::Answer::wrong));
    BOOST_TEST((passwords.verify("", "correct horse battery") == Passwords::Answer::wrong));
    BOOST_TEST((passwords.verify("nonsense", "x") == Passwords::Answer::wrong));
    BOOST_TEST(!passwords.outdated(stored));
    BOOST_TEST(Passwords(1, PasswordCost{2, 8192}).outdated(stored));
    Passwords none(0, cheap);
    BOOST_TEST((none.verify(stored, "correct horse battery", 1) == Passwords::Answer::busy));
}

BOOST_AUTO_TEST_CASE(weak_passwords_are_named) {
    BOOST_TEST(Passwords::weakness("correct horse battery", "ann").empty());
    BOOST_TEST(Passwords::weakness("elevenchars", "").starts_with("shorter"));
    BOOST_TEST(Passwords::weakness("\u00e4\u00f6\u00fc\u00e4\u00f6\u00fc", "").starts_with("shorter"));  // 6 characters
    BOOST_TEST(Passwords::weakness("abababababab", "").starts_with("fewer"));
    BOOST_TEST(Passwords::weakness("my Ann@Acme secret", "ann@acme").starts_with("holds"));
    BOOST_TEST(Passwords::weakness(std::string(1025, 'x'), "").starts_with("longer"));
    BOOST_TEST(Passwords::weakness("abcdefghijkl\xFF", "") == "not UTF-8");
}

BOOST_AUTO_TEST_CASE(cookies_are_for_this_host_alone) {
    BOOST_TEST(set_cookie(session_cookie, "abc") == "__Host-samebill=abc; Path=/; Secure; HttpOnly; SameSite=Strict");
    BOOST_TEST(clear_cookie(session_cookie) ==
               "__Host-samebill=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
    BOOST_TEST(cookie_value("a=1; __Host-samebill=xyz; b=2", session_cookie) == "xyz");
    BOOST_TEST(cookie_value("__Host-samebill-browser=q", session_cookie).empty());
    BOOST_TEST(cookie_value("__Host-samebill=x; __Host-samebill=y", session_cookie).empty());
    BOOST_TEST(cookie_value("", session_cookie).empty());
}

BOOST_AUTO_TEST_CASE(a_change_needs_the_own_origin_and_the_token_of_the_page) {
    const NewSession session = make_session();
    BOOST_TEST(session.token.size() == 43U);
    const std::string token = page_token(session.token);
    BOOST_TEST(token != page_token(make_session().token));
    const auto post = [&](std::string_view origin, std::string_view site, std::string_view given) {
        return from_own_page({"POST", "bill.example", origin, site, given}, session.token, "");
    };
    BOOST_TEST(post("https://bill.example", "same-origin", token));
    BOOST_TEST(post("https://bill.example", "", token));
    BOOST_TEST(post("", "same-origin", token));
    BOOST_TEST(!post("https://bill.example", "same-origin", ""));
    BOOST_TEST(!post("https://bill.example", "same-origin", page_token(make_session().token)));
    BOOST_TEST(!post("https://evil.example", "same-origin", token));
    BOOST_TEST(!post("https://bill.example", "cross-site", token));
    BOOST_TEST(!post("https://bill.example", "same-site", token));
    BOOST_TEST(!post("https://bill.example.evil", "", token));
    BOOST_TEST(!post("null", "", token));
    BOOST_TEST(!post("", "", token));
    BOOST_TEST(!post("", "none", token));
}

BOOST_AUTO_TEST_CASE(reading_needs_no_token_but_not_another_site) {
    const NewSession session = make_session();
    const auto get = [&](std::string_view origin, std::string_view site) {
        return from_own_page({"GET", "10.0.0.1:80", origin, site, ""}, session.token, "https://bill.example");
    };
    BOOST_TEST(get("", ""));
    BOOST_TEST(get("", "same-origin"));
    BOOST_TEST(get("", "none"));
    BOOST_TEST(get("https://bill.example", "same-origin"));
    BOOST_TEST(!get("", "cross-site"));
    BOOST_TEST(!get("https://10.0.0.1:80", ""));  // the origin is stated, so Host says nothing
}

BOOST_AUTO_TEST_CASE(five_failures_make_a_name_wait_and_the_wait_has_an_end) {
    Lockout lockout;
    Lockout::Attempt attempt{"ann", "", "192.0.2.1", 1000};
    for (int i = 0; i < 4; ++i) lockout.failed(attempt);
    BOOST_TEST(lockout.wait(attempt) == 0);
    lockout.failed(attempt);
    BOOST_TEST(lockout.wait(attempt) == 30);
    lockout.failed(attempt);
    BOOST_TEST(lockout.wait(attempt) == 60);
    for (int i = 0; i < 50; ++i) lockout.failed(attempt);
    BOOST_TEST(lockout.wait(attempt) == 900);
    attempt.now += 900;
    BOOST_TEST(lockout.wait(attempt) == 0);
    lockout.succeeded(attempt);
    attempt.address = "192.0.2.2";
    lockout.failed(attempt);
    BOOST_TEST(lockout.wait(attempt) == 0);
}

BOOST_AUTO_TEST_CASE(strangers_who_guess_do_not_lock_out_a_browser_that_is_known) {
    Lockout lockout;
    const std::string secret = "0123456789abcdef0123456789abcdef";
    const std::string mark = make_browser_mark(secret, "ann");
    BOOST_TEST(!browser_of(secret, mark, "ann").empty());
    BOOST_TEST(browser_of(secret, mark, "bob").empty());
    BOOST_TEST(browser_of("another secret", mark, "ann").empty());
    BOOST_TEST(browser_of(secret, "." + mark, "ann").empty());
    const std::string browser = browser_of(secret, mark, "ann");
    for (int i = 0; i < 20; ++i) lockout.failed({"ann", "", "198.51.100.7", 1000});
    BOOST_TEST(lockout.wait({"ann", "", "192.0.2.1", 1000}) > 0);
    BOOST_TEST(lockout.wait({"ann", browser, "192.0.2.1", 1000}) == 0);
    BOOST_TEST(lockout.wait({"bob", "", "192.0.2.1", 1000}) == 0);
    // A mark that leaks is counted like any other name.
    for (int i = 0; i < 5; ++i) lockout.failed({"ann", browser, "198.51.100.8", 1000});
    BOOST_TEST(lockout.wait({"ann", browser, "192.0.2.1", 1000}) == 30);
}

BOOST_AUTO_TEST_CASE(an_address_that_guesses_at_many_names_waits) {
    Lockout lockout;
    for (int i = 0; i < 31; ++i) lockout.failed({"name" + std::to_string(i), "", "198.51.100.7", 1000});
    BOOST_TEST(lockout.wait({"fresh", "", "198.51.100.7", 1000}) == 60);
    BOOST_TEST(lockout.wait({"fresh", "", "192.0.2.1", 1000}) == 0);
}

BOOST_AUTO_TEST_CASE(failures_are_remembered_in_bounded_room) {
    Lockout lockout(10);
    for (int i = 0; i < 100; ++i) lockout.failed({"name" + std::to_string(i), "", "", 1000 + i});
    for (int i = 0; i < 4; ++i) lockout.failed({"name99", "", "", 1100});
    BOOST_TEST(lockout.wait({"name99", "", "", 1100}) == 30);
}

BOOST_AUTO_TEST_CASE(a_key_holds_until_it_expires_or_is_dropped) {
    Access access({60, 600});
    const NewApiKey made = make_api_key();
    const GivenApiKey given = read_api_key(made.text).value();
    KeyEntry entry = key_entry(made);
    entry.expires_at = 2000;
    access.put_key(entry);
    BOOST_REQUIRE(access.by_key(given, 1999));
    BOOST_TEST(access.by_key(given, 1999)->person == made.shown);
    BOOST_TEST(access.last_used_of_key(made.shown) == 1999);
    BOOST_TEST(access.take_used().keys.size() == 1U);
    BOOST_TEST(access.take_used().keys.empty());
    BOOST_TEST(!access.by_key(given, 2000));
    // The same public characters with another secret.
    BOOST_TEST(!access.by_key({given.shown, sha256("another")}, 1999));
    access.drop_key(made.shown);
    BOOST_TEST(!access.by_key(given, 1999));
}

BOOST_AUTO_TEST_CASE(a_session_ends_when_idle_and_in_any_case_in_the_end) {
    Access access({60, 600});
    access.put_person({"person_1", "Ann", {Role::auditor}, ""});
    const NewSession made = make_session();
    access.put_session(session_entry(made, 1000));
    BOOST_REQUIRE(access.by_session(made.digest, 1059));
    BOOST_TEST(access.by_session(made.digest, 1059)->roles.has(Role::auditor));
    for (int64_t now = 1100; now < 1600; now += 50) BOOST_TEST(access.by_session(made.digest, now).has_value());
    BOOST_TEST(!access.by_session(made.digest, 1600));
    BOOST_TEST(access.take_ended(1600) == std::vector<std::string>{"session_1"});
    access.put_session(session_entry(made, 2000));
    BOOST_TEST(!access.by_session(made.digest, 2060));
}

BOOST_AUTO_TEST_CASE(roles_of_a_person_hold_for_the_sessions_at_once) {
    Access access({60, 600});
    access.put_person({"person_1", "Ann", {Role::operator_}, ""});
    const NewSession made = make_session();
    access.put_session(session_entry(made, 1000));
    access.put_person({"person_1", "Ann", {Role::auditor}, ""});
    BOOST_TEST(!access.by_session(made.digest, 1001)->roles.has(Role::operator_));
    access.drop_person("person_1");
    BOOST_TEST(!access.by_session(made.digest, 1001));
}

BOOST_AUTO_TEST_CASE(a_key_of_sales_sees_no_account_that_its_maker_does_not) {
    const auto set = [](AccountSet ids) { return std::make_shared<const AccountSet>(std::move(ids)); };
    Access access({60, 600});
    const NewApiKey made = make_api_key();
    const auto key = [&](Roles roles, const AccountSetPtr& accounts) {
        KeyEntry entry = key_entry(made);
        entry.person = "person_1";
        entry.roles = roles;
        entry.accounts = accounts;
        access.put_key(entry);
        return access.by_key(read_api_key(made.text).value(), 1).value();
    };
    // Nobody behind it, or a maker who sees all: the key's own list.
    BOOST_TEST((key({Role::sales}, nullptr).accounts == nullptr));
    BOOST_TEST((*key({Role::sales}, set({"a", "b"})).accounts == AccountSet{"a", "b"}));
    access.put_person({"person_1", "Ann", {Role::sales}, ""});
    BOOST_TEST((*key({Role::sales}, set({"a", "b"})).accounts == AccountSet{"a", "b"}));
    access.put_person({"person_1", "Ann", {Role::sales}, "", set({"b", "c"})});
    BOOST_TEST((*key({Role::sales}, nullptr).accounts == AccountSet{"b", "c"}));
    const Principal both = key({Role::sales}, set({"a", "b"}));
    BOOST_TEST((*both.accounts == AccountSet{"b"}));
    BOOST_TEST(both.sees("b"));
    for (const char* id : {"a", "c", "d"}) BOOST_TEST(!both.sees(id), id);
    BOOST_TEST(key({Role::sales}, set({"a"})).accounts->empty());
    // What it was given as an administrator's key for other work stays.
    BOOST_TEST((key({Role::operator_}, nullptr).accounts == nullptr));
    access.put_person({"person_1", "Ann", {Role::sales}, "", set({})});
    BOOST_TEST(!key({Role::sales}, nullptr).sees("b"));
}

BOOST_AUTO_TEST_CASE(a_person_who_goes_takes_sessions_and_keys_along) {
    Access access({60, 600});
    const NewApiKey made = make_api_key();
    const NewApiKey other = make_api_key();
    KeyEntry entry = key_entry(made);
    entry.person = "person_1";
    access.put_key(entry);
    KeyEntry another = key_entry(other);
    another.account = "acme";
    access.put_key(another);
    BOOST_TEST(access.by_key(read_api_key(made.text).value(), 1)->person == "person_1");
    access.drop_person("person_1");
    BOOST_TEST(!access.by_key(read_api_key(made.text).value(), 1));
    BOOST_TEST(access.by_key(read_api_key(other.text).value(), 1).has_value());
}

BOOST_AUTO_TEST_CASE(no_one_holds_roles_that_check_one_another) {
    const auto refused = [](Roles roles, bool account) { return !roles_conflict(roles, account).empty(); };
    BOOST_TEST(refused({}, false));
    BOOST_TEST(!refused({Role::operator_, Role::sales}, false));
    BOOST_TEST(refused({Role::operator_, Role::approver}, false));
    BOOST_TEST(refused({Role::sales, Role::approver}, false));
    BOOST_TEST(!refused({Role::approver, Role::auditor}, false));
    BOOST_TEST(!refused({Role::system_admin}, false));
    for (const Role role : {Role::sales, Role::operator_, Role::approver, Role::auditor, Role::privacy_officer}) {
        BOOST_TEST(refused({Role::system_admin, role}, false));
        BOOST_TEST(refused({role}, true));
        BOOST_TEST(refused({Role::ingest, role}, false));
    }
    BOOST_TEST(!refused({Role::customer_admin}, true));
    BOOST_TEST(refused({Role::customer_admin}, false));
    BOOST_TEST(refused({Role::customer_admin, Role::customer_viewer}, true));
    BOOST_TEST(!refused({Role::ingest}, true));
    BOOST_TEST(!refused({Role::ingest}, false));
    for (const Role role : all_roles) BOOST_TEST((role_of(role_name(role)) == role));
    BOOST_TEST(!role_of("root"));
    BOOST_TEST(!roles_of({"sales", "sales"}));
    BOOST_TEST(roles_text(roles_of({"auditor", "operator"}).value()) == "operator,auditor");
}

BOOST_AUTO_TEST_CASE(a_webhook_carries_the_hmac_of_time_and_body) {
    // HMAC-SHA256 of `1750000000.{"a":1}` with the key `whsec_test`, worked out elsewhere.
    const std::string header = webhook_signature("whsec_test", 1750000000, R"({"a":1})");
    BOOST_TEST(header == "t=1750000000,v1=ebf41500cec43c6c72427067b946fe75289b8b5ff0ea75743f55c8b2722c3aab");
    BOOST_TEST(webhook_signature("whsec_test", 1750000001, R"({"a":1})") != header);
    BOOST_TEST(webhook_signature("whsec_test", 1750000000, R"({"a":2})") != header);
    BOOST_TEST(webhook_signature("whsec_other", 1750000000, R"({"a":1})") != header);
    BOOST_TEST(make_webhook_secret().size() == 49U);
}

BOOST_AUTO_TEST_SUITE_END()
