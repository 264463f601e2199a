// SPDX-License-Identifier: MIT
#include "core/codec/canonical.h"

#include <boost/test/unit_test.hpp>

#include "core/base/sha256.h"

BOOST_AUTO_TEST_SUITE(canonical)

namespace {

std::string canonical_text(const std::string& text) {
    samebill::Document document;
    samebill::ProblemList problems;
    BOOST_REQUIRE(samebill::parse_json(text, document, problems));
    return samebill::canonical_form(document.root).value_or("none");
}

}  // namespace

BOOST_AUTO_TEST_CASE(members_are_sorted_at_every_level_and_white_space_goes) {
    BOOST_TEST(canonical_text(" {\"b\" : [ 1, {\"d\":null, \"c\":true} ], \"a\":{} } ") ==
               R"({"a":{},"b":[1,{"c":true,"d":null}]})");
}

// RFC 8785, section 3.2.3: the order of its example, by UTF-16 code units.
BOOST_AUTO_TEST_CASE(members_are_sorted_by_utf16_code_units) {
    const std::string sorted =
        canonical_text(R"({"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh",)"
                       R"("1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control",)"
                       R"("\u00f6":"Latin Small Letter O With Diaeresis"})");
    const char* due[] = {"Carriage Return", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew"};
    size_t at = 0;
    for (const char* name : due) {
        const size_t next = sorted.find(name);
        BOOST_TEST_CONTEXT(name) BOOST_TEST((next != std::string::npos && next > at));
        at = next;
    }
}

BOOST_AUTO_TEST_CASE(strings_are_escaped_no_more_than_needed) {
    BOOST_TEST(canonical_text(R"(["\u0041\/\u20ac\u0007\b\t\n\f\r\"\\\u007f"])") ==
               "[\"A/\u20ac\\u0007\\b\\t\\n\\f\\r\\\"\\\\\x7f\"]");
}

BOOST_AUTO_TEST_CASE(integers_stay_exact_and_minus_zero_is_zero) {
    BOOST_TEST(canonical_text("[-0, 9223372036854775807, -1, 18446744073709551615]") ==
               "[0,9223372036854775807,-1,18446744073709551615]");
}

BOOST_AUTO_TEST_CASE(a_number_with_a_fraction_or_exponent_has_no_canonical_form) {
    BOOST_TEST(canonical_text("[1.0]") == "none");
    BOOST_TEST(canonical_text("{\"a\":[1e3]}") == "none");
}

BOOST_AUTO_TEST_CASE(a_digest_is_that_of_the_canonical_form_without_the_member_named) {
    samebill::Document document;
    samebill::ProblemList problems;
    BOOST_REQUIRE(samebill::parse_json(R"({"digest":"x","b":1,"a":{"digest":2}})", document, problems));
    const samebill::Json& root = document.root;
    BOOST_TEST(samebill::canonical_digest(root, "digest").value() ==
               "sha256:" + samebill::sha256_hex(R"({"a":{"digest":2},"b":1})"));
    BOOST_TEST(samebill::canonical_digest(root).value() ==
               "sha256:" + samebill::sha256_hex(R"({"a":{"digest":2},"b":1,"digest":"x"})"));
}

BOOST_AUTO_TEST_CASE(documents_of_32_levels_have_a_canonical_form) {
    const std::string deep = std::string(32, '[') + std::string(32, ']');
    BOOST_TEST(canonical_text(deep) == deep);
}

BOOST_AUTO_TEST_SUITE_END()
