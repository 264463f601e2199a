// SPDX-License-Identifier: MIT
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "native-server/text/bill_csv.h"
#include "native-server/text/table.h"
#include "native-server/text/words.h"

using namespace samebill::text;

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(quantities_are_readable_and_marked_where_they_are_not_exact) {
    BOOST_TEST(readable("data", 0, 1024) == "0 bytes");
    BOOST_TEST(readable("data", 1, 1024) == "1 byte");
    BOOST_TEST(readable("data", 1023, 1024) == "1023 bytes");
    BOOST_TEST(readable("data", 1024, 1024) == "1 KB");
    BOOST_TEST(readable("data", 1000, 1000) == "1 KB");
    BOOST_TEST(readable("data", 1572864, 1024) == "1.5 MB");
    // 1604321 / 1048576 is 1.52999...: two decimals, rounded.
    BOOST_TEST(readable("data", 1604321, 1024) == "~1.53 MB");
    BOOST_TEST(readable("data", 9223372036854775807, 1024) == "~8589934592.00 GB");
    BOOST_TEST(readable("voice", 0, 1024) == "0 s");
    BOOST_TEST(readable("voice", 7530, 1024) == "2 h 5 min 30 s");
    BOOST_TEST(readable("voice", 3600, 1024) == "1 h");
    BOOST_TEST(readable("sms", 1, 1024) == "1 message");
    BOOST_TEST(readable_and_exact("data", 4194304, 1024) == "4 MB (4194304 bytes)");
    BOOST_TEST(readable_and_exact("sms", 12, 1024) == "12 messages");
}

BOOST_AUTO_TEST_CASE(rates_become_percentages_by_moving_the_point) {
    BOOST_TEST(percentage("0.0725") == "7.25 %");
    BOOST_TEST(percentage("0.2") == "20 %");
    BOOST_TEST(percentage("0") == "0 %");
    BOOST_TEST(percentage("1") == "100 %");
    BOOST_TEST(percentage("12.5") == "1250 %");
    BOOST_TEST(percentage("0.000000001") == "0.0000001 %");
}

BOOST_AUTO_TEST_CASE(control_and_direction_characters_are_replaced) {
    BOOST_TEST(plain("a\tb\x1b[0m\x7f") ==
               "a\xef\xbf\xbd"
               "b\xef\xbf\xbd[0m\xef\xbf\xbd");
    BOOST_TEST(plain("\xe2\x80\xae") == "\xef\xbf\xbd");
    BOOST_TEST(plain("\xc2\x85") == "\xef\xbf\xbd");
    BOOST_TEST(plain("\xff\xc3") == "\xef\xbf\xbd\xef\xbf\xbd");
    BOOST_TEST(plain("Gerät 7") == "Gerät 7");
    BOOST_TEST(width("Gerät") == 5);
}

BOOST_AUTO_TEST_CASE(text_is_wrapped_and_never_cut) {
    BOOST_TEST(wrap("one two three", 7) == (std::vector<std::string>{"one two", "three"}));
    BOOST_TEST(wrap("abcdefgh", 3) == (std::vector<std::string>{"abc", "def", "gh"}));
    BOOST_TEST(wrap("season-30mb", 10) == (std::vector<std::string>{"season-", "30mb"}));
    BOOST_TEST(wrap("a\nb", 9) == (std::vector<std::string>{"a", "b"}));
    BOOST_TEST(wrap("äöüß", 2) == (std::vector<std::string>{"äö", "üß"}));
}

BOOST_AUTO_TEST_CASE(a_table_narrows_its_widest_column) {
    Table table({{"Id"}, {"Amount", Align::right}});
    table.add_row({std::string(100, 'x'), "1.00"});
    const std::string out = table.print();
    size_t begin = 0;
    for (size_t end = out.find('\n'); end != std::string::npos; begin = end + 1, end = out.find('\n', begin)) {
        BOOST_TEST(end - begin <= 80u);
    }
    BOOST_TEST(std::count(out.begin(), out.end(), 'x') == 100);
}

BOOST_AUTO_TEST_CASE(csv_fields_are_quoted_and_guarded) {
    BOOST_TEST(csv_text("plain") == "plain");
    BOOST_TEST(csv_text("a,b") == "\"a,b\"");
    BOOST_TEST(csv_text("say \"hi\"") == "\"say \"\"hi\"\"\"");
    BOOST_TEST(csv_text("=1") == "'=1");
    BOOST_TEST(csv_text("-1,2") == "\"'-1,2\"");
    BOOST_TEST(csv_text("\rx") == "\"'\rx\"");
    BOOST_TEST(csv_text("\xef\xbc\x9d"
                        "1") ==
               "'\xef\xbc\x9d"
               "1");
    BOOST_TEST(csv_text("1-2") == "1-2");
    BOOST_TEST(csv_number("-12.50") == "-12.50");
}

BOOST_AUTO_TEST_SUITE_END()
